import assert from 'node:assert/strict';
import { base58 } from '@scure/base';
import { DomainError } from '../errors/define.js';
import { COMMON } from '../errors/table.js';
import { canonicalize } from './canonical.js';
import { PUBLIC_KEY_BYTES, isPublicKey, verifyEd25519 } from './ed25519.js';
import { fromBase64Url, utf8 } from './encoding.js';

/** A person or organisation, named by their Ed25519 public key: `did:key:z6Mk…`. */
export type Did = `did:key:z6Mk${string}`;

const DID_PREFIX = 'did:key:';

/** The multicodec of an Ed25519 public key, 0xed, as a varint. */
const MULTICODEC = [0xed, 0x01] as const;

/** What 34 bytes that begin so look like in base58btc; the neighbours of 0xed01 look like it too. */
const MULTIBASE = /^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/;

/** @param publicKey - 32 bytes. */
export function didFromPublicKey(publicKey: Uint8Array): Did {
  return `${DID_PREFIX}${multibaseFromPublicKey(publicKey)}` as Did;
}

/** @throws BAD_USER_INPUT unless `did` is a did:key of an Ed25519 key. */
export function publicKeyFromDid(did: string): Uint8Array {
  return publicKeyFromMultibase(keyOfDid(did));
}

/**
 * The multibase form, `z6Mk…`, of the key that a DID names.
 *
 * @throws BAD_USER_INPUT unless `did` is a did:key of an Ed25519 key.
 */
export function keyOfDid(did: string): string {
  if (isDid(did)) return did.slice(DID_PREFIX.length);
  throw COMMON.BAD_USER_INPUT.raise('A did:key of an Ed25519 key is asked for.');
}

export function isDid(value: unknown): value is Did {
  if (typeof value !== 'string' || !value.startsWith(DID_PREFIX)) return false;
  return decode(value.slice(DID_PREFIX.length)) !== undefined;
}

/** @param publicKey - 32 bytes. */
export function multibaseFromPublicKey(publicKey: Uint8Array): string {
  assert(publicKey.length === PUBLIC_KEY_BYTES, `a key has 32 bytes, not ${publicKey.length}`);
  return `z${base58.encode(Uint8Array.of(...MULTICODEC, ...publicKey))}`;
}

/** @throws BAD_USER_INPUT unless the text is a sound Ed25519 key in multibase. */
export function publicKeyFromMultibase(multibase: string): Uint8Array {
  const publicKey = decode(multibase);
  if (publicKey && isPublicKey(publicKey)) return publicKey;
  throw COMMON.BAD_USER_INPUT.raise('An Ed25519 public key in multibase, z6Mk…, is asked for.');
}

/**
 * Did the owner of a key sign this statement: its canonical form (JCS), as UTF-8 bytes?
 *
 * @param signature - 64 bytes in unpadded base64url.
 * @returns false, and never throws, for whatever a caller sends instead.
 */
export function verifyStatement(statement: unknown, signature: string, keyMultibase: string): boolean {
  const signatureBytes = fromBase64Url(signature);
  const publicKey = decode(keyMultibase);
  const form = canonicalFormOf(statement);
  if (!signatureBytes || !publicKey || form === undefined) return false;
  return verifyEd25519(utf8(form), signatureBytes, publicKey);
}

// Nobody can have signed what has no canonical form. An assertion passes: a statement that is not JSON is ours.
function canonicalFormOf(statement: unknown): string | undefined {
  try {
    return canonicalize(statement);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** The 32 bytes, or undefined if the text is not of the form; whether they are a point is not asked here. */
function decode(multibase: string): Uint8Array | undefined {
  if (!MULTIBASE.test(multibase)) return undefined;
  const [first, second, ...publicKey] = base58.decode(multibase.slice(1));
  if (first !== MULTICODEC[0] || second !== MULTICODEC[1] || publicKey.length !== PUBLIC_KEY_BYTES)
    return undefined;
  return Uint8Array.from(publicKey);
}
