import { concat, fromHex, toHex } from './bytes.js';
import { Fault } from './fault.js';
import { sha256 } from './hash.js';

/** One step up a Merkle-sum tree: the neighbour, and the sum of what stands below it. */
export interface SumStep {
  readonly isLeft: boolean;
  readonly hash: Uint8Array;
  readonly sum: bigint;
}

export const SUM_LIMIT = 1n << 128n;

/**
 * The hash (hex) and the sum to which a leaf leads. A leaf is SHA-256(0x00 ‖ sum ‖ label), a node SHA-256(0x01 ‖ left sum ‖
 * left hash ‖ right sum ‖ right hash); sums take 16 bytes, the highest first.
 *
 * @param label - 32 bytes in hex.
 * @throws Fault SUM_TOO_LARGE
 */
export function climb(
  label: string,
  amount: bigint,
  path: readonly SumStep[],
): { hash: string; sum: bigint } {
  let sum = amount;
  let hash = sha256(Uint8Array.of(0), bytesOf(sum), fromHex(label)!);
  for (const step of path) {
    const [own, other] = [concat(bytesOf(sum), hash), concat(bytesOf(step.sum), step.hash)];
    hash = sha256(Uint8Array.of(1), ...(step.isLeft ? [other, own] : [own, other]));
    sum += step.sum;
    if (sum >= SUM_LIMIT) throw tooLarge();
  }
  return { hash: toHex(hash), sum };
}

export function tooLarge(): Fault {
  return new Fault('SUM_TOO_LARGE', 'The sums of the tree go beyond 128 bits.');
}

function bytesOf(sum: bigint): Uint8Array {
  return fromHex(sum.toString(16).padStart(32, '0'))!;
}
