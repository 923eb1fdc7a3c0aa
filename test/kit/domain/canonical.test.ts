import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize, digestOf } from '../../../subgraphs/kit/domain/canonical.js';
import { readVector } from './vectors.js';

interface Vector {
  input: string;
  output: string;
  outputHex: string;
}

const published = Object.entries(JSON.parse(readVector('jcs.json')) as Record<string, Vector>);

describe('canonicalize', () => {
  it.each(published)('writes %s as the published vectors do', (_name, { input, output, outputHex }) => {
    const form = canonicalize(JSON.parse(input));
    expect(form).toBe(output);
    expect(Buffer.from(form).toString('hex')).toBe(outputHex);
  });

  it('is one for values that differ in the order of members alone', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalize(turned)).toBe(canonicalize(value));
      }),
    );
  });

  it('means what it was made from', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.parse(canonicalize(JSON.parse(json)))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('keeps a member called __proto__', () => {
    expect(canonicalize(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
  });

  it('takes objects without a prototype, as graphql makes them', () => {
    expect(canonicalize(Object.assign(Object.create(null), { a: [null] }))).toBe('{"a":[null]}');
  });

  it('takes a value that stands in two places', () => {
    const shared = { a: 1 };
    expect(canonicalize([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  const holed: unknown[] = [1];
  holed[2] = 3;
  const notJson: [string, unknown][] = [
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['undefined in a list', [undefined]],
    ['a hole in a list', holed],
    ['a bigint', { a: 1n }],
    ['NaN', [NaN]],
    ['infinity', [-Infinity]],
    ['a symbol', [Symbol('s')]],
    ['a function', { a: () => 1 }],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([[1, 2]])],
    ['bytes', Uint8Array.of(1)],
    ['an instance', new (class Thing {})()],
    ['an object that writes itself', { toJSON: () => 1 }],
  ];
  it.each(notJson)('asserts that %s is not JSON', (_name, value) => {
    expect(() => canonicalize(value)).toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
    expect(() => digestOf(value)).toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  const theirs: [string, unknown][] = [
    ['half a surrogate pair', { a: '\ud800' }],
    ['half a surrogate pair in a name', { '\udc00': 1 }],
    ['nesting that never ends', cyclic],
    ['nesting beyond all reason', JSON.parse('['.repeat(65) + ']'.repeat(65))],
    ['nesting that would end the stack', JSON.parse('['.repeat(5000) + ']'.repeat(5000))],
  ];
  it.each(theirs)('refuses %s', (_name, value) => {
    expect(() => canonicalize(value)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('takes nesting of 64 levels', () => {
    const deep = '['.repeat(64) + ']'.repeat(64);
    expect(canonicalize(JSON.parse(deep))).toBe(deep);
  });
});

describe('digestOf', () => {
  it('is the lowercase SHA-256 of the UTF-8 bytes of the canonical form', () => {
    const form = '{"a":"€","b":1}';
    expect(digestOf({ b: 1, a: '€' })).toBe(createHash('sha256').update(Buffer.from(form)).digest('hex'));
  });
});
