import type { BallotGroup } from '../count/election.js';

/** An election as a file of ballots tells it. */
export interface BallotFile {
  readonly title: string;
  readonly candidates: readonly string[];
  /** Places of candidates who stand no more. */
  readonly withdrawn: ReadonlySet<number>;
  readonly ballots: readonly BallotGroup[];
  /** Seats to fill, where the file says so. */
  readonly seats: number | null;
  /** Places of all candidates, the most favoured first, where the file says how ties are broken. */
  readonly tieOrder: readonly number[] | null;
}

/** What is wrong with a file, and where. */
export class BallotFileError extends Error {
  override readonly name = 'BallotFileError';
}

export const CANDIDATES_MAX = 1_000;
/** Lines of ballots: an election of a large city has a few hundred thousand different ones. */
const BALLOT_GROUPS_MAX = 2_000_000;
export const BALLOTS_MAX = 100_000_000;

/** A whole number from `min` to `max`. @throws BallotFileError that says what was read instead. */
export function wholeNumber(text: string | undefined, what: string, min: number, max: number): number {
  const number = text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  const found = text === undefined ? 'the file ends' : `there is ${JSON.stringify(text.slice(0, 40))}`;
  throw new BallotFileError(`${what} is a whole number from ${min} to ${max}, but ${found}.`);
}

/** The place of the candidate with this number, which files count from 1. @throws BallotFileError */
export function placeOf(text: string | undefined, candidates: number, where: string): number {
  return wholeNumber(text, `${where}: a candidate`, 1, candidates) - 1;
}

/** Names as they are shown: of equal ones, every other than the first bears its number. */
export function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    const given = name.trim() || `Candidate ${index + 1}`;
    const times = (seen.get(given) ?? 0) + 1;
    seen.set(given, times);
    return times === 1 ? given : `${given} (${times})`;
  });
}

/** @throws BallotFileError if a ballot names a candidate twice. */
export function requireOnce(ranking: readonly (readonly number[])[], where: string): void {
  const named = ranking.flat();
  if (new Set(named).size === named.length) return;
  throw new BallotFileError(`${where}: a candidate is ranked twice.`);
}

/** Equal ballots together; empty ones are no valid ballots and left out. @throws BallotFileError beyond the limits */
export class BallotGroups {
  private readonly groups = new Map<string, { count: number; ranking: number[][] }>();
  private cast = 0;

  add(count: number, ranking: number[][]): void {
    if (count === 0 || ranking.length === 0) return;
    this.cast += count;
    if (this.cast > BALLOTS_MAX) throw new BallotFileError(`There are more than ${BALLOTS_MAX} ballots.`);
    const key = ranking.map((equals) => equals.join('=')).join('>');
    const group = this.groups.get(key);
    if (group) group.count += count;
    else this.groups.set(key, { count, ranking });
    if (this.groups.size > BALLOT_GROUPS_MAX) {
      throw new BallotFileError(`There are more than ${BALLOT_GROUPS_MAX} different ballots.`);
    }
  }

  all(): BallotGroup[] {
    return [...this.groups.values()];
  }
}
