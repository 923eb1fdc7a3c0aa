import { COMPUTE_ERRORS } from './computeErrors.js';

/** What one buyer may still learn from one dataset, in millionths of epsilon. */
export interface Budget {
  /** What the charter grants. */
  readonly totalMicro: bigint;
  /** What earlier jobs have taken; may exceed the total after the charter lowered it. */
  readonly spentMicro: bigint;
}

const MICRO = 1_000_000n;
const EPSILON = /^(\d{1,4})(?:\.(\d{1,6}))?$/;

/** What is left, never below zero. */
export function remainingMicro({ totalMicro, spentMicro }: Budget): bigint {
  return spentMicro < totalMicro ? totalMicro - spentMicro : 0n;
}

/**
 * The budget after one more job. Losses add up (sequential composition), whether the jobs ask the same or not:
 * two draws of noise for one question are two looks at the data.
 *
 * @throws BUDGET_EXHAUSTED
 */
export function debit(budget: Budget, epsilonMicro: bigint): Budget {
  const left = remainingMicro(budget);
  if (epsilonMicro > left) {
    throw COMPUTE_ERRORS.BUDGET_EXHAUSTED.raise(
      `The job needs an epsilon of ${formatEpsilon(epsilonMicro)}; the budget on this dataset has ${formatEpsilon(left)} left.`,
      {
        epsilon: formatEpsilon(epsilonMicro),
        remaining: formatEpsilon(left),
      },
    );
  }
  return { ...budget, spentMicro: budget.spentMicro + epsilonMicro };
}

/** Reads a decimal with at most six places; null when it is none. */
export function parseEpsilon(text: string): bigint | null {
  const match = EPSILON.exec(text);
  if (!match) return null;
  return BigInt(match[1] ?? '0') * MICRO + BigInt((match[2] ?? '').padEnd(6, '0'));
}

/** Millionths as the shortest decimal: 500000 → `0.5`. */
export function formatEpsilon(micro: bigint): string {
  const places = (micro % MICRO).toString().padStart(6, '0').replace(/0+$/, '');
  return places ? `${micro / MICRO}.${places}` : `${micro / MICRO}`;
}
