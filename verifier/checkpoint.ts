import { fromBase64 } from './bytes.js';
import { Fault } from './fault.js';
import { HASH_BYTES } from './hash.js';
import { parseNote, signatureBy } from './note.js';
import type { Note, VerifierKey } from './note.js';

/** The head of a log (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly note: Note;
}

const BODY = /^([^\n]+)\n(0|[1-9]\d{0,19})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;

/** @throws Fault NOTE_MALFORMED, CHECKPOINT_MALFORMED */
export function parseCheckpoint(text: string): Checkpoint {
  const note = parseNote(text);
  if (!note) throw new Fault('NOTE_MALFORMED', 'The head is no signed note.');
  const [, origin = '', size = '', encoded = ''] = BODY.exec(note.text) ?? [];
  const root = fromBase64(encoded);
  if (origin === '' || root?.length !== HASH_BYTES) {
    throw new Fault('CHECKPOINT_MALFORMED', 'The note does not say origin, size and root, as a head does.');
  }
  return { origin, size: BigInt(size), root, note };
}

/**
 * Opens a head with the log's key.
 *
 * @throws Fault as `parseCheckpoint`; ORIGIN_DIFFERS, CHECKPOINT_UNSIGNED, CHECKPOINT_FORGED.
 */
export function openCheckpoint(text: string, key: VerifierKey): Checkpoint {
  const head = parseCheckpoint(text);
  if (head.origin !== key.name) {
    throw new Fault('ORIGIN_DIFFERS', `The head is of the log ${head.origin}, the key of ${key.name}.`);
  }
  const { found } = signatureBy(key, head.note);
  if (found === 'none')
    throw new Fault('CHECKPOINT_UNSIGNED', 'The head is not signed by the key of the log.');
  if (found === 'wrong')
    throw new Fault('CHECKPOINT_FORGED', 'The signature on the head is not that of the log’s key.');
  return head;
}

/**
 * How many of the reader's own witnesses say that they have seen this head and none that contradicts it.
 *
 * @param quorum - how many must.
 * @throws Fault COSIGNATURE_FORGED, WITNESSES_TOO_FEW
 */
export function witnessesOf(head: Checkpoint, witnesses: readonly VerifierKey[], quorum: number): string[] {
  const judged = witnesses.map((key) => ({ name: key.name, ...signatureBy(key, head.note) }));
  const forged = judged.find(({ found }) => found === 'wrong');
  if (forged)
    throw new Fault('COSIGNATURE_FORGED', `The signature of the witness ${forged.name} is not theirs.`);
  const names = judged.filter(({ found }) => found === 'right').map(({ name }) => name);
  if (names.length < quorum) {
    throw new Fault(
      'WITNESSES_TOO_FEW',
      `${names.length} of your witnesses have signed the head; you ask for ${quorum}.`,
    );
  }
  return names;
}
