import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { canonicalize } from '../../kit/domain/canonical.js';
import { utf8 } from '../../kit/domain/encoding.js';

/** The suite of RFC 9180 that wallets wrap with: X25519, HKDF-SHA256, AES-256-GCM, base mode. */
const SUITE = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const INFO = utf8('data-cooperative/consent/v1');
/** Bytes of the encapsulated key that a wrap begins with. */
const ENCAPSULATED_BYTES = 32;

/** The terms that a wrap is bound to: under others it does not open. */
export interface WrapTerms {
  readonly consent: string;
  readonly purposes: readonly string[];
  /** As it was signed; null while the consent has no end. */
  readonly expiresAt: string | null;
}

export interface WrapKeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: webcrypto.CryptoKey;
}

/** @param seed - 32 secret bytes; the same seed gives the same pair (RFC 9180, DeriveKeyPair). */
export async function deriveKeyPair(seed: Uint8Array): Promise<WrapKeyPair> {
  const pair = (await SUITE.kem.deriveKeyPair(asBuffer(seed))) as webcrypto.CryptoKeyPair;
  return {
    publicKey: new Uint8Array(await SUITE.kem.serializePublicKey(pair.publicKey)),
    privateKey: pair.privateKey,
  };
}

/** @throws Error when the wrap was made for another key, under other terms, or changed since. */
export async function openDatasetKey(
  wrap: Uint8Array,
  privateKey: webcrypto.CryptoKey,
  terms: WrapTerms,
): Promise<Buffer> {
  const recipient = await SUITE.createRecipientContext({
    recipientKey: privateKey,
    enc: asBuffer(wrap.subarray(0, ENCAPSULATED_BYTES)),
    info: asBuffer(INFO),
  });
  const opened = await recipient.open(asBuffer(wrap.subarray(ENCAPSULATED_BYTES)), asBuffer(boundTo(terms)));
  return Buffer.from(opened);
}

/** The inverse: for moving a wrap to a newer key. */
export async function wrapDatasetKey(
  key: Uint8Array,
  publicKey: Uint8Array,
  terms: WrapTerms,
): Promise<Buffer> {
  const sender = await SUITE.createSenderContext({
    recipientPublicKey: (await SUITE.kem.deserializePublicKey(asBuffer(publicKey))) as webcrypto.CryptoKey,
    info: asBuffer(INFO),
  });
  const sealed = await sender.seal(asBuffer(key), asBuffer(boundTo(terms)));
  return Buffer.concat([Buffer.from(sender.enc), Buffer.from(sealed)]);
}

function boundTo({ consent, purposes, expiresAt }: WrapTerms): Uint8Array {
  return utf8(canonicalize({ consent, purposes: [...purposes], expiresAt }));
}

/** A copy in a buffer of its own: a view of a pool would hand over its neighbours. */
function asBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
