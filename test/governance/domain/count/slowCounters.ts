import type { CountAsked } from '../../../../subgraphs/governance/domain/count/election.js';

/**
 * The same methods written for reading and for nothing else: one ballot at a time, exact fractions of whole numbers,
 * everything found anew in each round.
 */
type Slow = (asked: CountAsked) => string[];

const papersOf = ({ election }: CountAsked): number[][][] =>
  election.ballots.flatMap(({ count, ranking }) =>
    Array.from({ length: count }, () => ranking.map((equals) => [...equals])),
  );

/** Whom a ballot counts for, looked for from its top; null where it ends or cannot tell. */
const topOf = (paper: number[][], stands: (candidate: number) => boolean): number | null => {
  for (const equals of paper) {
    const standing = equals.filter(stands);
    if (standing.length > 0) return standing.length === 1 ? standing[0]! : null;
  }
  return null;
};

const only = (tied: number[], lot: readonly number[], wanted: 'FIRST' | 'LAST'): number => {
  const drawn = lot.filter((candidate) => tied.includes(candidate));
  return wanted === 'FIRST' ? drawn[0]! : drawn[drawn.length - 1]!;
};

const narrowed = (tied: number[], history: bigint[][], keep: (a: bigint, b: bigint) => boolean): number[] => {
  let left = tied;
  for (const votes of [...history].reverse()) {
    left = left.filter((one) => left.every((other) => keep(votes[one]!, votes[other]!)));
  }
  return left;
};
const most = (a: bigint, b: bigint) => a >= b;
const fewest = (a: bigint, b: bigint) => a <= b;

export const slowInstantRunoff: Slow = (asked) => {
  const { candidates, withdrawn } = asked.election;
  let papers = papersOf(asked);
  let standing = candidates.map((_, place) => place).filter((place) => !withdrawn.has(place));
  const history: bigint[][] = [];
  for (;;) {
    const stands = (candidate: number) => standing.includes(candidate);
    const votes = candidates.map(() => 0n);
    papers = papers.filter((paper) => topOf(paper, stands) !== null);
    for (const paper of papers) votes[topOf(paper, stands)!]! += 1n;
    const winner = standing.find((one) => votes[one]! * 2n > BigInt(papers.length));
    if (standing.length === 1) return [candidates[standing[0]!]!];
    if (winner !== undefined) return [candidates[winner]!];
    history.push(votes);
    const last = only(narrowed(standing, history, fewest), asked.lot, 'LAST');
    standing = standing.filter((one) => one !== last);
  }
};

interface Paper {
  ranking: number[][];
  /** Units of 10^-5. */
  value: bigint;
  holder: number | null;
}

export const slowScottishStv: Slow = (asked) => {
  const { election, seats, lot } = asked;
  const { candidates, withdrawn } = election;
  const papers: Paper[] = papersOf(asked).map((ranking) => ({ ranking, value: 100_000n, holder: null }));
  const quota = (BigInt(papers.length) / BigInt(seats + 1) + 1n) * 100_000n;
  const state: string[] = candidates.map((_, place) => (withdrawn.has(place) ? 'OUT' : 'IN'));
  const stands = (candidate: number) => state[candidate] === 'IN';
  const votes = candidates.map(() => 0n);
  const history: bigint[][] = [];
  const elected: number[] = [];
  const place = (paper: Paper, after: number | null) => {
    const step = after === null ? 0 : paper.ranking.findIndex((equals) => equals.includes(after)) + 1;
    paper.holder = topOf(paper.ranking.slice(step), stands);
    if (paper.holder !== null) votes[paper.holder]! += paper.value;
  };
  const elect = (who: number[]) => {
    const left = [...who];
    while (left.length > 0) {
      const next = only(narrowed(left, [...history, votes], most), lot, 'FIRST');
      left.splice(left.indexOf(next), 1);
      elected.push(next);
    }
    for (const one of who) state[one] = votes[one]! > quota ? 'SURPLUS' : 'DONE';
  };
  const settle = () => {
    const standing = () => candidates.map((_, one) => one).filter(stands);
    elect(standing().filter((one) => votes[one]! >= quota));
    if (standing().length <= seats - elected.length) elect(standing());
    history.push([...votes]);
  };
  for (const paper of papers) place(paper, null);
  settle();
  while (elected.length < seats && state.includes('IN')) {
    const rich = candidates.map((_, one) => one).filter((one) => state[one] === 'SURPLUS');
    const poor = candidates.map((_, one) => one).filter(stands);
    const from =
      rich.length > 0
        ? only(narrowed(rich, history, most), lot, 'FIRST')
        : only(narrowed(poor, history, fewest), lot, 'LAST');
    state[from] = rich.length > 0 ? 'DONE' : 'OUT';
    const had = votes[from]!;
    votes[from] = rich.length > 0 ? quota : 0n;
    for (const paper of papers.filter(({ holder }) => holder === from)) {
      if (rich.length > 0) paper.value = ((had - quota) * paper.value) / had;
      place(paper, from);
    }
    settle();
  }
  return elected.map((one) => candidates[one]!);
};

/** By its definition: of all chains, the strongest. */
export const slowSchulze: Slow = ({ election, seats, lot }) => {
  const { candidates, withdrawn, ballots } = election;
  const all = candidates.map((_, place) => place).filter((place) => !withdrawn.has(place));
  const levelOn = (ranking: readonly (readonly number[])[], candidate: number) => {
    const level = ranking.findIndex((equals) => equals.includes(candidate));
    return level < 0 ? Infinity : level;
  };
  const prefer = (a: number, b: number) =>
    ballots
      .filter(({ ranking }) => levelOn(ranking, a) < levelOn(ranking, b))
      .reduce((sum, { count }) => sum + count, 0);
  const victory = (a: number, b: number) => (prefer(a, b) > prefer(b, a) ? prefer(a, b) : 0);
  const strongest = (a: number, b: number, through: number[]): number =>
    Math.max(
      victory(a, b),
      ...through.map((via) =>
        Math.min(
          victory(a, via),
          strongest(
            via,
            b,
            through.filter((one) => one !== via),
          ),
        ),
      ),
    );
  const chain = (a: number, b: number) =>
    strongest(
      a,
      b,
      all.filter((one) => one !== a && one !== b),
    );
  const order: number[] = [];
  let left = all;
  while (left.length > 0) {
    const first = left.filter((a) => left.every((b) => a === b || chain(a, b) >= chain(b, a)));
    order.push(...lot.filter((one) => first.includes(one)));
    left = left.filter((one) => !first.includes(one));
  }
  return order.slice(0, seats).map((one) => candidates[one]!);
};

/** Meek's rule, ballot by ballot. */
export const slowMeek: Slow = (asked) => {
  const { election, seats, lot } = asked;
  const { candidates, withdrawn } = election;
  const papers = papersOf(asked);
  const one = 1_000_000_000n;
  const up = (a: bigint, b: bigint) => (a % b === 0n ? a / b : a / b + 1n);
  const state: string[] = candidates.map((_, place) => (withdrawn.has(place) ? 'OUT' : 'HOPEFUL'));
  const keep: bigint[] = state.map((each) => (each === 'OUT' ? 0n : one));
  const elected: number[] = [];
  const history: bigint[][] = [];
  const hopeful = () => candidates.map((_, place) => place).filter((place) => state[place] === 'HOPEFUL');
  const distribute = () => {
    const votes = candidates.map(() => 0n);
    for (const paper of papers) {
      let weight = one;
      for (const equals of paper) {
        const standing = equals.filter((each) => state[each] !== 'OUT');
        if (standing.length > 1) break;
        for (const each of standing) {
          const kept = up(weight * keep[each]!, one);
          votes[each]! += kept;
          weight -= kept;
        }
        if (weight <= 0n) break;
      }
    }
    return votes;
  };
  while (elected.length < seats && hopeful().length + elected.length > seats) {
    let last: bigint | null = null;
    for (;;) {
      const votes = distribute();
      const quota = votes.reduce((a, b) => a + b, 0n) / BigInt(seats + 1) + 1n;
      const reached = hopeful().filter((each) => votes[each]! >= quota);
      const sum = elected.map((each) => votes[each]! - quota).reduce((a, b) => a + b, 0n);
      const surplus = sum < 0n ? 0n : sum;
      if (reached.length > 0) {
        const left = [...reached];
        while (left.length > 0) {
          const next = only(narrowed(left, [...history, votes], most), lot, 'FIRST');
          left.splice(left.indexOf(next), 1);
          state[next] = 'ELECTED';
          elected.push(next);
        }
        history.push(votes);
        break;
      }
      if (surplus < 1_000n || (last !== null && surplus >= last)) {
        const low = hopeful().reduce((a, b) => (votes[b]! < votes[a]! ? b : a));
        const tied = hopeful().filter((each) => votes[each]! <= votes[low]! + surplus);
        const out = only(narrowed(tied, history, fewest), lot, 'LAST');
        state[out] = 'OUT';
        keep[out] = 0n;
        history.push(votes);
        break;
      }
      for (const each of elected) keep[each] = up(up(keep[each]! * quota, one) * one, votes[each]!);
      last = surplus;
    }
  }
  const votes = history.at(-1) ?? distribute();
  const rest = lot.filter((each) => state[each] === 'HOPEFUL').sort((a, b) => Number(votes[b]! - votes[a]!));
  return [...elected, ...rest].slice(0, seats).map((each) => candidates[each]!);
};
