import { enumOf } from '../../kit/schema/enumOf.js';
import type { NOTIFICATION_KINDS } from '../domain/notification.js';
import type { OrganizationKind } from '../domain/organization.js';
import type { Role } from '../domain/roles.js';
import type { MemberStanding } from '../domain/standing.js';

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
  },
);
