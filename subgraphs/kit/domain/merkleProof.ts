import { sameBytes } from './encoding.js';
import { nodeHash } from './merkle.js';

export interface InclusionClaim {
  leafHash: Uint8Array;
  index: bigint;
  /** Leaves of the tree whose root is `root`. */
  size: bigint;
  root: Uint8Array;
  hashes: readonly Uint8Array[];
}

export interface ConsistencyClaim {
  from: bigint;
  to: bigint;
  fromRoot: Uint8Array;
  toRoot: Uint8Array;
  hashes: readonly Uint8Array[];
}

const HASH_BYTES = 32;

/** RFC 9162 §2.1.3.2: is the leaf at that index of the tree with that root? */
export function verifyInclusion({ leafHash, index, size, root, hashes }: InclusionClaim): boolean {
  if (index < 0n || index >= size || !areHashes([leafHash, root, ...hashes])) return false;
  let node = index;
  let last = size - 1n;
  let computed = leafHash;
  for (const hash of hashes) {
    if (last === 0n) return false;
    if (isOdd(node) || node === last) {
      computed = nodeHash(hash, computed);
      // A node that ends its level without a partner stands in for its parent.
      while (!isOdd(node) && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else {
      computed = nodeHash(computed, hash);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && sameBytes(computed, root);
}

/** RFC 9162 §2.1.4.2: do the first `from` leaves of the tree with root `toRoot` make the tree with `fromRoot`? */
export function verifyConsistency({ from, to, fromRoot, toRoot, hashes }: ConsistencyClaim): boolean {
  if (from <= 0n || from > to || !areHashes([fromRoot, toRoot, ...hashes])) return false;
  if (from === to) return hashes.length === 0 && sameBytes(fromRoot, toRoot);
  const path = isPowerOfTwo(from) ? [fromRoot, ...hashes] : hashes;
  const [first, ...rest] = path;
  if (!first) return false;
  let [node, last] = [from - 1n, to - 1n];
  while (isOdd(node)) [node, last] = [node >> 1n, last >> 1n];
  let [fromComputed, toComputed] = [first, first];
  for (const hash of rest) {
    if (last === 0n) return false;
    if (isOdd(node) || node === last) {
      fromComputed = nodeHash(hash, fromComputed);
      toComputed = nodeHash(hash, toComputed);
      while (!isOdd(node) && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else {
      toComputed = nodeHash(toComputed, hash);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && sameBytes(fromComputed, fromRoot) && sameBytes(toComputed, toRoot);
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === HASH_BYTES);
}

function isOdd(value: bigint): boolean {
  return (value & 1n) === 1n;
}

function isPowerOfTwo(value: bigint): boolean {
  return (value & (value - 1n)) === 0n;
}
