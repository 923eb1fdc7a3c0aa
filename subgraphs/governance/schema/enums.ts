import { enumOf } from '../../kit/schema/enumOf.js';
import type { ProposalState } from '../domain/proposalState.js';

/** The public vocabulary names two states more than proposals can be in yet. */
export const ProposalStateEnum = enumOf<ProposalState | 'PETITION' | 'DRAFT'>(
  'ProposalState',
  'Where a proposal stands between being asked and being done.',
  {
    OPENING: 'Submitted; its electorate is being fixed.',
    OPEN: 'Ballots are taken.',
    PASSED: 'Counted and carried; never at rest, since the close queues it.',
    REJECTED: 'Counted and lost, or forbidden by the charter.',
    QUEUED: 'Carried; it waits for the end of its timelock.',
    ENACTED: 'Its effect has been written.',
    CANCELLED: 'Taken back, or overtaken by what happened.',
    EXPIRED: 'Its time ran out before it was decided or enacted.',
    PETITION: 'It looks for supporters. No proposal can be in it yet.',
    DRAFT: 'Being written. No proposal can be in it yet.',
  },
);

export const ElectedRoleEnum = enumOf('ElectedRole', 'An office that members elect.', {
  STEWARD: 'Runs the co-op day by day, within its charter.',
});
