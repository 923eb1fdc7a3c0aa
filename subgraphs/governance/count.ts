import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BallotFileError } from './domain/ballotFiles/ballotFile.js';
import { readBallotFile } from './domain/ballotFiles/readBallotFile.js';
import { validBallots } from './domain/count/election.js';
import { COUNTING_RULES } from './domain/count/methods.js';
import type { CountingRuleName } from './domain/count/methods.js';

const NAMES = Object.keys(COUNTING_RULES).join('|');
const USAGE = `npm run count -- --rule <${NAMES}> [--seats <n>] <file> …

Counts the ballots of files in BLT, PrefLib's orders (.soc .soi .toc .toi) or Debian's tally sheets, and prints JSON: winners in the
order of their election, and what happened in each round. Several files give one line each. Seats are those that the file
names, or one. Ties that the rule leaves go by the file's [tie …], or by the order of the candidates.`;
const FILE_BYTES_MAX = 256 * 2 ** 20;

class UsageError extends Error {}

function main(): void {
  if (process.argv.includes('--help')) return console.log(USAGE);
  const { rule, seats, files } = readArguments();
  for (const file of files) {
    try {
      console.log(JSON.stringify(countFile(file, rule, seats), null, files.length === 1 ? 2 : 0));
    } catch (error) {
      const isTold = error instanceof BallotFileError || error instanceof UsageError || isFileError(error);
      if (!isTold) throw error;
      console.error(`${file}: ${error.message}`);
      process.exitCode = 1;
    }
  }
}

function countFile(file: string, rule: CountingRuleName, seatsAsked: number | null) {
  if (statSync(file).size > FILE_BYTES_MAX) {
    throw new BallotFileError(`A file has at most ${FILE_BYTES_MAX / 2 ** 20} MiB.`);
  }
  const { title, seats: told, tieOrder, ...election } = readBallotFile(readFileSync(file, 'utf8'));
  const { method, fillsMany } = COUNTING_RULES[rule];
  const seats = seatsAsked ?? (fillsMany ? (told ?? 1) : 1);
  const { candidates, withdrawn } = election;
  if (seats > candidates.length - withdrawn.size) {
    throw new UsageError(`${seats} seats are more than the candidates who stand.`);
  }
  const lot = tieOrder ?? candidates.map((_, place) => place);
  const count = method({ election, seats, lot });
  return { file, title, rule, seats, validBallots: validBallots(election), ...count };
}

function readArguments(): { rule: CountingRuleName; seats: number | null; files: string[] } {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: { rule: { type: 'string' }, seats: { type: 'string' } },
  });
  const rule = Object.keys(COUNTING_RULES).find((name) => name === values.rule) as
    CountingRuleName | undefined;
  if (!rule) throw new UsageError(`--rule is one of ${NAMES}.`);
  if (files.length === 0) throw new UsageError('Name a file of ballots.');
  const seats = values.seats === undefined ? null : Number(values.seats);
  if (seats !== null && !(Number.isInteger(seats) && seats >= 1 && seats <= 1_000)) {
    throw new UsageError('--seats is a whole number from 1 to 1000.');
  }
  if (seats !== null && seats > 1 && !COUNTING_RULES[rule].fillsMany) {
    throw new UsageError(`${rule} fills one seat.`);
  }
  return { rule, seats, files };
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

try {
  main();
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  if (!isUsage) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
