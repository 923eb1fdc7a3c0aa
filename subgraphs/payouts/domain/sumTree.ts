import { createHash } from 'node:crypto';
import assert from 'node:assert';

/**
 * A Merkle-sum tree: every node carries the sum of the amounts below it, and its hash binds both sums of its
 * children, so that a root commits to a total and nobody's leaf can be counted for less.
 *
 * leaf = SHA-256(0x00 ‖ amount ‖ label); node = SHA-256(0x01 ‖ left sum ‖ left hash ‖ right sum ‖ right hash);
 * sums are 16 bytes, big-endian. The shape is that of RFC 9162 §2.1: the left part is the largest power of two
 * below the size.
 */
export interface SumNode {
  /** 32 bytes. */
  hash: Buffer;
  /** Minor units, zero or more. */
  sum: bigint;
}

export interface SumLeaf {
  /** 32 bytes: a pseudonym. */
  label: Uint8Array;
  amountMinor: bigint;
}

/** One step up a path: the neighbour, and on which side of us it stands. */
export interface SumStep extends SumNode {
  side: 'LEFT' | 'RIGHT';
}

const SUM_BYTES = 16;
const SUM_LIMIT = 1n << 128n;

/** The root over leaves in the order given. At least one leaf. */
export function sumRoot(leaves: readonly SumLeaf[]): SumNode {
  assert(leaves.length > 0, 'a tree has a leaf');
  return rootOf(leaves.map(sumLeafNode));
}

/** The neighbours of a leaf, from its own up to the root. */
export function sumPath(leaves: readonly SumLeaf[], index: number): SumStep[] {
  assert(index >= 0 && index < leaves.length, `leaf ${index} of ${leaves.length}`);
  return pathOf(leaves.map(sumLeafNode), index);
}

function sumLeafNode({ label, amountMinor }: SumLeaf): SumNode {
  const hash = createHash('sha256')
    .update(Uint8Array.of(0))
    .update(sumBytes(amountMinor))
    .update(label)
    .digest();
  return { hash, sum: amountMinor };
}

function parent(left: SumNode, right: SumNode): SumNode {
  const hash = createHash('sha256').update(Uint8Array.of(1));
  for (const child of [left, right]) hash.update(sumBytes(child.sum)).update(child.hash);
  return { hash: hash.digest(), sum: left.sum + right.sum };
}

function rootOf(nodes: readonly SumNode[]): SumNode {
  if (nodes.length === 1) return nodes[0]!;
  const split = splitOf(nodes.length);
  return parent(rootOf(nodes.slice(0, split)), rootOf(nodes.slice(split)));
}

function pathOf(nodes: readonly SumNode[], index: number): SumStep[] {
  if (nodes.length === 1) return [];
  const split = splitOf(nodes.length);
  const [left, right] = [nodes.slice(0, split), nodes.slice(split)];
  return index < split
    ? [...pathOf(left, index), { ...rootOf(right), side: 'RIGHT' }]
    : [...pathOf(right, index - split), { ...rootOf(left), side: 'LEFT' }];
}

/** The largest power of two below `size`, which is two or more. */
function splitOf(size: number): number {
  return 2 ** (31 - Math.clz32(size - 1));
}

function fits(sum: bigint): boolean {
  return sum >= 0n && sum < SUM_LIMIT;
}

function sumBytes(sum: bigint): Buffer {
  assert(fits(sum), `a sum of ${sum}`);
  return Buffer.from(sum.toString(16).padStart(SUM_BYTES * 2, '0'), 'hex');
}
