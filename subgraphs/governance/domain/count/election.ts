/** What voters said, in a form that every counting method reads. */
export interface Election {
  readonly candidates: readonly string[];
  /** Places of candidates who stand no more: ballots pass them over. */
  readonly withdrawn: ReadonlySet<number>;
  /** Equal ballots may stand together. */
  readonly ballots: readonly BallotGroup[];
}

/** Ballots that say the same. */
export interface BallotGroup {
  /** Ballots, one or more. */
  readonly count: number;
  /** Best first; each step holds the places of candidates who are ranked equal. Who is not in it is not ranked. */
  readonly ranking: readonly (readonly number[])[];
}

/** What a method is asked for. */
export interface CountAsked {
  readonly election: Election;
  /** Seats to fill, one or more. */
  readonly seats: number;
  /**
   * Every candidate's place, the most favoured first, by which ties are broken that the method's own rule leaves: drawn
   * before anybody knows what it will decide.
   */
  readonly lot: readonly number[];
}

/** What happened in a round. */
export type CountAction =
  { readonly elected: string } | { readonly eliminated: string } | { readonly surplusTransferred: string };

export interface CountRound {
  /** From 1. */
  readonly round: number;
  readonly actions: readonly CountAction[];
  /** Votes of each candidate at the round's end, in decimal. */
  readonly votes: Readonly<Record<string, string>>;
  /** Votes that no continuing candidate can have, in decimal. */
  readonly nonTransferable: string;
  /** Votes that elect, in decimal; of the methods that reckon one. */
  readonly quota?: string;
}

export interface CountResult {
  /** In the order of their election. */
  readonly winners: readonly string[];
  readonly rounds: readonly CountRound[];
  /** Everybody in the order of the method, equals together; of methods that order everybody. */
  readonly ranking?: readonly (readonly string[])[];
  /** How many prefer the first to the second, for each pair; of methods that compare pairs. */
  readonly pairwise?: Readonly<Record<string, number>>;
}

/** A method of counting. A new one is a file of its own and a line in `methods.ts`. */
export type CountingMethod = (asked: CountAsked) => CountResult;

export const validBallots = ({ ballots }: Election): number =>
  ballots.reduce((sum, { count }) => sum + count, 0);

/** Places of the candidates who stand. */
export function standing({ candidates, withdrawn }: Election): number[] {
  return candidates.map((_, place) => place).filter((place) => !withdrawn.has(place));
}
