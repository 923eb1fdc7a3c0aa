import { decimal, dividedUp } from './decimal.js';
import { standing } from './election.js';
import type { CountAction, CountAsked, CountResult, CountRound, Election } from './election.js';
import { breakTie } from './ties.js';

const PLACES = 9;
const ONE = 10n ** BigInt(PLACES);
/** Surplus below which a round is not reckoned more exactly: a millionth of a vote. */
const OMEGA = 1_000n;

/** Ballots on which the same candidates still stand, as far as any of their votes goes. */
interface Path {
  readonly count: bigint;
  /** Elected ones, and at last a hopeful one who keeps all that is left; without one, the rest is of nobody. */
  readonly candidates: readonly number[];
}

/**
 * The single transferable vote by Meek's method, as the reference rule of the Proportional Representation Foundation
 * has it: an elected candidate keeps that part of each ballot that leaves them with the quota, and passes the rest on, also to
 * those who were elected before; the quota follows the votes that still count. Nine decimals; parts kept are rounded up.
 *
 * @see https://prfound.org/resources/reference/reference-meek-rule/
 */
export function meek({ election, seats, lot }: CountAsked): CountResult {
  const { candidates } = election;
  const hopeful = new Set(standing(election));
  const elected: number[] = [];
  const keep = candidates.map((_, place) => (hopeful.has(place) ? ONE : 0n));
  const history: bigint[][] = [];
  const rounds: CountRound[] = [];
  while (elected.length < seats && hopeful.size + elected.length > seats) {
    const paths = pathsOf(election, hopeful, new Set(elected));
    const { votes, quota, surplus, reached } = iterate({ paths, keep, hopeful, elected, seats });
    const actions: CountAction[] = [];
    const inOrder = [...reached];
    while (inOrder.length > 0) {
      const most = inOrder.filter((a) => !inOrder.some((b) => votes[b]! > votes[a]!));
      const next = breakTie(most, 'MOST', history, lot);
      inOrder.splice(inOrder.indexOf(next), 1);
      hopeful.delete(next);
      elected.push(next);
      actions.push({ elected: candidates[next]! });
    }
    if (reached.length === 0) {
      const low = [...hopeful].map((one) => votes[one]!).reduce((a, b) => (b < a ? b : a));
      // Nobody can say which is lowest while the surplus that is left could change it.
      const lowest = [...hopeful].filter((one) => votes[one]! <= low + surplus);
      const last = breakTie(lowest, 'FEWEST', history, lot);
      hopeful.delete(last);
      keep[last] = 0n;
      actions.push({ eliminated: candidates[last]! });
    }
    rounds.push(roundOf(rounds.length + 1, election, { votes, quota, actions }));
    history.push(votes);
  }
  const last = [...hopeful].slice(0, Math.max(0, seats - elected.length));
  if (last.length > 0) {
    const votes = history.at(-1) ?? firstVotes(election, hopeful);
    const byVotes = lot.filter((one) => last.includes(one)).sort((a, b) => Number(votes[b]! - votes[a]!));
    elected.push(...byVotes);
    const actions = byVotes.map((one) => ({ elected: candidates[one]! }));
    rounds.push(roundOf(rounds.length + 1, election, { votes, actions }));
  }
  return { winners: elected.map((one) => candidates[one]!), rounds };
}

interface Standing {
  readonly paths: readonly Path[];
  /** The part of a vote that each candidate keeps, in units of 10^-9; that of elected ones changes here. */
  readonly keep: bigint[];
  readonly hopeful: ReadonlySet<number>;
  readonly elected: readonly number[];
  readonly seats: number;
}

/** Until somebody reaches the quota, or what elected ones have beyond it is next to nothing or grows no less. */
function iterate({ paths, keep, hopeful, elected, seats }: Standing) {
  for (let before: bigint | undefined; ;) {
    const votes = distribute(paths, keep);
    const total = votes.reduce((sum, each) => sum + each, 0n);
    const quota = total / BigInt(seats + 1) + 1n;
    const reached = [...hopeful].filter((candidate) => votes[candidate]! >= quota);
    const beyond = elected.reduce((sum, candidate) => sum + votes[candidate]! - quota, 0n);
    const surplus = beyond > 0n ? beyond : 0n;
    const isSettled = surplus < OMEGA || (before !== undefined && surplus >= before);
    if (reached.length > 0 || isSettled) return { votes, quota, surplus, reached };
    for (const candidate of elected) {
      keep[candidate] = dividedUp(dividedUp(keep[candidate]! * quota, ONE) * ONE, votes[candidate]!);
    }
    before = surplus;
  }
}

function distribute(paths: readonly Path[], keep: readonly bigint[]): bigint[] {
  const votes = keep.map(() => 0n);
  for (const { count, candidates } of paths) {
    let weight = ONE;
    for (const candidate of candidates) {
      const kept = dividedUp(weight * keep[candidate]!, ONE);
      votes[candidate]! += kept * count;
      weight -= kept;
      if (weight <= 0n) break;
    }
  }
  return votes;
}

/** Ballots by whom they can still go to, which are few ways however many ballots there are. */
function pathsOf({ ballots }: Election, hopeful: ReadonlySet<number>, elected: ReadonlySet<number>): Path[] {
  const found = new Map<string, { count: number; candidates: number[] }>();
  for (const { count, ranking } of ballots) {
    const candidates: number[] = [];
    for (const equals of ranking) {
      const standing = equals.filter((one) => hopeful.has(one) || elected.has(one));
      if (standing.length === 0) continue;
      // Nobody can say whom the voter prefers: the ballot ends here.
      if (standing.length > 1) break;
      candidates.push(standing[0]!);
      if (hopeful.has(standing[0]!)) break;
    }
    const key = candidates.join();
    const path = found.get(key);
    if (path) path.count += count;
    else found.set(key, { count, candidates });
  }
  return [...found.values()].map(({ count, candidates }) => ({ count: BigInt(count), candidates }));
}

function firstVotes(election: Election, hopeful: ReadonlySet<number>): bigint[] {
  const keep = election.candidates.map((_, place) => (hopeful.has(place) ? ONE : 0n));
  return distribute(pathsOf(election, hopeful, new Set()), keep);
}

function roundOf(
  round: number,
  { candidates, ballots }: Election,
  of: { votes: readonly bigint[]; quota?: bigint; actions: readonly CountAction[] },
): CountRound {
  const cast = ballots.reduce((sum, { count }) => sum + BigInt(count), 0n) * ONE;
  const counted = of.votes.reduce((sum, votes) => sum + votes, 0n);
  return {
    round,
    actions: of.actions,
    votes: Object.fromEntries(of.votes.map((votes, place) => [candidates[place]!, decimal(votes, PLACES)])),
    nonTransferable: decimal(cast - counted, PLACES),
    ...(of.quota === undefined ? {} : { quota: decimal(of.quota, PLACES) }),
  };
}
