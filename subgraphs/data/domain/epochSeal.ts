import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** An epoch ends after a day at most: that long a destroyed wrap could come back from a backup, and no longer. */
export const EPOCH_MS_MAX = 24 * 60 * 60 * 1000;
export const EPOCH_KEY_BYTES = 32;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Which wrap this is, bound to what is sealed so that rows cannot trade places. */
export interface SealedPlace {
  readonly consent: string;
  readonly epoch: number;
}

/** Seals a wrap under an epoch's key: nonce, ciphertext, tag. */
export function sealWrap(wrap: Uint8Array, key: Uint8Array, place: SealedPlace): Buffer {
  assert(key.length === EPOCH_KEY_BYTES, `an epoch key has ${EPOCH_KEY_BYTES} bytes, not ${key.length}`);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(placeBytes(place));
  const sealed = Buffer.concat([cipher.update(wrap), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/** @throws Error when the key, the place or the bytes are not the ones that were sealed. */
export function openWrap(sealed: Uint8Array, key: Uint8Array, place: SealedPlace): Buffer {
  assert(sealed.length > NONCE_BYTES + TAG_BYTES, 'a sealed wrap is longer than its nonce and tag');
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES))
    .setAAD(placeBytes(place))
    .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

function placeBytes({ consent, epoch }: SealedPlace): Buffer {
  return Buffer.from(`data-cooperative/wrap-epoch/v1|${consent}|${epoch}`, 'utf8');
}
