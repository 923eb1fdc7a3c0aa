import { describe, expect, test } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import { parseExact, printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import { executableVariables } from '../../../subgraphs/kit/wire/exactVariables.js';

const schema = buildSchema(`
  scalar Any
  input In { any: Any, float: Float, list: [In!], id: ID }
  type Query { any(v: Any): Any, int(v: Int): Int, float(v: Float): Float, id(v: ID): ID, in(v: In): Any, ints(v: [Int!]): Any }
`);

/** What a service in this process answers that gives back what it was given, as text. */
async function echoed(type: string, field: string, written: string): Promise<string> {
  const document = parse(`query ($v: ${type}) { ${field}(v: $v) }`);
  const variables = parseExact(`{"v":${written}}`) as Record<string, unknown>;
  const { data, errors } = await execute({
    schema,
    document,
    variableValues: executableVariables(schema, document, { variables }),
    fieldResolver: (_, { v }: { v: unknown }) => v,
  });
  expect(errors).toBeUndefined();
  return printExact(data?.[field])!;
}

describe('a variable of a service in this process', () => {
  test.each([
    ['Any', 'any', '9007199254740993', '9007199254740993'],
    ['Any', 'any', '{"a":[1.50,{"b":123456789012345678901}]}', '{"a":[1.50,{"b":123456789012345678901}]}'],
    ['ID', 'id', '9007199254740993', '"9007199254740993"'],
    ['Int', 'int', '1e3', '1000'],
    ['Float!', 'float', '1.0', '1'],
    ['[Int!]', 'ints', '[1.0,2]', '[1,2]'],
    ['[Int!]', 'ints', '1.0', '[1]'],
    [
      'In',
      'in',
      '{"any":9007199254740993,"float":0.10,"list":[{"id":9007199254740993}]}',
      '{"any":9007199254740993,"float":0.1,"list":[{"id":"9007199254740993"}]}',
    ],
  ])('%s keeps what its type can keep: %s of %s', async (type, field, written, wanted) => {
    expect(await echoed(type, field, written)).toBe(wanted);
  });

  test('is itself where a double changes nothing', () => {
    const variables = { v: { any: 1, list: [{ float: 0.5 }] } };
    const document = parse('query ($v: In) { in(v: $v) }');
    expect(executableVariables(schema, document, { variables })).toBe(variables);
  });

  test.each(['{"v":9007199254740993}', '{"v":1.5}'])(
    'of a type that does not have it is refused: %s',
    async (json) => {
      const document = parse('query ($v: Int) { int(v: $v) }');
      const variables = parseExact(json) as Record<string, unknown>;
      const { errors } = await execute({
        schema,
        document,
        variableValues: executableVariables(schema, document, { variables }),
      });
      expect(errors?.[0]?.message).toContain('Int cannot represent');
    },
  );

  test('that nobody declared, or of an inherited name, does no harm', () => {
    const document = parse('query ($v: In) { in(v: $v) }');
    const variables = parseExact('{"w":1.0,"v":{"__proto__":1.0,"constructor":2.0}}') as Record<
      string,
      unknown
    >;
    const taken = executableVariables(schema, document, { variables });
    expect(JSON.stringify(taken)).toBe('{"w":1,"v":{"__proto__":1,"constructor":2}}');
  });
});
