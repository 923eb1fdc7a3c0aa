import { createDecipheriv } from 'node:crypto';

const VERSION = 0x01;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * The record key of a contribution, opened with its member's dataset key.
 *
 * @param sealedKey - nonce, ciphertext, tag, bound to the contribution's CID.
 * @throws Error when it does not open.
 */
export function openRecordKey(sealedKey: Uint8Array, datasetKey: Uint8Array, cid: string): Buffer {
  return open(sealedKey, datasetKey, cid);
}

/**
 * The plaintext of a contribution.
 *
 * @param ciphertext - version byte, nonce, ciphertext, tag, bound to the dataset and the member's DID, so that
 *   nobody can put another's records in under their own name.
 * @throws Error when it does not open.
 */
export function openRecord(
  ciphertext: Uint8Array,
  recordKey: Uint8Array,
  datasetId: string,
  did: string,
): Buffer {
  if (ciphertext[0] !== VERSION) throw new Error('the ciphertext is not of a version that is known');
  return open(ciphertext.subarray(1), recordKey, `${datasetId}|${did}`);
}

function open(sealed: Uint8Array, key: Uint8Array, boundTo: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES)
    throw new Error('what is sealed is longer than its nonce and tag');
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(boundTo, 'utf8'))
    .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const first = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  // The last part of GCM is empty: what comes before is already all of it, in one buffer that can be wiped.
  decipher.final();
  return first;
}
