import { decimal } from './decimal.js';
import { standing, validBallots } from './election.js';
import type { BallotGroup, CountAction, CountAsked, CountResult, CountRound } from './election.js';
import { nextChoice } from './nextChoice.js';
import type { Choice } from './nextChoice.js';
import { breakTie, extremes } from './ties.js';

const PLACES = 5;
const ONE = 10 ** PLACES;

/** Equal ballots that a candidate holds, all at one value. */
interface Parcel {
  readonly ballots: BallotGroup;
  /** The step of their ranking at which the candidate stands. */
  readonly step: number;
  /** What each is worth, in units of 10^-5 of a vote. */
  readonly value: number;
}

/**
 * The single transferable vote by the rules of Scotland's local elections: the weighted inclusive Gregory method. A
 * surplus takes along all ballots of its candidate, each at its value times surplus over votes, cut after five decimals.
 * The largest surplus goes first; without one the candidate with fewest votes is excluded. Ties are decided by the most recent
 * round at which the tied were not equal, then by lot.
 *
 * @see The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52.
 */
export function scottishStv({ election, seats, lot }: CountAsked): CountResult {
  const { candidates, ballots } = election;
  const quota = (Math.floor(validBallots(election) / (seats + 1)) + 1) * ONE;
  const continuing = new Set(standing(election));
  const isContinuing = (candidate: number) => continuing.has(candidate);
  const held: Parcel[][] = candidates.map(() => []);
  const votes = candidates.map(() => 0);
  const history: number[][] = [];
  const rounds: CountRound[] = [];
  const elected: number[] = [];
  const surpluses = new Set<number>();
  let nonTransferable = 0;

  const give = (ballots: BallotGroup, choice: Choice | null, value: number): void => {
    const worth = ballots.count * value;
    if (!choice) {
      nonTransferable += worth;
      return;
    }
    held[choice.candidate]!.push({ ballots, step: choice.step, value });
    votes[choice.candidate]! += worth;
  };
  const elect = (reached: readonly number[]): CountAction[] => {
    const left = new Set(reached);
    while (left.size > 0) {
      const most = extremes([...left], 'MOST', (candidate) => votes[candidate]!);
      const next = breakTie(most, 'MOST', history, lot);
      left.delete(next);
      continuing.delete(next);
      elected.push(next);
      if (votes[next]! > quota) surpluses.add(next);
    }
    return reached.map((candidate) => ({ elected: candidates[candidate]! }));
  };
  const endRound = (actions: CountAction[]): void => {
    actions.push(...elect([...continuing].filter((candidate) => votes[candidate]! >= quota)));
    // Whoever is left has a seat when there are as many seats as they are.
    if (continuing.size <= seats - elected.length) actions.push(...elect([...continuing]));
    const shown = votes.map((units, place) => [candidates[place]!, decimal(units, PLACES)] as const);
    rounds.push({
      round: rounds.length + 1,
      actions,
      votes: Object.fromEntries(shown),
      nonTransferable: decimal(nonTransferable, PLACES),
      quota: decimal(quota, PLACES),
    });
    history.push([...votes]);
  };

  for (const group of ballots) give(group, nextChoice(group, isContinuing), ONE);
  endRound([]);
  while (elected.length < seats && continuing.size > 0) {
    const isSurplus = surpluses.size > 0;
    const candidate = isSurplus
      ? breakTie(
          extremes([...surpluses], 'MOST', (one) => votes[one]!),
          'MOST',
          history,
          lot,
        )
      : breakTie(
          extremes([...continuing], 'FEWEST', (one) => votes[one]!),
          'FEWEST',
          history,
          lot,
        );
    const parcels = held[candidate]!;
    const before = votes[candidate]!;
    continuing.delete(candidate);
    surpluses.delete(candidate);
    held[candidate] = [];
    votes[candidate] = isSurplus ? quota : 0;
    const worth = isSurplus ? valuesOfSurplus(before - quota, before) : (value: number) => value;
    for (const { ballots: group, step, value } of parcels) {
      give(group, nextChoice(group, isContinuing, step + 1), worth(value));
    }
    const name = candidates[candidate]!;
    endRound([isSurplus ? { surplusTransferred: name } : { eliminated: name }]);
  }
  return { winners: elected.map((candidate) => candidates[candidate]!), rounds };
}

/** What a ballot of some value is worth once it has been transferred with a surplus; there are few values. */
function valuesOfSurplus(surplus: number, votes: number): (value: number) => number {
  const known = new Map<number, number>();
  return (value) => {
    const found = known.get(value) ?? Number((BigInt(surplus) * BigInt(value)) / BigInt(votes));
    known.set(value, found);
    return found;
  };
}
