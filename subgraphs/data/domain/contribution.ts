import { COMMON } from '../../kit/errors/table.js';
import { ERRORS } from './errors.js';

export type ContributionState = 'STORED' | 'WITHDRAWN' | 'ERASED';

export interface ContributionFacts {
  readonly withdrawnAt: Date | null;
  readonly erasedAt: Date | null;
}

export function contributionState({ withdrawnAt, erasedAt }: ContributionFacts): ContributionState {
  if (erasedAt) return 'ERASED';
  return withdrawnAt ? 'WITHDRAWN' : 'STORED';
}

/** @throws CONTRIBUTION_WITHDRAWN */
export function requireStored(facts: ContributionFacts): void {
  const state = contributionState(facts);
  if (state === 'STORED') return;
  throw ERRORS.CONTRIBUTION_WITHDRAWN.raise('This contribution is no longer stored.', { state });
}

/**
 * @param present - rows of the member's live contributions to the dataset.
 * @throws BAD_USER_INPUT, CONTRIBUTION_ROWS_EXCEEDED
 */
export function requireRows(rows: number, present: number, rowsPerMemberMax: number): void {
  if (!Number.isInteger(rows) || rows < 1) {
    throw COMMON.BAD_USER_INPUT.raise('A contribution holds at least one row.', { field: 'recordCount' });
  }
  if (present + rows <= rowsPerMemberMax) return;
  throw ERRORS.CONTRIBUTION_ROWS_EXCEEDED.raise('These rows exceed what one member may contribute.', {
    rows,
    present,
    rowsPerMemberMax,
  });
}
