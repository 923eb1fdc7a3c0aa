import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { ownBytes, utf8, type Bytes } from '../encoding/bytes.js';
import { WalletError } from '../errors.js';
import { signingKeyFromSeed, type KeyFromSeed, type SigningKey } from './signingKey.js';

/**
 * Every key of one person, derived from one secret: what is written down once recovers all of it.
 * Each co-op gets a key of its own, so that two co-ops that compare their members' DIDs learn nothing.
 */
export interface MemberKeys {
  /** @param slug - the co-op's slug, known before a membership there exists. */
  signingKey(slug: string): SigningKey;
  /** The 32-byte AES key under which record keys for one dataset are sealed. It is what a consent wraps. */
  datasetKey(dataset: string): Bytes;
}

/**
 * @param master - 32 secret bytes or more.
 * @param keyFromSeed - makes signing keys; for a platform with a faster Ed25519 of its own.
 */
export function memberKeys(master: Uint8Array, keyFromSeed: KeyFromSeed = signingKeyFromSeed): MemberKeys {
  if (master.length < 32) throw new WalletError('KEY_INVALID', 'A master secret has 32 bytes at least.');
  const signingKeys = new Map<string, SigningKey>();
  return {
    signingKey(slug) {
      const key = signingKeys.get(slug) ?? keyFromSeed(derive(master, `signing:${slug}`));
      signingKeys.set(slug, key);
      return key;
    },
    datasetKey: (dataset) => derive(master, `dataset:${dataset}`),
  };
}

/** 32 bytes for one purpose (HKDF-SHA-256); different purposes give independent keys. */
export function derive(master: Uint8Array, purpose: string): Bytes {
  return ownBytes(hkdf(sha256, master, undefined, utf8(purpose), 32));
}
