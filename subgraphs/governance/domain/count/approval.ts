import { standing } from './election.js';
import type { CountAsked, CountResult } from './election.js';

/** Approval: each ballot gives a vote to every candidate whom it names. Most votes first; equal ones by lot. */
export function approval({ election, seats, lot }: CountAsked): CountResult {
  const { candidates, ballots } = election;
  const votes = candidates.map(() => 0);
  for (const { count, ranking } of ballots)
    for (const candidate of ranking.flat()) votes[candidate]! += count;
  const stands = new Set(standing(election));
  const winners = lot
    .filter((candidate) => stands.has(candidate) && votes[candidate]! > 0)
    .sort((a, b) => votes[b]! - votes[a]!)
    .slice(0, seats)
    .map((candidate) => candidates[candidate]!);
  const shown = [...stands].map((place) => [candidates[place]!, votes[place]!.toString()] as const);
  const actions = winners.map((elected) => ({ elected }));
  return {
    winners,
    rounds: [{ round: 1, actions, votes: Object.fromEntries(shown), nonTransferable: '0' }],
  };
}
