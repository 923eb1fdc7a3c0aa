import type { webcrypto } from 'node:crypto';

import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

import { concat, fromBase64url, toBase64url, utf8, type Bytes } from '../encoding/bytes.js';
import { canonicalize, sha256Hex } from '../encoding/canonical.js';
import { WalletError } from '../errors.js';

const INFO = utf8('data-cooperative/consent/v1');

/** What a wrap is good for. The compute service can open it only under exactly these terms. */
export interface WrapTerms {
  readonly consent: string;
  readonly purposes: readonly string[];
  /** ISO instant, or null while the consent has no end. */
  readonly expiresAt: string | null;
}

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/**
 * Wraps a dataset key to the compute service (HPKE base mode, RFC 9180), bound to the consent's terms.
 *
 * @param computeKey - the compute service's X25519 public key, base64url.
 * @returns base64url of encapsulated key ‖ ciphertext.
 * @throws COMPUTE_KEY_INVALID when it is no key, or one of low order, to which anybody could read.
 */
export async function wrapDatasetKey(
  datasetKey: Bytes,
  computeKey: string,
  terms: WrapTerms,
): Promise<string> {
  const sender = await senderTo(computeKey);
  const sealed = await sender.seal(datasetKey.slice().buffer, associatedData(terms).slice().buffer);
  return toBase64url(concat(new Uint8Array(sender.enc), new Uint8Array(sealed)));
}

/** The digest that a signed consent binds: SHA-256 of the wrap as it travels. */
export function wrapDigest(wrap: string): string {
  return sha256Hex(utf8(wrap));
}

function associatedData({ consent, purposes, expiresAt }: WrapTerms): Bytes {
  return utf8(canonicalize({ consent, purposes, expiresAt }));
}

async function senderTo(computeKey: string) {
  try {
    const publicKey = fromBase64url(computeKey).slice().buffer;
    // The compiler has no browser's types, only Node's of the same keys.
    const recipientPublicKey = (await suite.kem.deserializePublicKey(publicKey)) as webcrypto.CryptoKey;
    return await suite.createSenderContext({ recipientPublicKey, info: INFO.slice().buffer });
  } catch (cause) {
    throw new WalletError('COMPUTE_KEY_INVALID', 'This is no key to wrap anything to.', { cause });
  }
}
