import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, getVariableValues, GraphQLInt, Kind, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { Coercion } from '../../../gateway/guard/coercion.js';

const SDL = `
  type Query { a(n: Int, in: In): Int }
  enum Kind { ONE TWO }
  input In { n: Int!  m: Int = 4  list: [Int!]  kind: Kind  in: In }
`;
const schema = buildSchema(SDL);
const options = { errorsMax: 3, hints: false };

function operationOf(query: string): OperationDefinitionNode {
  return parse(query).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
}

function coerce(declarations: string, variables: Record<string, unknown>, hints = false): unknown {
  const operation = operationOf(`query (${declarations}) { a }`);
  return new Coercion(schema, operation, { ...options, hints }).coerce(variables);
}

const messages = (outcome: unknown): string[] =>
  (outcome as { message: string }[]).map(({ message }) => message);

describe('coercion', () => {
  test.each([
    [
      'a variable that is required',
      '$n: Int!',
      {},
      'Variable "$n" of required type "Int!" was not provided.',
    ],
    [
      'a null where none may be',
      '$n: Int!',
      { n: null },
      'Expected non-nullable type "Int!" not to be null.',
    ],
    ['a value of another type', '$n: Int', { n: 'x' }, 'Int cannot represent non-integer value: "x"'],
    ['a number out of range', '$n: Int', { n: 1e300 }, 'non 32-bit signed integer'],
    [
      'a field that the type lacks',
      '$i: In',
      { i: { n: 1, nn: 1 } },
      'Field "nn" is not defined by type "In".',
    ],
    ['a field that is required', '$i: In', { i: {} }, 'Field "n" of required type "Int!" was not provided.'],
    [
      'an enum value that is none',
      '$k: Kind',
      { k: 'THREE' },
      'Value "THREE" does not exist in "Kind" enum.',
    ],
    ['a place inside a list', '$i: In', { i: { n: 1, list: [1, 'x'] } }, 'at "i.list.1"'],
  ])('refuses %s', (_, declarations, variables, message) => {
    expect(messages(coerce(declarations, variables))).toEqual([expect.stringContaining(message)]);
  });

  test('knows a variable only where it is one of its own', () => {
    expect(messages(coerce('$toString: Int!', {}))).toHaveLength(1);
    expect(coerce('$n: Int', { other: 'x' })).toEqual({});
  });

  test('suggests names only where the schema may be seen', () => {
    const variables = { i: { n: 1, kin: 'ONE' } };
    expect(messages(coerce('$i: In', variables, true))[0]).toContain('Did you mean');
    expect(messages(coerce('$i: In', variables, false))[0]).not.toContain('Did you mean');
  });

  test('reports so many errors, and one that says there are more', () => {
    expect(messages(coerce('$l: [Int]', { l: ['a', 'b', 'c'] }))).toHaveLength(3);
    const more = messages(coerce('$l: [Int]', { l: ['a', 'b', 'c', 'd'] }));
    expect(more).toHaveLength(4);
    expect(more.at(-1)).toMatch(/^Too many errors/);
  });

  test('looks at nothing behind the last error that it reports', () => {
    let looked = 0;
    const counting = buildSchema(SDL);
    const { parseValue } = GraphQLInt;
    Object.assign(counting.getType('Int')!, {
      parseValue: (value: unknown) => {
        looked += 1;
        return parseValue(value);
      },
    });
    try {
      const wrong = { l: Array<string>(100_000).fill('x') };
      const operation = operationOf('query ($l: [Int]) { a }');
      expect(new Coercion(counting, operation, options).coerce(wrong)).toHaveLength(4);
      expect(looked).toBe(4);
    } finally {
      Object.assign(GraphQLInt, { parseValue });
    }
  });

  test('repeats no more than a little of a wrong value', () => {
    expect(messages(coerce('$n: Int', { n: 'x'.repeat(100_000) }))[0]!.length).toBeLessThan(600);
  });

  test('gives what graphql gives', () => {
    const value = fc.oneof(fc.integer(), fc.constant(null), fc.constantFrom('x', 'ONE', true, 1.5));
    const input = fc.letrec((tie) => ({
      in: fc.record(
        {
          n: value,
          m: value,
          list: fc.oneof(value, fc.array(value, { maxLength: 3 })),
          kind: fc.constantFrom('ONE', 'TWO', 'THREE', null),
          in: fc.option(tie('in'), { maxDepth: 3 }),
        },
        { requiredKeys: [] },
      ),
    })).in;
    const declarations = ['$n: Int! $i: In', '$n: Int = 3, $i: In = {n: 1}', '$n: [Int!] $i: [In!]!'];
    fc.assert(
      fc.property(
        fc.constantFrom(...declarations),
        fc.record({ n: value, i: input }, { requiredKeys: [] }),
        (declared, variables) => {
          const operation = operationOf(`query (${declared}) { a }`);
          const theirs = getVariableValues(schema, operation.variableDefinitions!, variables);
          const ours = new Coercion(schema, operation, { errorsMax: 1_000, hints: true }).coerce(variables);
          if (theirs.errors) expect(ours).toHaveLength(theirs.errors.length);
          else expect(ours).toEqual(theirs.coerced);
        },
      ),
    );
  });
});
