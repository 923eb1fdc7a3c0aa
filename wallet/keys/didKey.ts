import { concat, fromMultibase, toMultibase, type Bytes } from '../encoding/bytes.js';
import { WalletError } from '../errors.js';

// Multicodec ed25519-pub, as a varint.
const ED25519_PUB = Uint8Array.of(0xed, 0x01);
const DID_KEY = 'did:key:';

/** The multibase form (`z6Mk…`) under which co-ops list an Ed25519 public key of 32 bytes. */
export function multibaseOf(publicKey: Uint8Array): string {
  if (publicKey.length !== 32) throw new WalletError('KEY_INVALID', 'An Ed25519 public key has 32 bytes.');
  return toMultibase(concat(ED25519_PUB, publicKey));
}

/** @throws KEY_INVALID when the text is no Ed25519 public key in multibase. */
export function publicKeyOf(multibase: string): Bytes {
  const bytes = decodeMultibase(multibase);
  if (bytes.length !== 34 || bytes[0] !== ED25519_PUB[0] || bytes[1] !== ED25519_PUB[1]) {
    throw new WalletError('KEY_INVALID', 'Only Ed25519 public keys (z6Mk…) are read.');
  }
  return bytes.slice(2);
}

export function didOf(publicKey: Uint8Array): string {
  return DID_KEY + multibaseOf(publicKey);
}

/**
 * The key inside a `did:key`, as multibase.
 *
 * @throws DID_NOT_SUPPORTED for other methods, KEY_INVALID for other kinds of key.
 */
export function keyOfDid(did: string): string {
  if (!did.startsWith(DID_KEY))
    throw new WalletError('DID_NOT_SUPPORTED', `Only did:key is read, not ${did}.`);
  const multibase = did.slice(DID_KEY.length);
  publicKeyOf(multibase);
  return multibase;
}

function decodeMultibase(text: string): Bytes {
  try {
    return fromMultibase(text);
  } catch (cause) {
    throw new WalletError('KEY_INVALID', 'This is no base58btc multibase text.', { cause });
  }
}
