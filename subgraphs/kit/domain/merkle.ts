import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** The root of no leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = createHash('sha256').digest();

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** A complete subtree: `level` 0 is a leaf, and node `index` of a level covers 2^level leaves from index × 2^level. */
export interface TreeNode {
  readonly level: number;
  readonly index: bigint;
  readonly hash: Uint8Array;
}

/** Finds the hash of a complete subtree that has been stored; rejects if it has not. */
export type NodeReader = (level: number, index: bigint) => Promise<Uint8Array>;

/** RFC 6962 §2.1: SHA-256(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return createHash('sha256').update(LEAF).update(leaf).digest();
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** The root over leaves in the order given. */
export function merkleRoot(leafHashes: readonly Uint8Array[]): Uint8Array {
  return rootOfPeaks(grow([], 0n, leafHashes).peaks);
}

/**
 * Adds leaves to a tree that is kept as its complete subtrees.
 *
 * @param size - leaves in the tree so far.
 * @param nodeAt - finds the subtrees stored so far; asked once for each bit set in `size`.
 * @returns the size and root after, and the subtrees that became complete, to be stored.
 */
export async function appendLeaves(
  size: bigint,
  leafHashes: readonly Uint8Array[],
  nodeAt: NodeReader,
): Promise<{ size: bigint; root: Uint8Array; nodes: TreeNode[] }> {
  const { peaks, nodes } = grow(await peaksOf(0n, size, nodeAt), size, leafHashes);
  return { size: size + BigInt(leafHashes.length), root: rootOfPeaks(peaks), nodes };
}

/** RFC 6962 §2.1.1, for 0 ≤ index < size: the hashes that lead from a leaf to the root, lowest first. */
export async function inclusionProof(index: bigint, size: bigint, nodeAt: NodeReader): Promise<Uint8Array[]> {
  assert(0n <= index && index < size, `no leaf ${index} in a tree of ${size}`);
  const hashes: Uint8Array[] = [];
  let [start, end] = [0n, size];
  while (end - start > 1n) {
    const middle = start + splitOf(end - start);
    hashes.push(await rootOfRange(index < middle ? [middle, end] : [start, middle], nodeAt));
    [start, end] = index < middle ? [start, middle] : [middle, end];
  }
  return hashes.reverse();
}

/** The root that the kept nodes of a tree of `size` leaves make, so that it can be compared with one that was signed. */
export function rootOfKept(size: bigint, nodeAt: NodeReader): Promise<Uint8Array> {
  return rootOfRange([0n, size], nodeAt);
}

/** RFC 6962 §2.1.2, for 0 < from ≤ to: the hashes that show the tree of `from` leaves to begin that of `to`. */
export async function consistencyProof(from: bigint, to: bigint, nodeAt: NodeReader): Promise<Uint8Array[]> {
  assert(0n < from && from <= to, `no consistency from ${from} to ${to}`);
  const hashes: Uint8Array[] = [];
  let [start, end] = [0n, to];
  while (end !== from) {
    const middle = start + splitOf(end - start);
    hashes.push(await rootOfRange(from <= middle ? [middle, end] : [start, middle], nodeAt));
    [start, end] = from <= middle ? [start, middle] : [middle, end];
  }
  // A tree that is itself a subtree of the larger is known to the verifier: it is the root it holds.
  if (start !== 0n) hashes.push(await rootOfRange([start, end], nodeAt));
  return hashes.reverse();
}

/** The largest power of two below `width`, for a width above one: where RFC 6962 splits a tree. */
function splitOf(width: bigint): bigint {
  return 1n << BigInt((width - 1n).toString(2).length - 1);
}

async function rootOfRange([start, end]: readonly [bigint, bigint], nodeAt: NodeReader): Promise<Uint8Array> {
  return rootOfPeaks(await peaksOf(start, end, nodeAt));
}

/** The complete subtrees that make up a range, the largest first; `start` is a multiple of the largest's width. */
async function peaksOf(start: bigint, end: bigint, nodeAt: NodeReader): Promise<Uint8Array[]> {
  const peaks: Uint8Array[] = [];
  let from = start;
  for (let level = (end - start).toString(2).length - 1; level >= 0; level--) {
    const width = 1n << BigInt(level);
    if (((end - start) & width) === 0n) continue;
    peaks.push(await nodeAt(level, from / width));
    from += width;
  }
  return peaks;
}

/** Adds leaves to the peaks of a tree of `size` leaves, as one adds one to a binary number, carrying. */
function grow(
  before: readonly Uint8Array[],
  size: bigint,
  leafHashes: readonly Uint8Array[],
): { peaks: Uint8Array[]; nodes: TreeNode[] } {
  const peaks = [...before];
  const nodes: TreeNode[] = [];
  leafHashes.forEach((leaf, offset) => {
    let node: TreeNode = { level: 0, index: size + BigInt(offset), hash: leaf };
    nodes.push(node);
    while (node.index % 2n === 1n) {
      const left = peaks.pop();
      assert(left, `no left neighbour of ${node.level}/${node.index}`);
      node = { level: node.level + 1, index: node.index / 2n, hash: nodeHash(left, node.hash) };
      nodes.push(node);
    }
    peaks.push(node.hash);
  });
  return { peaks, nodes };
}

function rootOfPeaks(peaks: readonly Uint8Array[]): Uint8Array {
  return peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => nodeHash(left, right));
}
