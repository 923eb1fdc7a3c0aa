import { writeFile } from 'node:fs/promises';
import { textOf } from '../bytes.js';
import type { Checkpoint } from '../checkpoint.js';
import { Fault } from '../fault.js';
import type { Tell } from '../fault.js';
import type { Leaf } from '../leaf.js';
import { verifyLicence } from '../licence.js';
import { counted, verifyLog } from '../log.js';
import { formatNote, parseVerifierKey } from '../note.js';
import type { KeyKind, VerifierKey } from '../note.js';
import { keyListedFor } from '../knownKeys.js';
import { readOpenings } from '../opening.js';
import type { Opening } from '../opening.js';
import { verifyPayslip } from '../payslip.js';
import { CHECKPOINT_BYTES_MAX, fetchBytes, filesAt } from '../source.js';
import type { FetchLimits } from '../source.js';
import { filesIn, readBytes } from './files.js';
import { HELP, readOptions, UsageError } from './options.js';
import type { Options } from './options.js';

const FILE_MS = 30_000;
const DOCUMENT_BYTES_MAX = 4 * 2 ** 20;
const OPENINGS_BYTES_MAX = 256 * 2 ** 20;
const URL_FORM = /^https?:\/\//;

/** Where the steps go: what was checked, and what was not. */
interface Report {
  readonly tell: Tell;
  readonly note: Tell;
  readonly holds: Tell;
}

/**
 * @param say - takes a line for people.
 * @returns the exit code: 0 where all holds, 1 where something is wrong, 2 where the command was not understood.
 */
export async function run(given: readonly string[], say: Tell): Promise<number> {
  const report: Report = {
    tell: (step) => say(`ok     ${step}`),
    note: (step) => say(`note   ${step}`),
    holds: (step) => say(`holds  ${step}`),
  };
  try {
    const options = readOptions(given);
    if (options) await CHECKS[options.what](options, report);
    else say(HELP);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}; npm run verify -- --help lists what it takes`);
      return 2;
    }
    if (!(error instanceof Fault)) throw error;
    say(`WRONG  ${error.code}: ${error.message}`);
    return 1;
  }
}

const CHECKS: Readonly<Record<Options['what'], (options: Options, report: Report) => Promise<void>>> = {
  async log(options, report) {
    const head = await checkLog(options, options.target, report);
    if (options.keep !== undefined) await writeFile(options.keep, formatNote(head.note));
    report.holds(`${head.origin} at ${counted(head.size, 'leaf', 'leaves')}`);
  },

  async payslip(options, report) {
    const { member, root, total: totalMinor, log } = options;
    if (!member) throw new UsageError('--member is asked for: whose payslip it is');
    const json = await readJson(options.target, DOCUMENT_BYTES_MAX, limitsOf(options));
    const proven = verifyPayslip(json, { member, root, totalMinor }, report.tell);
    if (log !== undefined) {
      const found: number[] = [];
      const onLeaf = ({ service, digests }: Leaf, index: number): void => {
        if (service === 'payouts' && digests.proofRoot === proven.root) found.push(index);
      };
      const { origin } = await checkLog(options, log, report, onLeaf);
      if (found.length === 0)
        throw new Fault('ROOT_UNPUBLISHED', `No leaf of ${origin} names the root ${proven.root}.`);
      report.tell(`the root stands in leaf ${found.join(' and ')} of ${origin}`);
    } else if (root === undefined) {
      report.note('neither --root nor --log: that this root is the one that all others see is not shown');
    }
    report.note('it is not shown that every other leaf is a member, nor that the weights were right');
    report.holds(`the payslip of ${member}`);
  },

  async licence(options, report) {
    const { issuer, quorum } = options;
    const witnesses = witnessKeys(options);
    const key = pinnedKey(options);
    const json = await readJson(options.target, DOCUMENT_BYTES_MAX, limitsOf(options));
    verifyLicence(json, { issuer, key, witnesses, quorum }, report.tell);
    if (issuer === undefined) report.note('no --issuer: whose data service has signed is not shown');
    if (!key) report.note('no --key: the key of governance’s log is the one that the agreement names');
    report.holds('the agreement');
  },
};

async function checkLog(
  options: Options,
  target: string,
  { tell, note }: Report,
  onLeaf?: (leaf: Leaf, index: number) => void,
): Promise<Checkpoint> {
  const { leavesMax, quorum } = options;
  const limits = limitsOf(options);
  const isUrl = URL_FORM.test(target);
  const witnesses = witnessKeys(options);
  const pinned = pinnedKey(options);
  if (!pinned && !isUrl) throw new UsageError('a copy of a log says no key: --key is asked for');
  const against = await Promise.all(options.against.map(readNote));
  const openings = (await Promise.all(options.openings.map((path) => readOpeningsIn(path, limits)))).flat();
  const key = pinned ?? listedKey(await keyListedFor(target, limits));
  const files = isUrl ? filesAt(target, limits) : filesIn(target);
  const checks = { key, against, witnesses, quorum, openings, leavesMax, ...(onLeaf && { onLeaf }) };
  const head = await verifyLog(files, checks, tell);
  if (!pinned)
    note('the key is the one that the log’s server names: keep it, and give it as --key from now on');
  if (witnesses.length === 0)
    note('no witness was asked for: that everybody is shown this same log is not shown');
  return head;
}

function limitsOf({ seconds }: Options): FetchLimits {
  return { fileMs: FILE_MS, until: Date.now() + seconds * 1_000 };
}

function witnessKeys({ witnesses }: Options): VerifierKey[] {
  const keys = witnesses.map((text) => keyIn('witness', text, 'cosignature'));
  // One witness that is named twice is one.
  if (new Set(keys.map(({ publicKey }) => publicKey.join())).size === keys.length) return keys;
  throw new UsageError('--witness names the same key twice');
}

function pinnedKey({ key }: Options): VerifierKey | undefined {
  return key === undefined ? undefined : keyIn('key', key, 'note');
}

function keyIn(option: string, text: string, kind: KeyKind): VerifierKey {
  const key = parseVerifierKey(text);
  if (key?.kind === kind) return key;
  const type = kind === 'note' ? 'a log' : 'a witness (cosignature/v1)';
  throw new UsageError(`--${option} is no Ed25519 verifier key of ${type}`);
}

function listedKey(text: string): VerifierKey {
  const key = parseVerifierKey(text);
  if (key?.kind === 'note') return key;
  throw new Fault('KEY_UNKNOWN', 'What the log’s server names as its key is no verifier key.');
}

async function readNote(path: string): Promise<string> {
  const text = textOf(await readBytes(path, CHECKPOINT_BYTES_MAX));
  if (text === undefined) throw new Fault('NOTE_MALFORMED', `${path} is no text.`);
  return text;
}

async function readOpeningsIn(path: string, limits: FetchLimits): Promise<Opening[]> {
  return readOpenings(await readJson(path, OPENINGS_BYTES_MAX, limits));
}

/** @throws Fault DOCUMENT_MALFORMED; as reading does */
async function readJson(place: string, bytesMax: number, limits: FetchLimits): Promise<unknown> {
  const read = URL_FORM.test(place) ? fetchBytes(place, bytesMax, limits) : readBytes(place, bytesMax);
  const text = textOf(await read);
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new Fault('DOCUMENT_MALFORMED', `${place} is no JSON.`);
  }
}
