import assert from 'node:assert/strict';

export const RUN_STATES = ['SNAPSHOTTED', 'ALLOCATED', 'POSTED', 'CLOSED'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What may follow what: a run only ever goes forward, one step a transaction. */
export const NEXT = {
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

/** An assertion, not a refusal: a step off the table is our mistake. A step may leave the rest of its work to the next. */
export function assertStep(from: RunState, to: RunState): void {
  const next: readonly RunState[] = [from, ...NEXT[from]];
  assert(next.includes(to), `a run cannot go from ${from} to ${to}`);
}
