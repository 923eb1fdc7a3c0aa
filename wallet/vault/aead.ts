import { concat, type Bytes } from '../encoding/bytes.js';
import { systemRandom, type RandomSource } from '../encoding/random.js';
import { WalletError } from '../errors.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a fresh random nonce. A key here seals few messages, so 96 random bits never meet again.
 *
 * @returns nonce ‖ ciphertext ‖ tag.
 */
export async function seal(
  key: Bytes,
  plaintext: Bytes,
  associated: Bytes,
  random: RandomSource = systemRandom,
): Promise<Bytes> {
  const nonce = random(NONCE_BYTES);
  const cipher = await globalThis.crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: associated },
    await importKey(key),
    plaintext,
  );
  return concat(nonce, new Uint8Array(cipher));
}

/**
 * Opens nonce ‖ ciphertext ‖ tag.
 *
 * @throws CIPHERTEXT_INVALID when key, bytes or associated data are not those it was sealed with.
 */
export async function open(key: Bytes, sealed: Bytes, associated: Bytes): Promise<Bytes> {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) {
    throw new WalletError('CIPHERTEXT_INVALID', 'These bytes are too short to be sealed.');
  }
  const imported = await importKey(key);
  try {
    const plaintext = await globalThis.crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: sealed.slice(0, NONCE_BYTES), additionalData: associated },
      imported,
      sealed.slice(NONCE_BYTES),
    );
    return new Uint8Array(plaintext);
  } catch (cause) {
    throw new WalletError('CIPHERTEXT_INVALID', 'These bytes were altered, or sealed with another key.', {
      cause,
    });
  }
}

async function importKey(key: Bytes) {
  if (key.length !== 32) throw new WalletError('KEY_INVALID', 'An AES-256 key has 32 bytes.');
  return globalThis.crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
