import { concat, fromBase64, fromHex, same, toBase64, utf8 } from './bytes.js';
import { verifyEd25519 } from './ed25519.js';
import { sha256 } from './hash.js';

/** A signed note (C2SP signed-note). */
export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly {
    readonly name: string;
    readonly id: Uint8Array;
    readonly bytes: Uint8Array;
  }[];
}

/** Ed25519 over the text, or over the text with an instant before it (C2SP tlog-cosignature). */
export type KeyKind = 'note' | 'cosignature';

export interface VerifierKey {
  readonly name: string;
  readonly id: Uint8Array;
  readonly kind: KeyKind;
  readonly publicKey: Uint8Array;
}

const TYPES: Readonly<Record<number, KeyKind>> = { 1: 'note', 4: 'cosignature' };
const ID_BYTES = 4;
const TIME_BYTES = 8;
const SIGNATURES_MAX = 100;
const NOTE_CHARACTERS_MAX = 65_536;

const NAME = /^[^\s+]+$/u;
const LINE = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u;
// eslint-disable-next-line no-control-regex -- the specification excludes them
const CONTROL = /[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u;

/** @returns undefined unless this is a note with a signature or more. */
export function parseNote(note: string): Note | undefined {
  const split = note.lastIndexOf('\n\n');
  if (note.length > NOTE_CHARACTERS_MAX || split < 0 || !note.endsWith('\n')) return undefined;
  if (CONTROL.test(note)) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) return undefined;
  const signatures = lines.flatMap((line) => {
    const [, name = '', encoded = ''] = LINE.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    if (name === '' || !bytes || bytes.length <= ID_BYTES) return [];
    return [{ name, id: bytes.slice(0, ID_BYTES), bytes: bytes.slice(ID_BYTES) }];
  });
  return signatures.length === lines.length ? { text: note.slice(0, split + 1), signatures } : undefined;
}

/** The note in the form that travels. */
export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(({ name, id, bytes }) => `— ${name} ${toBase64(concat(id, bytes))}\n`).join('')}`;
}

/** @param text - `name+id+key` (C2SP vkey). @returns undefined unless its id is that of its name and key. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [name = '', hex = '', ...rest] = text.split('+');
  const [type = 0, ...key] = fromBase64(rest.join('+')) ?? [];
  const kind = TYPES[type];
  const id = fromHex(hex);
  if (!kind || !id || !NAME.test(name) || key.length !== 32) return undefined;
  const publicKey = Uint8Array.from(key);
  const expected = sha256(utf8(`${name}\n`), Uint8Array.of(type), publicKey).slice(0, ID_BYTES);
  return same(expected, id) ? { name, id, kind, publicKey } : undefined;
}

/** What is known of a key's signature on a note. Signatures of other keys are passed over. */
export type Signed =
  | { readonly found: 'none' }
  | { readonly found: 'wrong' }
  /** `at`: when a cosigner says that it signed, in seconds. */
  | { readonly found: 'right'; readonly at?: bigint };

/** One wrong signature of a known key makes the note wrong, whatever others say. */
export function signatureBy(key: VerifierKey, { text, signatures }: Note): Signed {
  const own = signatures.filter(({ name, id }) => name === key.name && same(id, key.id));
  if (own.length === 0) return { found: 'none' };
  const judged = own.map(({ bytes }) => judge(key, text, bytes));
  return judged.find(({ found }) => found === 'wrong') ?? judged[0]!;
}

function judge({ kind, publicKey }: VerifierKey, text: string, bytes: Uint8Array): Signed {
  if (kind === 'note') return { found: verifyEd25519(bytes, utf8(text), publicKey) ? 'right' : 'wrong' };
  if (bytes.length <= TIME_BYTES) return { found: 'wrong' };
  const at = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0);
  const message = concat(utf8(`cosignature/v1\ntime ${at}\n`), utf8(text));
  const isRight = at < 2n ** 63n && verifyEd25519(bytes.slice(TIME_BYTES), message, publicKey);
  return isRight ? { found: 'right', at } : { found: 'wrong' };
}
