import {
  BALLOTS_MAX,
  BallotFileError,
  BallotGroups,
  CANDIDATES_MAX,
  distinctNames,
  placeOf,
  requireOnce,
  wholeNumber,
} from './ballotFile.js';
import type { BallotFile } from './ballotFile.js';

const NUMBER = /^# NUMBER ALTERNATIVES:\s*(\S+)/m;
const NAME = /^# ALTERNATIVE NAME (\d+):(.*)$/gm;
const TITLE = /^# TITLE:(.*)$/m;

/**
 * PrefLib's files of orders (`.soc`, `.soi`, `.toc`, `.toi`): `count: 1,{2,3},4`, best first, braces around equals.
 *
 * @throws BallotFileError
 * @see https://preflib.github.io/PrefLib-Jekyll/format
 */
export function readPrefLib(text: string): BallotFile {
  const count = wholeNumber(NUMBER.exec(text)?.[1], 'NUMBER ALTERNATIVES', 1, CANDIDATES_MAX);
  const names = Array.from({ length: count }, () => '');
  for (const [, number, name] of text.matchAll(NAME)) {
    names[placeOf(number, count, 'ALTERNATIVE NAME')] = name!;
  }
  const ballots = new BallotGroups();
  text.split('\n').forEach((line, index) => {
    if (line.startsWith('#') || line.trim() === '') return;
    const where = `Line ${index + 1}`;
    const colon = line.indexOf(':');
    const many = wholeNumber(line.slice(0, Math.max(colon, 0)).trim(), `${where}: how many`, 0, BALLOTS_MAX);
    const ranking = readOrder(line.slice(colon + 1), count, where);
    requireOnce(ranking, where);
    ballots.add(many, ranking);
  });
  const title = TITLE.exec(text)?.[1]?.trim() ?? '';
  const candidates = distinctNames(names);
  return { title, candidates, withdrawn: new Set(), ballots: ballots.all(), seats: null, tieOrder: null };
}

function readOrder(text: string, candidates: number, where: string): number[][] {
  const steps = text.replace(/\s/g, '').match(/\{[^{}]*\}|[^,{}]+/g) ?? [];
  const left = text.replace(/\s/g, '').replace(/\{[^{}]*\}|[^,{}]+/g, '');
  if (/[{}]/.test(left)) throw new BallotFileError(`${where}: a brace stands alone.`);
  return steps
    .map((step) => step.replace(/[{}]/g, '').split(',').filter(Boolean))
    .filter((equals) => equals.length > 0)
    .map((equals) => equals.map((each) => placeOf(each, candidates, where)));
}
