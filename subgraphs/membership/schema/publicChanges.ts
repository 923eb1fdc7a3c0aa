import type * as entries from '../../kit/contracts/entries/membership.js';
import { NOTHING_PUBLIC } from '../../kit/journal/publicChanges.js';
import type { PublicChangesOf } from '../../kit/journal/publicChanges.js';

/** How one is admitted, and the number of members, are part of a co-op wherever it is listed. */
const OF_COOPERATIVE = { ofCooperative: true } as const;

/** What this service's entries change of co-ops and organisations; entries about people show nowhere else. */
export const PUBLIC_CHANGES: PublicChangesOf<typeof entries> = {
  CooperativeFounded: { fields: ['Query.cooperative', 'Query.cooperatives'], ofCooperative: true },
  OrganizationRegistered: { entities: { Organization: 'organization.id' } },
  AdmissionPolicyChanged: OF_COOPERATIVE,
  MemberAdmitted: OF_COOPERATIVE,
  MemberExited: OF_COOPERATIVE,
  MemberErased: OF_COOPERATIVE,
  MemberApplied: NOTHING_PUBLIC,
  MemberRejected: NOTHING_PUBLIC,
  MemberExiting: NOTHING_PUBLIC,
  MemberSuspended: OF_COOPERATIVE,
  MemberReinstated: OF_COOPERATIVE,
  SuspensionProposed: NOTHING_PUBLIC,
  RecoveryRequested: NOTHING_PUBLIC,
  RecoveryConfirmed: NOTHING_PUBLIC,
  RecoveryStarted: NOTHING_PUBLIC,
  RecoveryEnded: NOTHING_PUBLIC,
  KeysRecovered: NOTHING_PUBLIC,
  AdmissionVoteRequested: NOTHING_PUBLIC,
  DisplayNameSet: NOTHING_PUBLIC,
  AuthenticatorAdded: NOTHING_PUBLIC,
  AuthenticatorRotated: NOTHING_PUBLIC,
  AuthenticatorRevoked: NOTHING_PUBLIC,
  SessionsEnded: NOTHING_PUBLIC,
  RolesChanged: NOTHING_PUBLIC,
  RegulatorRecognized: NOTHING_PUBLIC,
  ElectorateFixed: NOTHING_PUBLIC,
  /** Votes close by the clock, and are then journalled by their own service. */
  ClockAdvanced: NOTHING_PUBLIC,
};
