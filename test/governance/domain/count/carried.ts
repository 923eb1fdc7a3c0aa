import { readFileSync } from 'node:fs';
import type { BallotGroup, Election } from '../../../../subgraphs/governance/domain/count/election.js';

/** An election that was held, with what was published of its count. Sources stand in the files. */
export interface Carried {
  seats: number;
  candidates: string[];
  /** `count choice choice=equal …` by number from 1, apart by `; `. */
  ballots: string;
  quota?: number;
  winners?: string[];
  stages?: { actions: object[]; votes: string; nonTransferable: string }[];
  irvWinner?: string;
  condorcetWinner?: string;
  first?: Record<string, number>;
  lastRounds?: { votes: Record<string, number>; exhausted: number }[];
  schulzeRanking?: string[];
  pairwise?: Record<string, number>;
}

export function carried(name: string): Carried {
  return JSON.parse(readFileSync(new URL(`elections/${name}.json`, import.meta.url), 'utf8')) as Carried;
}

export function electionOf({ candidates, ballots }: Carried): Election {
  return { candidates, withdrawn: new Set(), ballots: ballots.split('; ').map(groupOf) };
}

function groupOf(line: string): BallotGroup {
  const [count, ...choices] = line.split(' ');
  return {
    count: Number(count),
    ranking: choices.map((equals) => equals.split('=').map((number) => Number(number) - 1)),
  };
}

export const inOrder = (candidates: readonly string[]): number[] => candidates.map((_, place) => place);
