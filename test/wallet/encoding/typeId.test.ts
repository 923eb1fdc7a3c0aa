import { describe, expect, it } from '@jest/globals';

import { newTypeId } from '../../../wallet/encoding/typeId.js';

describe('a TypeID', () => {
  it('is its prefix and 26 base-32 digits whose first is at most 7', () => {
    expect(newTypeId('cns')).toMatch(/^cns_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  });

  it('sorts by birth', () => {
    const born = Array.from({ length: 500 }, () => newTypeId('cns'));
    expect(born.toSorted()).toEqual(born);
    expect(new Set(born).size).toBe(born.length);
  });
});
