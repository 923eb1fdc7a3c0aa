import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fromBase64,
  fromBase64Url,
  fromHex,
  sameBytes,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
} from '../../../subgraphs/kit/domain/encoding.js';

const bytes = fc.uint8Array();

const forms = [
  { name: 'base64url', to: toBase64Url, from: fromBase64Url },
  { name: 'base64', to: toBase64, from: fromBase64 },
  { name: 'hex', to: toHex, from: fromHex },
];

describe.each(forms)('$name', ({ to, from }) => {
  it('gives the bytes back', () => {
    fc.assert(fc.property(bytes, (value) => sameBytes(from(to(value))!, value)));
  });

  it('reads a text only if it writes the same', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = from(text);
        expect(read === undefined || to(read) === text).toBe(true);
      }),
    );
  });

  it('reads a view of a larger buffer as what it shows', () => {
    expect(to(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).toBe(to(Uint8Array.of(2, 3)));
  });
});

describe('reading strictly', () => {
  const refused = [
    { name: 'padding in base64url', read: () => fromBase64Url('AQ==') },
    { name: 'spare bits in base64url', read: () => fromBase64Url('AR') },
    { name: 'the other alphabet', read: () => fromBase64Url('+/+/') },
    { name: 'a space', read: () => fromBase64Url('AQ ID') },
    { name: 'base64 without its padding', read: () => fromBase64('AQ') },
    { name: 'spare bits in base64', read: () => fromBase64('AR==') },
    { name: 'a line end', read: () => fromBase64('AQID\n') },
    { name: 'capitals in hex', read: () => fromHex('AB') },
    { name: 'half a byte', read: () => fromHex('abc') },
    { name: 'a letter that is no digit', read: () => fromHex('ag') },
  ];
  it.each(refused)('refuses $name', ({ read }) => expect(read()).toBeUndefined());
});

describe('utf8', () => {
  it('writes the bytes of a text', () => expect(toHex(utf8('é€'))).toBe('c3a9e282ac'));
});
