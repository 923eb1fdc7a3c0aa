import type * as entries from '../../kit/contracts/entries/governance.js';
import { NOTHING_PUBLIC } from '../../kit/journal/publicChanges.js';
import type { PublicChangesOf } from '../../kit/journal/publicChanges.js';

const OF_PROPOSAL = {
  entities: { Proposal: 'proposal' },
  fields: ['Query.proposals'],
  ofCooperative: true,
} as const;

/** What this service's entries change of charters and proposals. Ballots show only in the tally, at close. */
export const PUBLIC_CHANGES: PublicChangesOf<typeof entries> = {
  CharterEnacted: { entities: { Charter: 'charter' }, ofCooperative: true },
  ProposalSubmitted: OF_PROPOSAL,
  ProposalOpened: OF_PROPOSAL,
  ProposalClosed: OF_PROPOSAL,
  ProposalRejected: OF_PROPOSAL,
  ProposalCancelled: OF_PROPOSAL,
  ProposalEnacted: OF_PROPOSAL,
  OpeningRequested: NOTHING_PUBLIC,
  BallotCast: NOTHING_PUBLIC,
  DelegationChanged: NOTHING_PUBLIC,
  MemberLeft: NOTHING_PUBLIC,
  MemberErased: NOTHING_PUBLIC,
};
