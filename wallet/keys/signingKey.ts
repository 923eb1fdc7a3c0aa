import { ed25519 } from '@noble/curves/ed25519.js';

import { fromBase64url, ownBytes, toBase64url, utf8, type Bytes } from '../encoding/bytes.js';
import { canonicalize, type Json } from '../encoding/canonical.js';
import { systemRandom } from '../encoding/random.js';
import { WalletError } from '../errors.js';
import { didOf, multibaseOf, publicKeyOf } from './didKey.js';

/** An Ed25519 key that signs for one DID. The secret half stays inside. */
export interface SigningKey {
  readonly did: string;
  /** The public half, multibase. */
  readonly multibase: string;
  readonly publicKey: Bytes;
  sign(message: Uint8Array): Bytes;
}

/** Makes a key of the 32 secret bytes of RFC 8032. */
export type KeyFromSeed = (seed: Uint8Array) => SigningKey;

/** @param seed - the 32 secret bytes of RFC 8032. */
export function signingKeyFromSeed(seed: Uint8Array): SigningKey {
  if (seed.length !== 32) throw new WalletError('KEY_INVALID', 'An Ed25519 seed has 32 bytes.');
  const secret = Uint8Array.from(seed);
  const publicKey = ownBytes(ed25519.getPublicKey(secret));
  return {
    did: didOf(publicKey),
    multibase: multibaseOf(publicKey),
    publicKey,
    sign: (message) => ownBytes(ed25519.sign(message, secret)),
  };
}

export function newSigningKey(): SigningKey {
  return signingKeyFromSeed(systemRandom(32));
}

/** @returns base64url of the signature over the canonical form of `statement`. */
export function signJson(key: SigningKey, statement: Json): string {
  return toBase64url(key.sign(utf8(canonicalize(statement))));
}

/** Whether `signature` (base64url) over the canonical form of `statement` is by the key `multibase`. */
export function verifyJson(statement: Json, signature: string, multibase: string): boolean {
  const message = utf8(canonicalize(statement));
  const publicKey = publicKeyOf(multibase);
  try {
    return verifyBytes(fromBase64url(signature), message, publicKey);
  } catch {
    return false;
  }
}

/** Strict RFC 8032: no small-order keys, so that a signature binds to one key and one message. */
export function verifyBytes(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
