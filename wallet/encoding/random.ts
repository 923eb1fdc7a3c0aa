import type { Bytes } from './bytes.js';

/** Where secrets and nonces come from. */
export type RandomSource = (length: number) => Bytes;

/** The platform's cryptographic generator: the only source for anything that must be unguessable. */
export const systemRandom: RandomSource = (length) =>
  globalThis.crypto.getRandomValues(new Uint8Array(length));
