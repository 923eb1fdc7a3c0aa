import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { countOverlaps } from '../../../gateway/guard/overlaps.js';

function overlaps(query: string): number {
  const document = parse(query);
  return countOverlaps(document, document.definitions[0] as OperationDefinitionNode);
}

const times = (count: number, text: string): string => `${text} `.repeat(count);

describe('the pairs of fields at one place', () => {
  const cases = [
    { name: 'are none where each stands alone', query: '{ a b { a b } }', want: 0 },
    { name: 'are all pairs of a field that is repeated', query: `{ ${times(5, 'a')} }`, want: 10 },
    { name: 'are found by what the answer calls them', query: '{ a b: a a: b }', want: 1 },
    { name: 'are found below others', query: '{ a { b b } c { b } }', want: 1 },
    { name: 'are found between the selections of a pair', query: '{ a { b } a { b } }', want: 2 },
    { name: 'are found at every level of it', query: `{ ${times(3, 'a { b { c } }')} }`, want: 9 },
    { name: 'are found in inline fragments', query: '{ a ... on Q { a ... { a } } }', want: 3 },
    {
      name: 'are found in fragments as often as they are spread',
      query: '{ ...f ...f a } fragment f on Q { a { b } }',
      want: 3 + 1,
    },
    { name: 'are none in fragments that are not there', query: '{ a ...nowhere }', want: 0 },
  ];
  test.each(cases)('$name', ({ query, want }) => expect(overlaps(query)).toBe(want));

  test('are as many as comparing each field with each finds', () => {
    const tree = fc.letrec<{ set: string[] }>((tie) => ({
      set: fc.array(
        fc
          .tuple(fc.constantFrom('a', 'b', 'c'), fc.option(tie('set'), { maxDepth: 3 }))
          .map(([name, below]) => (below?.length ? `${name} { ${below.join(' ')} }` : name)),
        { minLength: 1, maxLength: 5 },
      ),
    })).set;
    const pathsOf = (set: readonly unknown[], path: string): string[] =>
      (set as { name: { value: string }; selectionSet?: { selections: unknown[] } }[]).flatMap((field) => {
        const own = `${path}/${field.name.value}`;
        return [own, ...pathsOf(field.selectionSet?.selections ?? [], own)];
      });
    fc.assert(
      fc.property(tree, (set) => {
        const query = `{ ${set.join(' ')} }`;
        const paths = pathsOf(
          (parse(query).definitions[0] as OperationDefinitionNode).selectionSet.selections,
          '',
        );
        const pairs = paths.flatMap((path, i) => paths.slice(i + 1).filter((other) => other === path));
        expect(overlaps(query)).toBe(pairs.length);
      }),
    );
  });
});
