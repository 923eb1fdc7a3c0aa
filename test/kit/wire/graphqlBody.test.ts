import { describe, expect, test } from '@jest/globals';
import { readGraphqlBody } from '../../../subgraphs/kit/wire/graphqlBody.js';

const read = (text: string) => readGraphqlBody(Buffer.from(text));

describe('a body that a gateway sends', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'has a variable named %s like any other',
    (name) => {
      const asked = read(`{"query":"{a}","variables":{"${name}":{"${name}":1},"b":2}}`);
      expect(Object.keys(asked!.variables!)).toEqual([name, 'b']);
      expect(JSON.stringify(asked!.variables)).toBe(`{"${name}":{"${name}":1},"b":2}`);
    },
  );

  test('may leave out what it has none of, or say null', () => {
    const nothing = { query: '{a}', variables: undefined, operationName: undefined };
    expect(read('{"query":"{a}"}')).toEqual(nothing);
    expect(read('{"query":"{a}","variables":null,"operationName":null}')).toEqual(nothing);
  });

  test.each([
    '',
    '{',
    '[]',
    '{"query":1}',
    '{"query":"{a}","variables":[]}',
    '{"query":"{a}","variables":"b"}',
  ])('is none if it is %s', (text) => expect(read(text)).toBeUndefined());
});
