import { standing } from './election.js';
import type { CountAsked, CountResult, Election } from './election.js';

/**
 * Condorcet's method by Schulze: a beats b if the strongest chain of pairwise victories from a to b is stronger than
 * that from b to a, a chain being as strong as its weakest victory, and a victory as strong as it has votes. Whoever is
 * not ranked stands below everybody who is. Several seats go to the first of the order; equal ones by lot.
 *
 * @see M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
 *   election method" (2011), with winning votes.
 */
export function schulze({ election, seats, lot }: CountAsked): CountResult {
  const { candidates } = election;
  const contenders = standing(election);
  const preferred = pairwise(election);
  const strength = strongestPaths(preferred, contenders);
  const beats = (a: number, b: number) => strength[a]![b]! > strength[b]![a]!;
  const ranking: number[][] = [];
  let left = [...contenders];
  while (left.length > 0) {
    const first = left.filter((a) => !left.some((b) => beats(b, a)));
    ranking.push(lot.filter((candidate) => first.includes(candidate)));
    left = left.filter((candidate) => !first.includes(candidate));
  }
  const nameOf = (candidate: number) => candidates[candidate]!;
  const winners = ranking.flat().slice(0, seats).map(nameOf);
  const pairs = contenders.flatMap((a) =>
    contenders.flatMap((b) => (a === b ? [] : [[`${nameOf(a)} > ${nameOf(b)}`, preferred[a]![b]!] as const])),
  );
  return {
    winners,
    rounds: [
      {
        round: 1,
        actions: winners.map((elected) => ({ elected })),
        votes: Object.fromEntries(
          contenders.map((a) => [nameOf(a), contenders.filter((b) => beats(a, b)).length.toString()]),
        ),
        nonTransferable: '0',
      },
    ],
    ranking: ranking.map((equals) => equals.map(nameOf)),
    pairwise: Object.fromEntries(pairs),
  };
}

/** How many ballots rank the first above the second. */
export function pairwise({ candidates, ballots }: Election): number[][] {
  const size = candidates.length;
  const counts = new Float64Array(size * size);
  const levels = new Int32Array(size);
  for (const { count, ranking } of ballots) {
    levels.fill(ranking.length);
    ranking.forEach((equals, level) => {
      for (const candidate of equals) levels[candidate] = level;
    });
    // Those below each ranked one, which are fewer pairs than all.
    for (const equals of ranking)
      for (const a of equals)
        for (let b = 0; b < size; b += 1) if (levels[a]! < levels[b]!) counts[a * size + b]! += count;
  }
  return Array.from({ length: size }, (_, a) => [...counts.subarray(a * size, (a + 1) * size)]);
}

/** By Floyd and Warshall: widest paths between all pairs. */
function strongestPaths(preferred: readonly (readonly number[])[], among: readonly number[]): number[][] {
  const strength = preferred.map((row, a) => row.map((votes, b) => (votes > preferred[b]![a]! ? votes : 0)));
  for (const via of among)
    for (const a of among) {
      if (a === via) continue;
      const toVia = strength[a]![via]!;
      for (const b of among) {
        if (b === a || b === via) continue;
        const throughVia = Math.min(toVia, strength[via]![b]!);
        if (throughVia > strength[a]![b]!) strength[a]![b] = throughVia;
      }
    }
  return strength;
}
