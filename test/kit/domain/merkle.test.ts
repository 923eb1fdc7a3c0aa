import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBase64, toHex } from '../../../subgraphs/kit/domain/encoding.js';
import {
  EMPTY_ROOT,
  appendLeaves,
  consistencyProof,
  inclusionProof,
  leafHash,
  merkleRoot,
  nodeHash,
} from '../../../subgraphs/kit/domain/merkle.js';
import { verifyConsistency, verifyInclusion } from '../../../subgraphs/kit/domain/merkleProof.js';
import { MemoryTree } from './memoryTree.js';
import { readVector } from './vectors.js';

interface InclusionVector {
  leafIdx: string;
  treeSize: string;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface ConsistencyVector {
  size1: string;
  size2: string;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

// Two cases count to 2^64 - 1, which a JavaScript number rounds: integers are read as text.
const vectors = JSON.parse(readVector('merkle-proofs.json').replace(/: (\d+)(?=[,\n])/g, ': "$1"')) as {
  inclusion: Record<string, InclusionVector>;
  consistency: Record<string, ConsistencyVector>;
};

// A text that is no base64 stands for garbage in the vectors: a hash of no bytes.
const hash = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array();

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));

/** RFC 6962 §2.1 as it is written, on the leaves themselves. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

async function treeOf(count: number): Promise<MemoryTree> {
  const tree = new MemoryTree();
  await tree.append(leavesOf(count));
  return tree;
}

describe('published proofs', () => {
  it('keep the two indexes beyond what a number holds', () => {
    const largest = Object.values(vectors.inclusion).filter(
      ({ leafIdx }) => BigInt(leafIdx) === 2n ** 64n - 1n,
    );
    expect(largest).toHaveLength(2);
  });

  it.each(Object.entries(vectors.inclusion))('inclusion %s', (_name, vector) => {
    const verdict = verifyInclusion({
      index: BigInt(vector.leafIdx),
      size: BigInt(vector.treeSize),
      leafHash: hash(vector.leafHash),
      root: hash(vector.root),
      hashes: (vector.proof ?? []).map(hash),
    });
    expect(verdict).toBe(!vector.wantErr);
  });

  it.each(Object.entries(vectors.consistency))('consistency %s', (_name, vector) => {
    const verdict = verifyConsistency({
      from: BigInt(vector.size1),
      to: BigInt(vector.size2),
      fromRoot: hash(vector.root1),
      toRoot: hash(vector.root2),
      hashes: (vector.proof ?? []).map(hash),
    });
    expect(verdict).toBe(!vector.wantErr);
  });
});

describe('hashes', () => {
  it('tell leaves from nodes', () => {
    const [left, right] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];
    expect(toHex(nodeHash(left, right))).not.toBe(toHex(leafHash(Buffer.concat([left, right]))));
  });

  it('start from SHA-256 of nothing', () => {
    expect(toHex(merkleRoot([]))).toBe(toHex(EMPTY_ROOT));
    expect(toHex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('appendLeaves', () => {
  it('makes the tree of the definition, in whatever batches it grew', async () => {
    const batches = fc.array(fc.nat({ max: 20 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(batches, async (counts) => {
        const leaves = leavesOf(counts.reduce((total, count) => total + count, 0));
        const tree = new MemoryTree();
        let used = 0;
        for (const count of counts) await tree.append(leaves.slice(used, (used += count)));
        expect(tree.size).toBe(BigInt(leaves.length));
        expect(toHex(tree.root)).toBe(toHex(rootByDefinition(leaves)));
        expect(toHex(merkleRoot(leaves))).toBe(toHex(tree.root));
      }),
    );
  });

  it('stores each complete subtree once, and nothing else', async () => {
    const tree = await treeOf(13);
    const want = [13, 6, 3, 1].flatMap((count, level) =>
      Array.from({ length: count }, (_, index) => `${level}/${index}`),
    );
    expect(tree.keys().sort()).toEqual(want.sort());
  });

  it('reads one node for each bit set in the size before', async () => {
    const tree = await treeOf(0b1011);
    tree.reads = 0;
    await appendLeaves(tree.size, leavesOf(100), tree.nodeAt);
    expect(tree.reads).toBe(3);
  });

  it('fails if the store has lost a subtree', async () => {
    const lost = () => Promise.reject(new Error('lost'));
    await expect(appendLeaves(3n, leavesOf(1), lost)).rejects.toThrow('lost');
  });
});

describe('proofs read from stored subtrees', () => {
  const sizes = fc.integer({ min: 1, max: 200 });
  const tampering = fc.record({ at: fc.nat(), byte: fc.nat({ max: 31 }), bit: fc.nat({ max: 7 }) });

  function tamper(
    hashes: readonly Uint8Array[],
    how: { at: number; byte: number; bit: number },
  ): Uint8Array[] {
    return hashes.map((original, index) => {
      const copy = Uint8Array.from(original);
      if (index === how.at % hashes.length) copy[how.byte]! ^= 1 << how.bit;
      return copy;
    });
  }

  it('show every leaf, and no other leaf, place, size or root', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), tampering, async (count, pick, how) => {
        const tree = await treeOf(count);
        const [index, size] = [BigInt(pick % count), BigInt(count)];
        const hashes = await inclusionProof(index, size, tree.nodeAt);
        const leaf = leavesOf(count)[Number(index)]!;
        const claim = { leafHash: leaf, index, size, root: tree.root, hashes };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: leafHash(Buffer.from('other')) })).toBe(false);
        expect(verifyInclusion({ ...claim, root: EMPTY_ROOT })).toBe(false);
        expect(verifyInclusion({ ...claim, hashes: [...hashes, leaf] })).toBe(false);
        expect(verifyInclusion({ ...claim, index: index - 1n })).toBe(false);
        expect(verifyInclusion({ ...claim, index: index + 1n })).toBe(false);
        expect(verifyInclusion({ ...claim, index: index + size })).toBe(false);
        if (hashes.length === 0) return;
        expect(verifyInclusion({ ...claim, hashes: tamper(hashes, how) })).toBe(false);
        expect(verifyInclusion({ ...claim, hashes: hashes.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...claim, hashes: hashes.slice(0, -1) })).toBe(false);
      }),
    );
  });

  it('show that a tree grew from every smaller one, and from no other', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), tampering, async (count, pick, how) => {
        const tree = await treeOf(count);
        const [from, to] = [BigInt(pick % count) + 1n, BigInt(count)];
        const hashes = await consistencyProof(from, to, tree.nodeAt);
        const fromRoot = rootByDefinition(leavesOf(count).slice(0, Number(from)));
        const claim = { from, to, fromRoot, toRoot: tree.root, hashes };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, fromRoot: EMPTY_ROOT })).toBe(false);
        expect(verifyConsistency({ ...claim, toRoot: EMPTY_ROOT })).toBe(false);
        expect(verifyConsistency({ ...claim, hashes: [...hashes, tree.root] })).toBe(false);
        expect(verifyConsistency({ ...claim, from: 0n })).toBe(false);
        expect(verifyConsistency({ ...claim, from: to + 1n })).toBe(false);
        if (hashes.length === 0) return;
        expect(verifyConsistency({ ...claim, hashes: tamper(hashes, how) })).toBe(false);
        expect(verifyConsistency({ ...claim, hashes: hashes.slice(1) })).toBe(false);
        expect(verifyConsistency({ ...claim, hashes: hashes.slice(0, -1) })).toBe(false);
      }),
    );
  });

  it('hold for an older head while the tree grows on', async () => {
    const tree = await treeOf(100);
    const leaves = leavesOf(100);
    for (const size of [1, 2, 3, 31, 32, 33, 64, 99]) {
      const root = rootByDefinition(leaves.slice(0, size));
      const index = BigInt(size - 1);
      const hashes = await inclusionProof(index, BigInt(size), tree.nodeAt);
      expect(verifyInclusion({ leafHash: leaves[size - 1]!, index, size: BigInt(size), root, hashes })).toBe(
        true,
      );
    }
  });

  it('need few nodes of a large tree', async () => {
    let reads = 0;
    const nodeAt = () => {
      reads++;
      return Promise.resolve(EMPTY_ROOT);
    };
    const size = 2n ** 40n - 1n;
    expect(await inclusionProof(12_345n, size, nodeAt)).toHaveLength(40);
    expect(await consistencyProof(2n ** 39n - 1n, size, nodeAt)).not.toHaveLength(0);
    expect(reads).toBeLessThan(200);
  });

  const outside = [
    { name: 'a leaf before the first', prove: (tree: MemoryTree) => inclusionProof(-1n, 5n, tree.nodeAt) },
    { name: 'a leaf after the last', prove: (tree: MemoryTree) => inclusionProof(5n, 5n, tree.nodeAt) },
    { name: 'a leaf of no tree', prove: (tree: MemoryTree) => inclusionProof(0n, 0n, tree.nodeAt) },
    { name: 'growth from nothing', prove: (tree: MemoryTree) => consistencyProof(0n, 5n, tree.nodeAt) },
    { name: 'shrinking', prove: (tree: MemoryTree) => consistencyProof(5n, 4n, tree.nodeAt) },
  ];
  it.each(outside)('do not exist for $name', async ({ prove }) => {
    await expect(prove(await treeOf(5))).rejects.toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
  });
});
