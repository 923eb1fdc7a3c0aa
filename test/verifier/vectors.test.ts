import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fromBase64, fromBase64url, same } from '../../verifier/bytes.js';
import { canonicalize } from '../../verifier/canonical.js';
import { isConsistent, rootFromInclusion } from '../../verifier/merkle.js';
import { parseNote, parseVerifierKey, signatureBy } from '../../verifier/note.js';
import { pathOf, tilesOf } from '../../verifier/tiles.js';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../support/vectors/${name}`, import.meta.url), 'utf8'));
/** Hashes of the vectors that are no hashes, on purpose, are written without padding. */
const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

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
const { inclusion, consistency } = read('merkle-proofs.json') as {
  inclusion: Record<string, Inclusion>;
  consistency: Record<string, Consistency>;
};

describe('the verifier judges as those judge who made the vectors', () => {
  it.each(Object.entries(inclusion))(
    'inclusion: %s',
    (_, { leafIdx, treeSize, leafHash, root, proof, wantErr }) => {
      const found = rootFromInclusion({
        leafHash: bytes(leafHash),
        index: BigInt(leafIdx),
        size: BigInt(treeSize),
        path: (proof ?? []).map(bytes),
      });
      expect(found !== undefined && same(found, bytes(root))).toBe(!wantErr);
    },
  );

  it.each(Object.entries(consistency))(
    'consistency: %s',
    (_, { size1, size2, root1, root2, proof, wantErr }) => {
      const path = (proof ?? []).map(bytes);
      const claim = {
        from: BigInt(size1),
        to: BigInt(size2),
        fromRoot: bytes(root1),
        toRoot: bytes(root2),
        path,
      };
      expect(isConsistent(claim)).toBe(!wantErr);
    },
  );

  it('a signed note', () => {
    const { vkey, note } = read('signed-note.json') as { vkey: string; note: string };
    const key = parseVerifierKey(vkey)!;
    expect(signatureBy(key, parseNote(note)!)).toEqual({ found: 'right' });
    expect(signatureBy(key, parseNote(note.replace('an example', 'an Example'))!)).toEqual({
      found: 'wrong',
    });
    expect(signatureBy({ ...key, name: 'example.com/bar' }, parseNote(note)!)).toEqual({ found: 'none' });
    expect(parseVerifierKey(vkey.replace('foo', 'bar'))).toBeUndefined();
    expect(parseVerifierKey(vkey.replace('530d903a', '530d903b'))).toBeUndefined();
  });

  it.each(Object.entries(read('jcs.json') as Record<string, { input: string; output: string }>))(
    'a canonical form: %s',
    (_, { input, output }) => {
      expect(canonicalize(JSON.parse(input))).toBe(output);
    },
  );
});

describe('the verifier reads as the specification says', () => {
  it('paths of tiles', () => {
    expect(pathOf({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(pathOf({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(pathOf({ level: 'entries', index: 273, width: 112 })).toBe('tile/entries/273.p/112');
  });

  it('which tiles a log of 70,000 leaves has', () => {
    const widths = [0, 1, 2, 3].map((level) => [...tilesOf(level, 70_000)].map(({ width }) => width));
    expect(widths[0]).toEqual([...Array<number>(273).fill(256), 112]);
    expect(widths.slice(1)).toEqual([[256, 17], [1], []]);
  });

  it.each(['AA', 'AA=', 'AB==', 'AA==AA==', 'A_==', ' AA=='])('no base64 in another form: %s', (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });

  it.each(['A', 'AB', 'AA==', 'A+8'])('no base64url in another form: %s', (text) => {
    expect(fromBase64url(text)).toBeUndefined();
  });

  it.each([NaN, Infinity, '\ud800', { '\udfff': 1 }, undefined, 1n])('no canonical form of %p', (value) => {
    expect(() => canonicalize(value)).toThrow();
  });
});
