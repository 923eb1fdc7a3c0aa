import { ERRORS } from './errors.js';

export type CostState = 'PENDING' | 'RECORDED' | 'WITHDRAWN' | 'REVERSAL_PENDING' | 'REVERSED';

/** What has happened to a cost. */
export interface CostFacts {
  /** When it was posted; null while a second person has not agreed. */
  postedAt: Date | null;
  /** Taken back before it was posted. */
  withdrawnAt: Date | null;
  reversalAskedAt: Date | null;
  reversedAt: Date | null;
}

/** What a co-op has paid for. */
export interface Cost extends CostFacts {
  cooperativeId: string;
  id: string;
  description: string;
  amountMinor: bigint;
  currency: string;
  /** SHA-256 of the receipt's file, lowercase hex; null for costs of before it was asked for. */
  receiptDigest: string | null;
  recordedAt: Date;
  /** Members; null once they were erased, or where nobody was asked. */
  recordedBy: string | null;
  approvedBy: string | null;
  reversalAskedBy: string | null;
  reversalReason: string | null;
}

export function costState(cost: CostFacts): CostState {
  if (cost.withdrawnAt) return 'WITHDRAWN';
  if (!cost.postedAt) return 'PENDING';
  if (cost.reversedAt) return 'REVERSED';
  return cost.reversalAskedAt ? 'REVERSAL_PENDING' : 'RECORDED';
}

/** @throws COST_STATE unless the cost is in one of those states. */
export function requireCostState(cost: CostFacts, ...states: readonly CostState[]): void {
  const state = costState(cost);
  if (states.includes(state)) return;
  throw ERRORS.COST_STATE.raise('This cost is in another state.', { state });
}

/** What one steward may spend alone, and how long it counts, so that a large cost is not many small ones. */
export const ALONE_WINDOW_MS = 30 * 86_400_000;

/**
 * Whether a cost takes a second person.
 *
 * @param aloneMinor - what the same steward recorded alone in the window before.
 */
export function needsSecond(amountMinor: bigint, aloneMinor: bigint, limitMinor: bigint): boolean {
  return aloneMinor + amountMinor > limitMinor;
}
