import { z } from 'zod';
import { charterTermsSchema } from '../charterTerms.js';
import { entriesOf } from '../entry.js';
import { addedLater, count, currency, digest, id, instant, version } from '../parts.js';
import { ENDED_SESSIONS_MAX, endedSessionsSchema, organizationSchema, standingSchema } from '../standing.js';

/**
 * What membership's journal says. `standing`, `organization`, `forgotten` and `endedSessions` are the newest word on who
 * may act: every other service keeps them, of whichever entry carries them.
 */
const entry = entriesOf('membership');

const standing = standingSchema;
const memberId = id('mem');
const displayName = z.string().nullable();
const reason = z.string();

export const CooperativeFounded = entry('CooperativeFounded', {
  public: { charter: digest },
  private: {
    cooperative: z.object({ id: id('coop'), slug: z.string(), name: z.string(), currency, did: z.string() }),
    charter: charterTermsSchema,
    standing,
  },
});

export const AdmissionPolicyChanged = entry('AdmissionPolicyChanged', {
  private: { version, admission: charterTermsSchema.shape.admission },
});

export const MemberApplied = entry('MemberApplied', { private: { displayName, standing } });

/** An application on which the charter lets the members decide. */
export const AdmissionVoteRequested = entry('AdmissionVoteRequested', {
  private: { memberId, did: z.string(), displayName, standing },
});

export const MemberAdmitted = entry('MemberAdmitted', { private: { standing } });

/** By a steward, who gives a reason, or by a vote. */
export const MemberRejected = entry('MemberRejected', {
  private: { reason: reason.optional(), proposal: id('prp').optional(), standing },
});

/** By one steward; nothing changes for the member until a second person confirms it. */
export const SuspensionProposed = entry('SuspensionProposed', {
  private: { suspension: id('sus'), memberId, reason, days: count, lapsesAt: z.iso.datetime() },
});

/** By a second person, or by the members. */
export const MemberSuspended = entry('MemberSuspended', {
  private: {
    reason,
    suspension: addedLater(id('sus')),
    decidedBy: addedLater(z.enum(['STEWARDS', 'MEMBERS'])),
    endsAt: addedLater(z.iso.datetime()),
    standing,
  },
});

/** A suspension has ended, and how; `suspension` is null where it began before suspensions had an end. */
export const MemberReinstated = entry('MemberReinstated', {
  private: {
    suspension: addedLater(id('sus').nullable()),
    ending: addedLater(z.enum(['TERM', 'STEWARD', 'MEMBERS', 'LEFT'])),
    standing,
  },
});
export const RolesChanged = entry('RolesChanged', { private: { standing } });

export const DisplayNameSet = entry('DisplayNameSet', {
  private: { displayName, shared: z.boolean(), standing },
});

/** A member wants to leave: each service lets go of them, and journals that it has. */
export const MemberExiting = entry('MemberExiting', { private: { memberId, standing } });

/** Somebody who was erased before they left is forgotten instead of described. */
export const MemberExited = entry('MemberExited', {
  private: { memberId, standing: standing.optional(), forgotten: memberId.optional() },
});

/** Membership's part of an erasure. Who stays a member is described anew; who has left is forgotten. */
export const MemberErased = entry('MemberErased', {
  private: { memberId, standing: standing.optional(), forgotten: memberId.optional() },
});

/** The keys of a member or of an organisation have changed. */
const keysChanged = {
  private: { standing: standing.optional(), organization: organizationSchema.optional() },
};
export const AuthenticatorAdded = entry('AuthenticatorAdded', keysChanged);
export const AuthenticatorRotated = entry('AuthenticatorRotated', keysChanged);
export const AuthenticatorRevoked = entry('AuthenticatorRevoked', keysChanged);

const recovery = id('rcv');

/** Somebody asks that a new key takes the place of all that a member has lost. */
export const RecoveryRequested = entry('RecoveryRequested', {
  private: { recovery, memberId, key: z.string(), way: z.enum(['OFFICERS', 'ATTESTATION']) },
});

/** By the first of two people who hold an office. */
export const RecoveryConfirmed = entry('RecoveryConfirmed', { private: { recovery, memberId } });

/** The waiting time begins: the member's money is held, and any old key may say no. */
export const RecoveryStarted = entry('RecoveryStarted', {
  private: { recovery, memberId, way: z.enum(['OFFICERS', 'ATTESTATION']), completesAt: instant },
});

/** A recovery has ended, and the keys are as they were. */
export const RecoveryEnded = entry('RecoveryEnded', {
  private: {
    recovery,
    memberId,
    outcome: z.enum(['VETOED', 'REJECTED', 'SUPERSEDED', 'FAILED']),
  },
});

/** The new key has taken the place of all others. */
export const KeysRecovered = entry('KeysRecovered', { private: { recovery, memberId, standing } });

/** `disowned`: sessions of which their holder says that somebody else may have held them. */
export const SessionsEnded = entry('SessionsEnded', {
  private: {
    endedSessions: endedSessionsSchema,
    disowned: z.array(z.string().max(100)).max(ENDED_SESSIONS_MAX).optional(),
  },
});

export const OrganizationRegistered = entry('OrganizationRegistered', {
  private: { organization: organizationSchema },
});

export const RegulatorRecognized = entry('RegulatorRecognized', { private: { did: z.string() } });

/** Answers governance's OpeningRequested: who may take part in a vote. */
export const ElectorateFixed = entry('ElectorateFixed', {
  public: { root: digest },
  private: {
    electorate: id('ele'),
    proposal: id('prp'),
    root: digest,
    size: count,
    members: z.array(z.object({ memberId: z.string(), did: z.string() })),
  },
});

/** The one clock of a demo: seconds by which it differs from the machine's. */
export const ClockAdvanced = entry('ClockAdvanced', { private: { offsetSeconds: z.number().int() } });
