import type { CountAsked } from './election.js';

/** Votes of every candidate at the end of each round so far, in whole units of the method. */
export type History = readonly (readonly (number | bigint)[])[];

/**
 * Who of some candidates with equal votes had most, or fewest, at the most recent round at which they were not equal; by
 * lot if they always were.
 *
 * @see The Scottish Local Government Elections Order 2007, schedule 1, rules 48 and 50.
 */
export function breakTie(
  tied: readonly number[],
  wanted: 'MOST' | 'FEWEST',
  history: History,
  lot: CountAsked['lot'],
): number {
  let left = tied;
  for (let round = history.length - 1; round >= 0 && left.length > 1; round -= 1) {
    const votes = history[round]!;
    left = extremes(left, wanted, (candidate) => votes[candidate]!);
  }
  return byLot(left, wanted, lot);
}

/** Those with most votes, or fewest. */
export function extremes(
  candidates: readonly number[],
  wanted: 'MOST' | 'FEWEST',
  votesOf: (candidate: number) => number | bigint,
): number[] {
  let best: number[] = [];
  for (const candidate of candidates) {
    const [votes, before] = [votesOf(candidate), best.length > 0 ? votesOf(best[0]!) : undefined];
    if (before === undefined || (wanted === 'MOST' ? votes > before : votes < before)) best = [candidate];
    else if (votes === before) best.push(candidate);
  }
  return best;
}

/** The lot favours those who come first in it. */
function byLot(tied: readonly number[], wanted: 'MOST' | 'FEWEST', lot: readonly number[]): number {
  const drawn = lot.filter((candidate) => tied.includes(candidate));
  return wanted === 'MOST' ? drawn[0]! : drawn.at(-1)!;
}
