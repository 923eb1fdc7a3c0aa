import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ERRORS } from './errors.js';

/** Long enough to unlock a wallet and sign; short enough that a stolen nonce is soon worthless. */
export const CHALLENGE_LIFE_MS = 120_000;

const RANDOM_BYTES = 16;
const MAC_BYTES = 32;
const EXPIRY_BYTES = 6;
const NONCE_BYTES = EXPIRY_BYTES + RANDOM_BYTES + MAC_BYTES;

export interface Challenge {
  readonly did: string;
  readonly nonce: string;
  readonly expiresAt: Date;
}

/**
 * Makes a nonce that needs no memory: its expiry, 16 random bytes, and an HMAC-SHA-256 over both and the DID.
 * So asking for one costs us no row, whoever asks however often; only a use is remembered.
 */
export function issueChallenge(secret: Uint8Array, did: string, now: Date): Challenge {
  const expiresAt = new Date(now.getTime() + CHALLENGE_LIFE_MS);
  const head = Buffer.alloc(EXPIRY_BYTES + RANDOM_BYTES);
  head.writeUIntBE(expiresAt.getTime(), 0, EXPIRY_BYTES);
  randomBytes(RANDOM_BYTES).copy(head, EXPIRY_BYTES);
  return { did, nonce: Buffer.concat([head, macOf(secret, did, head)]).toString('base64url'), expiresAt };
}

/**
 * @returns when the challenge expires, as it was told to the wallet.
 * @throws CHALLENGE_INVALID, CHALLENGE_EXPIRED
 */
export function openChallenge(secret: Uint8Array, did: string, nonce: string, now: Date): Date {
  const bytes = Buffer.from(nonce, 'base64url');
  const head = bytes.subarray(0, EXPIRY_BYTES + RANDOM_BYTES);
  const mac = bytes.subarray(EXPIRY_BYTES + RANDOM_BYTES);
  // Written again and compared: spare bits must not give one nonce two names, or it could be used twice.
  const whole = bytes.length === NONCE_BYTES && bytes.toString('base64url') === nonce;
  if (!whole || !timingSafeEqual(mac, macOf(secret, did, head))) {
    throw ERRORS.CHALLENGE_INVALID.raise('This nonce was not issued for this DID.');
  }
  const expiresAt = new Date(head.readUIntBE(0, EXPIRY_BYTES));
  if (now < expiresAt) return expiresAt;
  throw ERRORS.CHALLENGE_EXPIRED.raise('This nonce has expired.', { expiresAt: expiresAt.toISOString() });
}

function macOf(secret: Uint8Array, did: string, head: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(head).update(did, 'utf8').digest();
}
