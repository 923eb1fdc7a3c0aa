import { fromBase64, toBase64 } from './encoding.js';
import { openNote, parseVerifierKey } from './note.js';

/**
 * The head of a log at one size: the text of a note that the log signs.
 *
 * @see https://c2sp.org/tlog-checkpoint
 */
export interface Checkpoint {
  /** Which log, worldwide. */
  readonly origin: string;
  readonly size: bigint;
  /** RFC 6962 root, 32 bytes. */
  readonly root: Uint8Array;
}

/** Origin, size, base64 root; lines after these are extensions, which this reader passes over. */
const BODY = /^([^\n]+)\n(0|[1-9]\d{0,19})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** @returns undefined unless the text is a checkpoint. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, size, encodedRoot] = BODY.exec(text) ?? [];
  const root = fromBase64(encodedRoot ?? '');
  if (!origin || !size || !root || root.length !== 32) return undefined;
  return { origin, size: BigInt(size), root };
}

/**
 * Opens a signed checkpoint of one log.
 *
 * @param verifierKey - of the log, whose name is the log's origin.
 * @returns undefined unless that key signed the head of that log. One service signs for all its logs with one
 * key, and the name on a signature is not signed: the origin in the text tells them apart.
 */
export function openCheckpoint(note: string, verifierKey: string): Checkpoint | undefined {
  const text = openNote(note, verifierKey);
  const checkpoint = text === undefined ? undefined : parseCheckpoint(text);
  return checkpoint?.origin === parseVerifierKey(verifierKey)?.name ? checkpoint : undefined;
}
