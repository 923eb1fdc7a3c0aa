import { z } from 'zod';
import { charterTermsSchema, PROPOSAL_KINDS } from '../charterTerms.js';
import { effectSchema, enactedEffectSchema } from '../effects.js';
import { entriesOf } from '../entry.js';
import { basisPoints, count, digest, id, instant, version } from '../parts.js';

/** What governance's journal says. */
const entry = entriesOf('governance');

const proposal = id('prp');
const memberId = id('mem');
const kind = z.enum(PROPOSAL_KINDS);
const title = z.string();

/** An entry about a proposal as a whole. Others tell whose licence or application it was by the effect. */
const aboutProposal = { proposal, kind, effect: effectSchema, effectDigest: digest };
const reason = z.string().nullable();

export const CharterEnacted = entry('CharterEnacted', {
  public: { terms: digest },
  private: {
    charter: id('chr'),
    version,
    terms: charterTermsSchema,
    effectiveAt: instant,
    /** The vote that it came of; null for the founding charter. */
    proposal: proposal.nullable(),
  },
});

export const ProposalSubmitted = entry('ProposalSubmitted', {
  public: { effect: digest },
  private: { ...aboutProposal, title, proposer: memberId.nullable(), charterVersion: version },
});

/** Asks membership to fix the electorate; voting opens on its answer. */
export const OpeningRequested = entry('OpeningRequested', { private: { proposal, kind } });

export const ProposalOpened = entry('ProposalOpened', {
  public: { effect: digest, electorate: digest },
  private: { proposal, kind, title, opensAt: instant, closesAt: instant },
});

export const BallotCast = entry('BallotCast', {
  public: { ballot: digest },
  private: { proposal, ballot: id('blt'), voter: memberId },
});

/** `to` is null where a delegation ended. */
export const DelegationChanged = entry('DelegationChanged', {
  private: {
    delegation: id('dlg'),
    from: memberId,
    to: memberId.nullable(),
    topic: z.string().nullable(),
  },
});

export const ProposalClosed = entry('ProposalClosed', {
  public: { effect: digest, tally: digest, ballots: digest },
  private: {
    proposal,
    kind,
    title,
    outcome: z.enum(['PASSED', 'REJECTED']),
    tally: z.object({
      ballotsCounted: count,
      participants: count,
      electorateSize: count,
      turnoutBp: basisPoints,
      quorumMet: z.boolean(),
      passed: z.boolean(),
      outcome: z.array(z.string()),
      rounds: z.array(
        z.object({ number: count, counts: z.array(z.object({ option: z.string(), weight: count })) }),
      ),
      ballotsRoot: digest,
    }),
  },
});

/** Decided against the proposal, with or without a count, or too late. */
export const ProposalRejected = entry('ProposalRejected', {
  public: { effect: digest },
  private: { ...aboutProposal, reason },
});

export const ProposalCancelled = entry('ProposalCancelled', {
  public: { effect: digest },
  private: { ...aboutProposal, reason },
});

export const ProposalEnacted = entry('ProposalEnacted', {
  public: { effect: digest, tally: digest },
  private: { ...aboutProposal, effect: enactedEffectSchema, charterVersion: version },
});

/** Governance has let go of a member who leaves. */
export const MemberLeft = entry('MemberLeft', { private: { memberId } });

/** Governance's part of an erasure. */
export const MemberErased = entry('MemberErased', { private: { memberId } });
