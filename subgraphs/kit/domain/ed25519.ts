import assert from 'node:assert/strict';
import { createPublicKey, sign as signWith, verify as verifyWith } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { LRUCache } from 'lru-cache';
import { fromBase64Url, toBase64Url } from './encoding.js';

export const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Keys seen lately, parsed and checked: enough for the members who vote in the same minutes, about 2 MB. */
const parsed = new LRUCache<string, KeyObject>({ max: 4096 });

/** Pure Ed25519 (RFC 8032) over the bytes of a message. */
export function signEd25519(message: Uint8Array, privateKey: KeyObject): Uint8Array {
  return signWith(null, message, privateKey);
}

/** Answers false, and never throws, for whatever is not a signature of `message` by a sound key. */
export function verifyEd25519(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const key = keyObjectOf(publicKey);
  return key !== undefined && verifyWith(null, message, key, signature);
}

/**
 * Whether the bytes are a point that can be somebody's key. One of small order cannot: anybody can make
 * signatures that it accepts, so its owner could deny every statement.
 */
export function isPublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== PUBLIC_KEY_BYTES) return false;
  try {
    return !ed25519.Point.fromBytes(bytes).isSmallOrder();
  } catch {
    return false;
  }
}

/** The 32 bytes of the public key, from either half of a pair. */
export function publicKeyBytes(key: KeyObject): Uint8Array {
  assert(key.asymmetricKeyType === 'ed25519', `this is no Ed25519 key: ${key.asymmetricKeyType}`);
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  const bytes = x === undefined ? undefined : fromBase64Url(x);
  assert(bytes, 'an Ed25519 key has 32 bytes');
  return bytes;
}

function keyObjectOf(bytes: Uint8Array): KeyObject | undefined {
  const x = toBase64Url(bytes);
  const known = parsed.get(x);
  if (known) return known;
  if (!isPublicKey(bytes)) return undefined;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  parsed.set(x, key);
  return key;
}
