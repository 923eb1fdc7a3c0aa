import { BallotFileError, BallotGroups, CANDIDATES_MAX, distinctNames } from './ballotFile.js';
import type { BallotFile } from './ballotFile.js';

const OPTION = /^[\s/|\\]*Option\s+(\w+)\s*-+>:\s*(.*)$/gm;
const VOTE = /^V:[ \t]+(\S+)/gm;
/** Ranks are one character each: 1 to 9, then letters. */
const RANKS = '123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A tally sheet of the Debian project: options by number, then `V: 21-3` with the rank of each option in turn, `-` for
 * an option that is not ranked.
 *
 * @throws BallotFileError
 * @see https://www.debian.org/vote/
 */
export function readDebian(text: string): BallotFile {
  const names = [...text.matchAll(OPTION)].map(([, , name]) => name!);
  if (names.length < 1 || names.length > CANDIDATES_MAX) {
    throw new BallotFileError(
      `A tally sheet lists 1 to ${CANDIDATES_MAX} options, but there are ${names.length}.`,
    );
  }
  const ballots = new BallotGroups();
  let line = 0;
  for (const [, ranks] of text.matchAll(VOTE)) {
    line += 1;
    ballots.add(1, readRanks(ranks!, names.length, `Vote ${line}`));
  }
  const candidates = distinctNames(names);
  return { title: '', candidates, withdrawn: new Set(), ballots: ballots.all(), seats: null, tieOrder: null };
}

function readRanks(ranks: string, options: number, where: string): number[][] {
  if (ranks.length !== options) {
    throw new BallotFileError(`${where}: there are ${options} options, but ${ranks.length} ranks.`);
  }
  const byRank = new Map<number, number[]>();
  [...ranks.toUpperCase()].forEach((sign, option) => {
    if (sign === '-') return;
    const rank = RANKS.indexOf(sign);
    if (rank < 0) throw new BallotFileError(`${where}: ${JSON.stringify(sign)} is no rank.`);
    byRank.set(rank, [...(byRank.get(rank) ?? []), option]);
  });
  return [...byRank].sort(([a], [b]) => a - b).map(([, equals]) => equals);
}
