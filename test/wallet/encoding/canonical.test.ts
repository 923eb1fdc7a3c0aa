import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { toHex, utf8 } from '../../../wallet/encoding/bytes.js';
import { canonicalize, digestOf, type Json } from '../../../wallet/encoding/canonical.js';

interface Vector {
  input: string;
  outputHex: string;
}

const vectors = JSON.parse(readFileSync('test/support/vectors/jcs.json', 'utf8')) as Record<string, Vector>;

describe('the canonical form', () => {
  it.each(Object.entries(vectors))(
    'agrees with the RFC 8785 vector %s to the byte',
    (_name, { input, outputHex }) => {
      expect(toHex(utf8(canonicalize(JSON.parse(input) as Json)))).toBe(outputHex);
    },
  );

  it('leaves out what is undefined, so an absent field and an undefined one are signed alike', () => {
    expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }));
  });

  it.each([
    { name: 'a number that is none', value: NaN },
    { name: 'infinity', value: Infinity },
    { name: 'half of a character', value: '\ud800' },
    { name: 'nothing at all', value: undefined as unknown as Json },
  ])('refuses $name', ({ value }) => {
    expect(() => canonicalize(value)).toThrow();
  });
});
