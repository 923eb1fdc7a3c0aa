import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isPublicKey, publicKeyBytes, signEd25519, verifyEd25519 } from './ed25519.js';
import { fromBase64, fromHex, sameBytes, toBase64, toHex, utf8 } from './encoding.js';

/**
 * Signed notes: text that people can read with signatures that programs can check.
 *
 * @see https://c2sp.org/signed-note
 */
export interface Note {
  /** Ends in a newline; no control character but newlines. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  /** Name of the key. */
  readonly name: string;
  /** Four bytes: which key of that name, so that unknown keys are passed over cheaply. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface VerifierKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const ED25519 = 1;
const KEY_ID_BYTES = 4;

/** A stranger's note costs no more than this to refuse: the bound of the reference implementation. */
const SIGNATURES_MAX = 100;

const KEY_NAME = /^[^\s+]+$/u;
// eslint-disable-next-line no-control-regex -- the specification excludes them
const NOTE_TEXT = /^[^\u0000-\u0009\u000b-\u001f\p{Surrogate}]*\n$/u;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u;

/** The text with one signature, in the form that travels. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  assert(NOTE_TEXT.test(text), 'a note ends in a newline and has no control characters');
  const { keyId } = verifierKeyOf(name, publicKeyBytes(privateKey));
  return formatNote({ text, signatures: [{ name, keyId, signature: signEd25519(utf8(text), privateKey) }] });
}

export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${toBase64(Uint8Array.of(...keyId, ...signature))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** @returns undefined unless the text is a note with a signature or more. */
export function parseNote(note: string): Note | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (!NOTE_TEXT.test(text) || lines.length > SIGNATURES_MAX) return undefined;
  const signatures = lines.map(parseSignature);
  return signatures.every((signature) => signature !== undefined) ? { text, signatures } : undefined;
}

/**
 * Opens a note with a key that the reader trusts. Signatures by other keys are passed over.
 *
 * @param verifierKey - as `encodeVerifierKey` writes it.
 * @returns the text, or undefined unless that key signed it.
 */
export function openNote(note: string, verifierKey: string): string | undefined {
  const key = parseVerifierKey(verifierKey);
  const parsed = parseNote(note);
  if (!key || !parsed) return undefined;
  const own = parsed.signatures.find(({ name, keyId }) => name === key.name && sameBytes(keyId, key.keyId));
  return own && verifyEd25519(utf8(parsed.text), own.signature, key.publicKey) ? parsed.text : undefined;
}

/** `name+hash+key`: what a reader pins to check notes signed under that name. */
export function encodeVerifierKey(name: string, key: KeyObject): string {
  const { keyId, publicKey } = verifierKeyOf(name, publicKeyBytes(key));
  return `${name}+${toHex(keyId)}+${toBase64(Uint8Array.of(ED25519, ...publicKey))}`;
}

/** @returns undefined unless the text is an Ed25519 verifier key whose hash is that of its name and key. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  // Only the key may hold a plus sign beyond these two.
  const [name = '', hash = '', ...rest] = text.split('+');
  const keyId = fromHex(hash);
  const [type, ...publicKey] = fromBase64(rest.join('+')) ?? [];
  const bytes = Uint8Array.from(publicKey);
  if (!keyId || type !== ED25519 || !KEY_NAME.test(name) || !isPublicKey(bytes)) return undefined;
  const key = verifierKeyOf(name, bytes);
  return sameBytes(key.keyId, keyId) ? key : undefined;
}

function verifierKeyOf(name: string, publicKey: Uint8Array): VerifierKey {
  assert(KEY_NAME.test(name), `a key name has no spaces and no plus signs: ${name}`);
  const hash = createHash('sha256')
    .update(utf8(`${name}\n`))
    .update(Uint8Array.of(ED25519, ...publicKey))
    .digest();
  return { name, keyId: hash.subarray(0, KEY_ID_BYTES), publicKey };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (!name || !bytes || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}
