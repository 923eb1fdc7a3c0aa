import assert from 'node:assert/strict';

const LENGTH_BYTES = 2;
const LEAF_BYTES_MAX = 2 ** 16 - 1;

/** Leaves one after another, each behind its length: two bytes, the higher one first (C2SP tlog-tiles). */
export function entryBundle(leaves: readonly string[]): Buffer {
  return Buffer.concat(
    leaves.flatMap((text) => {
      const leaf = Buffer.from(text, 'utf8');
      assert(leaf.length <= LEAF_BYTES_MAX, `a leaf of ${leaf.length} bytes fits no bundle`);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(leaf.length);
      return [length, leaf];
    }),
  );
}
