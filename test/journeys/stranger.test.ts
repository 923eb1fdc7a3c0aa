import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { openHead, rootFromInclusion, rootsFromConsistency } from '../support/stranger.js';

interface Inclusion {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface Consistency {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

const vectors = read('merkle-proofs.json') as {
  inclusion: Record<string, Inclusion>;
  consistency: Record<string, Consistency>;
};

// The journeys check what the product proves with code of their own; here that code is checked.
describe('a stranger who computes for themselves', () => {
  test.each(Object.entries(vectors.inclusion))('judges inclusion as the vectors do: %s', (_, vector) => {
    const { leafIdx, treeSize, leafHash, root, proof, wantErr } = vector;
    expect(holds(() => rootOf(leafHash, leafIdx, treeSize, proof).equals(bytes(root)))).toBe(!wantErr);
  });

  test.each(Object.entries(vectors.consistency))('judges consistency as the vectors do: %s', (_, vector) => {
    const { size1, size2, root1, root2, proof, wantErr } = vector;
    const judged = holds(() => {
      const roots = rootsFromConsistency(BigInt(size1), BigInt(size2), bytes(root1), proof ?? []);
      return roots.from.equals(bytes(root1)) && roots.to.equals(bytes(root2));
    });
    expect(judged).toBe(!wantErr);
  });

  test('refuses a head that another key, or nobody, has signed', () => {
    const { vkey, note } = read('signed-note.json') as { vkey: string; note: string };
    expect(() => openHead(note, vkey)).toThrow('not signed by that key for that log');
    expect(() => openHead(note.replace('example message', 'exemplary message'), vkey)).toThrow('not signed');
  });
});

function rootOf(leafHash: string, index: number, size: number, proof: string[] | null): Buffer {
  if (index < 0 || index >= size) throw new Error('no such leaf');
  return rootFromInclusion(bytes(leafHash), BigInt(index), BigInt(size), proof ?? []);
}

function holds(judge: () => boolean): boolean {
  try {
    return judge();
  } catch {
    return false;
  }
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../support/vectors/${name}`, import.meta.url), 'utf8'));
}
