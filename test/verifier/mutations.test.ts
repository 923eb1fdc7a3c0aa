import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { formatCheckpoint } from '../../subgraphs/kit/domain/checkpoint.js';
import { consistencyProof, inclusionProof } from '../../subgraphs/kit/domain/merkle.js';
import { encodeVerifierKey, signNote } from '../../subgraphs/kit/domain/note.js';
import { same, utf8 } from '../../verifier/bytes.js';
import { openCheckpoint } from '../../verifier/checkpoint.js';
import type { Checkpoint } from '../../verifier/checkpoint.js';
import { Fault } from '../../verifier/fault.js';
import { leafHash } from '../../verifier/hash.js';
import { isConsistent, rootFromInclusion } from '../../verifier/merkle.js';
import { parseVerifierKey } from '../../verifier/note.js';
import { MemoryTree } from '../kit/domain/memoryTree.js';

/** All of them are tried by `npm run test:faults`. */
const MUTATIONS = process.env.FULL === 'true' ? 100_000 : 3_000;
const SIZES = [1, 2, 3, 7, 8, 100, 256, 257, 1_000];

/** Marsaglia's xorshift: the same choices in each run. */
function choices(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const NAME = 'data.example/log/governance/coop_1';
const { privateKey } = generateKeyPairSync('ed25519');
const key = parseVerifierKey(encodeVerifierKey(NAME, privateKey))!;

/** What a stranger is given: a leaf, its way up, and heads that were signed. */
interface Proof {
  readonly leaf: Uint8Array;
  readonly index: bigint;
  readonly path: readonly Uint8Array[];
  readonly head: string;
  readonly earlier: string;
  readonly growth: readonly Uint8Array[];
}

/** The heads that were signed, opened once: an Ed25519 signature costs as much as a hundred hashes. */
const heads = new Map<string, Checkpoint>();
const opened = (note: string): Checkpoint => heads.get(note) ?? openCheckpoint(note, key);

function accepts({ leaf, index, path, head, earlier, growth }: Proof): boolean {
  try {
    const [now, then] = [opened(head), opened(earlier)];
    const root = rootFromInclusion({ leafHash: leafHash(leaf), index, size: now.size, path });
    const claim = { from: then.size, to: now.size, fromRoot: then.root, toRoot: now.root, path: growth };
    return root !== undefined && same(root, now.root) && isConsistent(claim);
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

describe('a proof', () => {
  const proofs: Proof[] = [];
  beforeAll(async () => {
    const draw = choices(7);
    for (const size of SIZES) {
      const tree = new MemoryTree();
      const leaves = Array.from({ length: size }, (_, at) => utf8(`leaf ${at} of ${size}`));
      const from = 1 + draw(size);
      const note = () =>
        signNote(formatCheckpoint({ origin: NAME, size: tree.size, root: tree.root }), NAME, privateKey);
      await tree.append(leaves.slice(0, from).map(leafHash));
      const earlier = note();
      await tree.append(leaves.slice(from).map(leafHash));
      const growth = await consistencyProof(BigInt(from), BigInt(size), tree.nodeAt);
      for (let n = 0; n < 4; n++) {
        const index = BigInt(draw(size));
        const path = await inclusionProof(index, BigInt(size), tree.nodeAt);
        proofs.push({ leaf: leaves[Number(index)]!, index, path, head: note(), earlier, growth });
      }
    }
  });

  it('is accepted as the service makes it', () => {
    expect(proofs.filter(accepts)).toHaveLength(SIZES.length * 4);
    for (const note of proofs.flatMap(({ head, earlier }) => [head, earlier])) heads.set(note, opened(note));
  });

  it('is accepted in no other form', () => {
    const draw = choices(20_261_130);
    const accepted: string[] = [];
    let tried = 0;
    while (tried < MUTATIONS) {
      const proof = proofs[draw(proofs.length)]!;
      const { name, mutated } = mutate(proof, draw);
      if (isSame(proof, mutated)) continue;
      tried += 1;
      if (accepts(mutated)) accepted.push(`${name} of leaf ${proof.index}, ${proof.path.length} hashes`);
    }
    expect(accepted).toEqual([]);
  }, 600_000);
});

type Draw = (below: number) => number;

function mutate(proof: Proof, draw: Draw): { name: string; mutated: Proof } {
  // Signatures are the costly part, and one bit of them is like another.
  const name =
    draw(10) === 0
      ? (['head', 'earlier'] as const)[draw(2)]!
      : (['leaf', 'index', 'path', 'growth'] as const)[draw(4)]!;
  switch (name) {
    case 'head':
    case 'earlier':
      return { name, mutated: { ...proof, [name]: mutatedText(proof[name], draw) } };
    case 'leaf':
      return { name, mutated: { ...proof, leaf: mutatedBytes(proof.leaf, draw) } };
    case 'index':
      return { name, mutated: { ...proof, index: proof.index ^ (1n << BigInt(draw(64))) } };
    default:
      return { name, mutated: { ...proof, [name]: mutatedPath(proof[name], draw) } };
  }
}

function mutatedText(text: string, draw: Draw): string {
  const at = draw(text.length);
  const other = String.fromCharCode([10, 32 + draw(95), 0x2014, draw(0x250)][draw(4)]!);
  return text.slice(0, at) + ['', other][draw(2)]! + text.slice(at + draw(2));
}

function mutatedBytes(bytes: Uint8Array, draw: Draw): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const at = draw(changed.length);
  changed[at] = changed[at]! ^ (1 << draw(8));
  return [changed, bytes.slice(0, at), Uint8Array.of(...bytes, draw(256))][draw(3)]!;
}

function mutatedPath(path: readonly Uint8Array[], draw: Draw): readonly Uint8Array[] {
  const random = Uint8Array.from({ length: 32 }, () => draw(256));
  if (path.length === 0) return [random];
  const [at, other] = [draw(path.length), draw(path.length)];
  switch (draw(5)) {
    case 0:
      return path.map((hash, index) => (index === at ? mutatedBytes(hash, draw) : hash));
    case 1:
      return path.toSpliced(at, 1);
    case 2:
      return path.toSpliced(at, 0, [random, path[other]!][draw(2)]!);
    case 3:
      return path.map((hash, index) => (index === at ? path[other]! : index === other ? path[at]! : hash));
    default:
      return [...path].reverse();
  }
}

function isSame(a: Proof, b: Proof): boolean {
  const paths = ([x, y]: readonly (readonly Uint8Array[])[]): boolean =>
    x!.length === y!.length && x!.every((hash, at) => same(hash, y![at]!));
  return (
    same(a.leaf, b.leaf) &&
    a.index === b.index &&
    paths([a.path, b.path]) &&
    paths([a.growth, b.growth]) &&
    a.head === b.head &&
    a.earlier === b.earlier
  );
}
