import { randomFillSync } from 'node:crypto';
import type { RandomBytes } from '../domain/noise.js';

const POOL_BYTES = 4096;

/**
 * Bytes of the operating system's CSPRNG, drawn in blocks: noise takes them one or two at a time. A byte is given out
 * once and wiped where it stood.
 */
export function secureRandom(): RandomBytes {
  const pool = new Uint8Array(POOL_BYTES);
  let next = POOL_BYTES;
  return (length) => {
    if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length));
    if (next + length > POOL_BYTES) {
      randomFillSync(pool);
      next = 0;
    }
    const taken = pool.slice(next, next + length);
    pool.fill(0, next, next + length);
    next += length;
    return taken;
  };
}
