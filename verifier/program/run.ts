import { writeFile } from 'node:fs/promises';
import { textOf } from '../bytes.js';
import { Fault } from '../fault.js';
import type { Tell } from '../fault.js';
import { formatNote, parseVerifierKey } from '../note.js';
import type { KeyKind, VerifierKey } from '../note.js';
import { keyListedFor } from '../knownKeys.js';
import { verifyLog } from '../log.js';
import { readOpenings } from '../opening.js';
import type { Opening } from '../opening.js';
import { CHECKPOINT_BYTES_MAX, filesAt } from '../source.js';
import { filesIn, readBytes } from './files.js';
import { HELP, readOptions, UsageError } from './options.js';
import type { Options } from './options.js';

const FILE_MS = 30_000;
const OPENINGS_BYTES_MAX = 256 * 2 ** 20;

/**
 * @param say - takes a line for people.
 * @returns the exit code: 0 where all holds, 1 where something is wrong, 2 where the command was not understood.
 */
export async function run(given: readonly string[], say: Tell): Promise<number> {
  try {
    const options = readOptions(given);
    if (!options) {
      say(HELP);
      return 0;
    }
    await checkLog(options, (step) => say(`ok     ${step}`), say);
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

async function checkLog(options: Options, tell: Tell, say: Tell): Promise<void> {
  const { target, leavesMax, quorum } = options;
  const limits = { fileMs: FILE_MS, until: Date.now() + options.seconds * 1_000 };
  const isUrl = /^https?:\/\//.test(target);
  const witnesses = options.witnesses.map((text) => keyIn('witness', text, 'cosignature'));
  if (options.key === undefined && !isUrl)
    throw new UsageError('a copy of a log says no key: --key is asked for');
  const pinned = options.key === undefined ? undefined : keyIn('key', options.key, 'note');
  const against = await Promise.all(options.against.map(readNote));
  const openings = (await Promise.all(options.openings.map(readOpeningsIn))).flat();
  const key = pinned ?? listedKey(await keyListedFor(target, limits));
  const files = isUrl ? filesAt(target, limits) : filesIn(target);
  const head = await verifyLog(files, { key, against, witnesses, quorum, openings, leavesMax }, tell);
  if (options.keep !== undefined) await writeFile(options.keep, formatNote(head.note));
  if (!pinned)
    say('note   the key is the one that the log’s server names: keep it, and give it as --key from now on');
  if (witnesses.length === 0) {
    say('note   no witness was asked for: that everybody is shown this same log is not shown');
  }
  say(`holds  ${head.origin} at ${head.size} leaves`);
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

async function readOpeningsIn(path: string): Promise<Opening[]> {
  const text = textOf(await readBytes(path, OPENINGS_BYTES_MAX));
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    throw new Fault('OPENINGS_MALFORMED', `${path} is no JSON.`);
  }
  return readOpenings(json);
}
