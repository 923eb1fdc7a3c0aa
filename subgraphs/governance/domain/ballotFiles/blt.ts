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

const WITHDRAWN = /^-(\d{1,4})$/;
const END = '0';

/**
 * The BLT format of Hill, Wichmann and Woodall, as STV programs exchange it: candidates and seats; withdrawn candidates as
 * negative numbers; ballots as `count choice choice … 0` with `=` between equals and `-` for a rank left out; a lone `0`;
 * quoted names and a title. Options in brackets may stand before the ballots, of which `[tie …]` is heard.
 *
 * @throws BallotFileError
 * @see B. A. Wichmann, "The BLT file format", Voting matters.
 */
export function readBlt(text: string): BallotFile {
  const tokens = new Tokens(text);
  const count = wholeNumber(tokens.next(), 'The number of candidates', 1, CANDIDATES_MAX);
  const seats = wholeNumber(tokens.next(), 'The number of seats', 1, count);
  const withdrawn = new Set<number>();
  let tieOrder: number[] | null = null;
  for (let token = tokens.peek(); token !== undefined; token = tokens.peek()) {
    const number = WITHDRAWN.exec(token)?.[1];
    if (number !== undefined) withdrawn.add(placeOf(number, count, 'The withdrawn'));
    else if (token.startsWith('[')) tieOrder = readOption(token, count) ?? tieOrder;
    else break;
    tokens.next();
  }
  const ballots = new BallotGroups();
  for (let line = 1; ; line += 1) {
    const where = `Ballot line ${line}`;
    const first = tokens.next();
    if (first === END) break;
    const many = wholeNumber(first?.replace(/^\(.*\)$/, '1'), `${where}: how many ballots`, 0, BALLOTS_MAX);
    ballots.add(many, readRanking(tokens, count, where));
  }
  const names = distinctNames(Array.from({ length: count }, () => readName(tokens)));
  const title = tokens.peek() === undefined ? '' : unquoted(tokens.next()!);
  return { title, candidates: names, withdrawn, ballots: ballots.all(), seats, tieOrder };
}

/** Writes an election as BLT; the same election is read again. */
export function writeBlt({ title, candidates, withdrawn, ballots, seats, tieOrder }: BallotFile): string {
  const quoted = (words: string) => `"${words.replaceAll('"', "'")}"`;
  const lines = [`${candidates.length} ${seats ?? 1}`];
  if (withdrawn.size > 0) lines.push([...withdrawn].map((place) => `-${place + 1}`).join(' '));
  if (tieOrder) lines.push(`[tie ${tieOrder.map((place) => place + 1).join(' ')}]`);
  for (const { count, ranking } of ballots) {
    const choices = ranking.map((equals) => equals.map((place) => place + 1).join('='));
    lines.push([count, ...choices, END].join(' '));
  }
  lines.push(END, ...candidates.map(quoted), quoted(title));
  return `${lines.join('\n')}\n`;
}

function readRanking(tokens: Tokens, candidates: number, where: string): number[][] {
  const ranking: number[][] = [];
  for (;;) {
    const token = tokens.next();
    if (token === END) break;
    // A rank that was left out; what stands behind it counts on.
    if (token === '-') continue;
    const equals = (token ?? '').split('=');
    ranking.push(equals.map((each) => placeOf(token === undefined ? token : each, candidates, where)));
  }
  requireOnce(ranking, where);
  return ranking;
}

/** The order of `[tie 3 1 2]`; null of another option. */
function readOption(option: string, candidates: number): number[] | null {
  const [name, ...values] = option.slice(1, -1).trim().split(/\s+/);
  if (name?.toLowerCase() !== 'tie') return null;
  const order = values.map((each) => placeOf(each, candidates, 'The tie order'));
  if (new Set(order).size !== candidates || order.length !== candidates) {
    throw new BallotFileError('The tie order names every candidate once.');
  }
  return order;
}

function readName(tokens: Tokens): string {
  const token = tokens.next();
  if (token === undefined) throw new BallotFileError('The file ends before every candidate is named.');
  return unquoted(token);
}

function unquoted(token: string): string {
  return token.startsWith('"')
    ? token.slice(1, token.endsWith('"') && token.length > 1 ? -1 : undefined)
    : token;
}

/** Words apart by blanks; what stands in quotation marks or brackets is one word, and `#` begins a remark. */
class Tokens {
  private readonly pattern = /#[^\n]*|"[^"\n]*"?|\[[^\]\n]*\]|\([^)\n]*\)|[^\s"[\]()#]+/g;
  private ahead: string | undefined;

  constructor(private readonly text: string) {
    this.ahead = this.read();
  }

  peek(): string | undefined {
    return this.ahead;
  }

  next(): string | undefined {
    const token = this.ahead;
    this.ahead = this.read();
    return token;
  }

  private read(): string | undefined {
    for (;;) {
      const token = this.pattern.exec(this.text)?.[0];
      if (!token?.startsWith('#')) return token;
    }
  }
}
