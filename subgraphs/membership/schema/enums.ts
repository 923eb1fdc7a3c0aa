import { enumOf } from '../../kit/schema/enumOf.js';
import type { NOTIFICATION_KINDS } from '../domain/notification.js';
import type { OrganizationKind } from '../domain/organization.js';
import type { Decider } from '../domain/decider.js';
import type { RecoveryState, RecoveryWay } from '../domain/recovery.js';
import type { Role } from '../domain/roles.js';
import type { MemberStanding } from '../domain/standing.js';
import type { SuspensionEnding, SuspensionState } from '../domain/suspension.js';

export const MemberStandingEnum = enumOf<MemberStanding>(
  'MemberStanding',
  'Where a membership stands. An application that is turned down ends as EXITED.',
  {
    APPLIED: 'Has asked to be admitted.',
    ADMITTED: 'A member, with every right of one.',
    SUSPENDED: 'A member who may not act until they are reinstated.',
    EXITING: 'Is leaving; the services let go of them.',
    EXITED: 'Is no member any more, or never became one.',
  },
);

export const RoleEnum = enumOf<Role>('MemberRole', 'What a member may act as in their co-op.', {
  MEMBER: 'Votes, contributes and is paid.',
  STEWARD: 'Runs the co-op day by day, within its charter.',
  AUDITOR: 'Reads the books and the journal, and changes nothing.',
});

export const OrganizationKindEnum = enumOf<OrganizationKind>(
  'OrganizationKind',
  'As what an organisation deals with co-ops.',
  {
    BUYER: 'Licenses data.',
    PARTNER: 'A co-op elsewhere, which has joined this federation.',
    REGULATOR: 'Oversees; an operator has recognised it.',
  },
);

export const NotificationKindEnum = enumOf<(typeof NOTIFICATION_KINDS)[number]>(
  'NotificationKind',
  'What a notification tells of.',
  {
    VOTE_OPENED: 'A vote has opened in which the member may vote.',
    LICENCE_REQUESTED: 'A buyer asks for a licence; for stewards.',
    DIVIDEND_CREDITED: 'A dividend stands in the member’s balance.',
    DATA_USED: 'A computation has used the member’s records.',
    LICENCE_AGREED: 'The members have agreed to a licence; for its buyer.',
    INVOICE_ISSUED: 'An invoice is due; for its buyer.',
    PAYOUT_DESTINATION_ADDED: 'A payout destination was added, which is usable later.',
    PAYOUT_DESTINATION_REMOVED: 'A payout destination was removed.',
    PAYMENT_FAILED: 'A payment did not go through or was returned; for its buyer.',
    LICENCE_IN_FORCE: 'A licence is verified and paid; for its buyer.',
    LICENCE_PROHIBITED:
      'The members have prohibited what a licence is for, or allow it again; for its buyer.',
    LICENCE_ENDED: 'A licence, or the negotiation towards one, has ended by a prohibition; for its buyer.',
    CONSENT_SET_ASIDE: 'A consent of the member’s counts no more, since its wrap does not open.',
    JOB_FINISHED: 'A computation has ended; for its buyer.',
    SUSPENSION_PROPOSED: 'A steward proposes a suspension; for who can be the second person.',
    MEMBER_SUSPENDED: 'The member is suspended.',
    SUSPENSION_ENDED: 'The member’s suspension has ended.',
    RECOVERY_REQUESTED: 'Somebody asks for a new key of the member’s; for them, and for who can confirm it.',
    RECOVERY_STARTED: 'A new key of the member’s takes effect unless any old key says no.',
    RECOVERY_ENDED: 'A request for a new key of the member’s has come to nothing.',
    RECOVERY_COMPLETED: 'A new key has taken the place of all the member’s old ones.',
  },
);

export const SuspensionStateEnum = enumOf<SuspensionState>('SuspensionState', 'Where a suspension stands.', {
  PROPOSED: 'Waits for a second person; the member acts as before.',
  LAPSED: 'Nobody confirmed it in time.',
  RUNNING: 'The member may not act.',
  ENDED: 'Is over.',
});

export const SuspensionEndingEnum = enumOf<SuspensionEnding>('SuspensionEnding', 'How a suspension ended.', {
  TERM: 'By its term.',
  STEWARD: 'By a steward, before its term.',
  MEMBERS: 'By the members, on appeal or as they elected the member.',
  LEFT: 'As the member left; they may not come back before its term.',
});

export const SuspensionDeciderEnum = enumOf<Decider>('SuspensionDecider', 'Who decides on a suspension.', {
  STEWARDS: 'Two people who hold an office.',
  MEMBERS: 'The members, by vote.',
});

export const RecoveryStateEnum = enumOf<RecoveryState>('RecoveryState', 'Where a recovery stands.', {
  REQUESTED: 'Waits to be confirmed.',
  LAPSED: 'Nobody confirmed it in time.',
  WAITING: 'Takes effect at the end of the time in which any old key says no.',
  COMPLETED: 'The new key has taken the place of all others.',
  VETOED: 'An old key said no.',
  REJECTED: 'A steward or auditor turned it down.',
  SUPERSEDED: 'Another request took its place.',
  FAILED: 'The new key could not be given.',
});

export const RecoveryWayEnum = enumOf<RecoveryWay>(
  'RecoveryWay',
  'By whose word a new key is the member’s.',
  {
    OFFICERS: 'Two people who hold an office, or the members by vote.',
    ATTESTATION: 'An attestation of the same person.',
  },
);
