import assert from 'node:assert';
import type { SurplusDivision } from './surplus.js';
import type { AllocationBasis } from './weights.js';

export const RUN_STATES = ['SNAPSHOTTED', 'ALLOCATED', 'POSTED', 'CLOSED'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What may follow what: a run only ever goes forward, one step a transaction. */
const NEXT = {
  SNAPSHOTTED: ['ALLOCATED'],
  ALLOCATED: ['POSTED'],
  POSTED: ['CLOSED'],
  CLOSED: [],
} as const satisfies Record<RunState, readonly RunState[]>;

/** The instants that a run has reached, each set once. */
export interface RunFacts {
  allocatedAt: Date | null;
  postedAt: Date | null;
  closedAt: Date | null;
}

export function runState({ allocatedAt, postedAt, closedAt }: RunFacts): RunState {
  if (closedAt) return 'CLOSED';
  if (postedAt) return 'POSTED';
  return allocatedAt ? 'ALLOCATED' : 'SNAPSHOTTED';
}

/** A run, with what its snapshot fixed. Amounts are minor units of its currency. */
export interface DividendRun extends RunFacts, SurplusDivision {
  cooperativeId: string;
  id: string;
  state: RunState;
  /** The period, half-open. */
  from: Date;
  until: Date;
  currency: string;
  policyVersion: number;
  basis: AllocationBasis;
  reserveBp: number;
  commonsBp: number;
  reinvestBp: number;
  withholdingTaxBp: number;
  revenueMinor: bigint;
  costsMinor: bigint;
  undividedBeforeMinor: bigint;
  undividedAfterMinor: bigint;
  memberCount: number;
  /** Root of the tree over the dividends; null before they are allocated, and of none. */
  proofRoot: string | null;
  /** The form of its proof: 1 without lines, as runs were allocated before, or 2 with them. */
  proofVersion: number;
  snapshotAt: Date;
}

/** Asserts that a run may take this step. */
export function assertNext({ id, state }: Pick<DividendRun, 'id' | 'state'>, next: RunState): void {
  const allowed: readonly RunState[] = NEXT[state];
  assert(allowed.includes(next), `${id} cannot go from ${state} to ${next}`);
}
