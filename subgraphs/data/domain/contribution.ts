import { COMMON } from '../../kit/errors/table.js';
import { ERRORS } from './errors.js';

export type ContributionState = 'STORED' | 'WITHDRAWN' | 'ERASED';

export interface ContributionFacts {
  readonly withdrawnAt: Date | null;
  readonly erasedAt: Date | null;
}

/** Records that a member put into a dataset, encrypted by their wallet. */
export interface Contribution extends ContributionFacts {
  readonly cooperativeId: string;
  readonly id: string;
  readonly datasetId: string;
  readonly memberId: string;
  /** Address of the ciphertext. */
  readonly cid: string;
  /** The record key under the member's dataset key; null once withdrawn or erased. */
  readonly sealedKey: string | null;
  /** Rows, as the wallet counted them. */
  readonly recordCount: number;
  readonly ciphertextBytes: number;
  readonly contributedAt: Date;
}

export function contributionState({ withdrawnAt, erasedAt }: ContributionFacts): ContributionState {
  if (erasedAt) return 'ERASED';
  return withdrawnAt ? 'WITHDRAWN' : 'STORED';
}

/** The contribution after its member took it back. @throws CONTRIBUTION_WITHDRAWN */
export function withdrawn(contribution: Contribution, now: Date): Contribution {
  const state = contributionState(contribution);
  if (state === 'STORED') return { ...contribution, sealedKey: null, withdrawnAt: now };
  throw ERRORS.CONTRIBUTION_WITHDRAWN.raise('This contribution was withdrawn or erased before.', { state });
}

/**
 * @param present - rows of the member's live contributions to the dataset.
 * @throws BAD_USER_INPUT, CONTRIBUTION_ROWS_EXCEEDED
 */
export function requireRows(rows: number, present: number, rowsPerMemberMax: number): void {
  if (!Number.isInteger(rows) || rows < 1) {
    throw COMMON.BAD_USER_INPUT.raise('recordCount is a whole number, at least 1.', { field: 'recordCount' });
  }
  if (present + rows <= rowsPerMemberMax) return;
  throw ERRORS.CONTRIBUTION_ROWS_EXCEEDED.raise(
    `A member may contribute ${rowsPerMemberMax} rows to this dataset; you have ${present} there.`,
    { rows, present, rowsPerMemberMax },
  );
}
