import { standing } from './election.js';
import type { BallotGroup, CountAction, CountAsked, CountResult, CountRound } from './election.js';
import { nextChoice } from './nextChoice.js';
import type { Choice } from './nextChoice.js';
import { breakTie, extremes } from './ties.js';

/**
 * Instant runoff: while nobody has more than half of the votes that still count, the candidate with fewest is excluded
 * and each of their ballots goes to its next choice. Ties as in the single transferable vote. It fills one seat.
 */
export function instantRunoff({ election, lot }: CountAsked): CountResult {
  const { candidates } = election;
  const continuing = new Set(standing(election));
  const isContinuing = (candidate: number) => continuing.has(candidate);
  const held: { ballots: BallotGroup; step: number }[][] = candidates.map(() => []);
  const votes = candidates.map(() => 0);
  const history: number[][] = [];
  const rounds: CountRound[] = [];
  let exhausted = 0;

  const give = (ballots: BallotGroup, choice: Choice | null): void => {
    if (!choice) {
      exhausted += ballots.count;
      return;
    }
    held[choice.candidate]!.push({ ballots, step: choice.step });
    votes[choice.candidate]! += ballots.count;
  };
  const winnerNow = (): number | undefined => {
    const total = [...continuing].reduce((sum, candidate) => sum + votes[candidate]!, 0);
    const [only, ...others] = continuing;
    if (others.length === 0) return only;
    return [...continuing].find((candidate) => votes[candidate]! * 2 > total);
  };
  const endRound = (actions: CountAction[]): number | undefined => {
    const winner = winnerNow();
    if (winner !== undefined) actions.push({ elected: candidates[winner]! });
    rounds.push({
      round: rounds.length + 1,
      actions,
      votes: Object.fromEntries(votes.map((count, place) => [candidates[place]!, count.toString()])),
      nonTransferable: exhausted.toString(),
    });
    history.push([...votes]);
    return winner;
  };

  for (const ballots of election.ballots) give(ballots, nextChoice(ballots, isContinuing));
  let winner = endRound([]);
  while (winner === undefined && continuing.size > 0) {
    const fewest = extremes([...continuing], 'FEWEST', (candidate) => votes[candidate]!);
    const last = breakTie(fewest, 'FEWEST', history, lot);
    continuing.delete(last);
    const parcels = held[last]!;
    held[last] = [];
    votes[last] = 0;
    for (const { ballots, step } of parcels) give(ballots, nextChoice(ballots, isContinuing, step + 1));
    winner = endRound([{ eliminated: candidates[last]! }]);
  }
  return { winners: winner === undefined ? [] : [candidates[winner]!], rounds };
}
