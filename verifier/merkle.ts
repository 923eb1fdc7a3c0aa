import { HASH_BYTES, nodeHash, sha256 } from './hash.js';
import { same } from './bytes.js';

/** A tree (RFC 6962 §2.1) to which leaves are added, kept as the roots of its complete subtrees, the largest first. */
export class GrowingTree {
  private readonly peaks: { hash: Uint8Array; leaves: number }[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  add(leafHash: Uint8Array): void {
    let added = { hash: leafHash, leaves: 1 };
    for (let last = this.peaks.at(-1); last?.leaves === added.leaves; last = this.peaks.at(-1)) {
      this.peaks.pop();
      added = { hash: nodeHash(last.hash, added.hash), leaves: 2 * added.leaves };
    }
    this.peaks.push(added);
    this.leaves += 1;
  }

  root(): Uint8Array {
    const hashes = this.peaks.map(({ hash }) => hash);
    return hashes.length === 0 ? sha256() : hashes.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** @returns the root of the tree over these, in this order. */
export function rootOf(leafHashes: readonly Uint8Array[]): Uint8Array {
  const tree = new GrowingTree();
  for (const hash of leafHashes) tree.add(hash);
  return tree.root();
}

export interface Inclusion {
  readonly leafHash: Uint8Array;
  readonly index: bigint;
  readonly size: bigint;
  /** RFC 6962 §2.1.1: from the leaf upwards. */
  readonly path: readonly Uint8Array[];
}

/**
 * The root to which the path leads. Below the place where the way to the last leaf parts from the way to this one, each
 * bit of the index says on which side the path's hash stands; above it all stand on the left.
 *
 * @returns undefined where no path of that length leads from that leaf.
 */
export function rootFromInclusion({ leafHash, index, size, path }: Inclusion): Uint8Array | undefined {
  if (index < 0n || index >= size || !areHashes([leafHash, ...path])) return undefined;
  const inner = bitLength(index ^ (size - 1n));
  const border = onesIn(index >> BigInt(inner));
  if (path.length !== inner + border) return undefined;
  const lower = climb(leafHash, path.slice(0, inner), index);
  return path.slice(inner).reduce((node, left) => nodeHash(left, node), lower);
}

export interface Consistency {
  readonly from: bigint;
  readonly to: bigint;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  /** RFC 6962 §2.1.2. */
  readonly path: readonly Uint8Array[];
}

/** Whether the path shows that the tree of `from` leaves is how the tree of `to` leaves begins. */
export function isConsistent({ from, to, fromRoot, toRoot, path }: Consistency): boolean {
  if (from <= 0n || from > to || !areHashes([fromRoot, toRoot, ...path])) return false;
  if (from === to) return path.length === 0 && same(fromRoot, toRoot);
  const last = from - 1n;
  const shift = bitLength(last ^ from) - 1;
  const inner = bitLength(last ^ (to - 1n)) - shift;
  const border = onesIn(last >> BigInt(inner + shift));
  // A tree that is complete stands in the larger one as it is, and its root in no path.
  const isComplete = from === 1n << BigInt(shift);
  const [seed, rest] = isComplete ? [fromRoot, path] : [path[0], path.slice(1)];
  if (!seed || rest.length !== inner + border) return false;
  const index = last >> BigInt(shift);
  const [within, above] = [rest.slice(0, inner), rest.slice(inner)];
  const left = within.filter((_, level) => bitAt(index, level));
  const ends = (lower: Uint8Array): Uint8Array => above.reduce((node, hash) => nodeHash(hash, node), lower);
  return (
    same(ends(left.reduce((node, hash) => nodeHash(hash, node), seed)), fromRoot) &&
    same(ends(climb(seed, within, index)), toRoot)
  );
}

function climb(from: Uint8Array, path: readonly Uint8Array[], index: bigint): Uint8Array {
  return path.reduce(
    (node, hash, level) => (bitAt(index, level) ? nodeHash(hash, node) : nodeHash(node, hash)),
    from,
  );
}

function bitAt(value: bigint, position: number): boolean {
  return ((value >> BigInt(position)) & 1n) === 1n;
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

function onesIn(value: bigint): number {
  return value.toString(2).replaceAll('0', '').length;
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === HASH_BYTES);
}
