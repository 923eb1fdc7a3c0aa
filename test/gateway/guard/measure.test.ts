import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'graphql';
import { measureOperations } from '../../../gateway/guard/measure.js';
import { doubling } from '../support/bombs.js';

const measure = (query: string) => measureOperations(parse(query))[0];

describe('measuring', () => {
  const cases = [
    {
      name: 'one field',
      query: '{a}',
      want: { depth: 1, fields: 1, selections: 1, objects: 0, aliases: 0, directives: 0 },
    },
    {
      name: 'fields below one another',
      query: '{a{b{c}} d}',
      want: { depth: 3, fields: 2, selections: 4, objects: 2, aliases: 0, directives: 0 },
    },
    {
      name: 'an alias and a directive, also of the operation',
      query: 'query @x {a: b @skip(if: true) @y}',
      want: { depth: 1, fields: 1, selections: 1, objects: 0, aliases: 1, directives: 3 },
    },
    {
      name: 'an inline fragment, which is no level',
      query: '{... on Q @x {a b}}',
      want: { depth: 1, fields: 2, selections: 3, objects: 0, aliases: 0, directives: 1 },
    },
    {
      name: 'a fragment as often as it is spread',
      query: '{...f x{...f}} fragment f on Q {k: a{b}}',
      want: { depth: 3, fields: 2, selections: 7, objects: 3, aliases: 2, directives: 0 },
    },
    {
      name: 'an unknown fragment as nothing',
      query: '{...nowhere}',
      want: { depth: 0, fields: 0, selections: 1, objects: 0, aliases: 0, directives: 0 },
    },
  ];
  test.each(cases)('counts $name', ({ query, want }) => expect(measure(query)).toEqual(want));

  test('gives one measure per operation', () => {
    expect(measureOperations(parse('query A {a} query B {a b}')).map(({ fields }) => fields)).toEqual([1, 2]);
  });

  test.each([
    ['itself', '{...f} fragment f on Q {...f}'],
    ['itself through another', '{...f} fragment f on Q {a{...g}} fragment g on Q {...f}'],
    ['itself where no operation goes', '{a} fragment f on Q {...f}'],
  ])('refuses a fragment that spreads %s', (_, query) => {
    expect(() => measure(query)).toThrow(expect.objectContaining({ code: 'FRAGMENT_CYCLE' }));
  });

  test('takes no time for a kilobyte that expands to more than anything could hold', () => {
    const bomb = doubling(20);
    expect(bomb.length).toBeLessThan(1024);
    const document = parse(bomb);
    const [measured] = measureOperations(document);
    expect(measured!.fields).toBe(2 ** 20);
  });

  test('stays exact enough where sums would leave the numbers', () => {
    expect(Number.isSafeInteger(measure(doubling(200))!.selections)).toBe(true);
  });

  test('equals the measure of the expanded document', () => {
    // Fragment i spreads only later ones, so that there is no cycle.
    const bodies = fc.array(
      fc.array(
        fc.oneof(
          fc.constant('a'),
          fc.constant('x: a'),
          fc.constant('a{b}'),
          fc.nat(5).map((n) => `#${n}`),
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(bodies, (fragments) => {
        const later = (at: number, jump: string) =>
          Math.min(at + 1 + Number(jump.slice(1)), fragments.length);
        const spread = (body: string[], at: number) =>
          body.map((part) => (part.startsWith('#') ? `...f${later(at, part)}` : part)).join(' ');
        const expand = (at: number): string =>
          at === fragments.length
            ? 'z'
            : fragments[at]!.map((part) =>
                part.startsWith('#') ? `... {${expand(later(at, part))}}` : part,
              ).join(' ');
        const written =
          `{...f0} fragment f${fragments.length} on Q {z} ` +
          fragments.map((body, at) => `fragment f${at} on Q {${spread(body, at)}}`).join(' ');
        expect(measure(written)).toEqual(measure(`{... {${expand(0)}}}`));
      }),
    );
  });
});
