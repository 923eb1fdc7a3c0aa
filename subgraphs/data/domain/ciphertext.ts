import { createHash } from 'node:crypto';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import * as Digest from 'multiformats/hashes/digest';
import { sha256 } from 'multiformats/hashes/sha2';
import { fromBase64, fromBase64Url } from '../../kit/domain/encoding.js';
import { COMMON } from '../../kit/errors/table.js';
import { ERRORS } from './errors.js';
import { LIMITS } from './limits.js';

/** Version 1: one byte 0x01, a nonce of 12, AES-256-GCM ciphertext, a tag of 16. */
const VERSION = 0x01;
const OVERHEAD_BYTES = 1 + 12 + 16;

/** CIDv1 of raw bytes under SHA-256, in base32: the address of a ciphertext. */
export function cidOf(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest();
  return CID.createV1(raw.code, Digest.create(sha256.code, hash)).toString();
}

/**
 * The bytes of a contribution as a wallet sends it.
 *
 * @throws CIPHERTEXT_MALFORMED, CONTRIBUTION_TOO_LARGE, CID_MISMATCH in this order.
 */
export function requireCiphertext(base64: string, cid: string): Uint8Array {
  const bytes = fromBase64(base64);
  if (!bytes || bytes.length <= OVERHEAD_BYTES || bytes[0] !== VERSION) {
    throw ERRORS.CIPHERTEXT_MALFORMED.raise('ciphertext is not a ciphertext of version 1 in padded base64.');
  }
  if (bytes.length > LIMITS.ciphertextBytesMax) {
    const facts = { bytes: bytes.length, bytesMax: LIMITS.ciphertextBytesMax };
    throw ERRORS.CONTRIBUTION_TOO_LARGE.raise(
      `A ciphertext has at most ${LIMITS.ciphertextBytesMax} bytes; this one has ${bytes.length}.`,
      facts,
    );
  }
  const actual = cidOf(bytes);
  if (actual !== cid)
    throw ERRORS.CID_MISMATCH.raise('cid is not the address of this ciphertext.', { cid, actual });
  return bytes;
}

/** @throws BAD_USER_INPUT */
export function requireSealedKey(sealedKey: string): void {
  const bytes = fromBase64Url(sealedKey);
  // A nonce of 12, a key of 32, a tag of 16.
  if (bytes && bytes.length >= 60 && bytes.length <= LIMITS.sealedKeyBytesMax) return;
  throw COMMON.BAD_USER_INPUT.raise(
    'sealedKey is not unpadded base64url of a nonce, a ciphertext and a tag.',
    {
      field: 'sealedKey',
    },
  );
}
