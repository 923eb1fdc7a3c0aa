import { ed25519 } from '@noble/curves/ed25519.js';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** RFC 8032 §5.1.7, strictly: a point or a number that is written in another way than the one is refused. */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
