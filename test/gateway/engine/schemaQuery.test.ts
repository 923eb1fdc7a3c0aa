import { describe, expect, test } from '@jest/globals';
import { buildSchema, execute, getIntrospectionQuery, Kind, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { Generation } from '../../../gateway/engine/generation.js';
import { SchemaQuery } from '../../../gateway/engine/schemaQuery.js';
import { NO_COSTS } from '../../../gateway/engine/planner/costTable.js';
import type { OpenPlanner } from '../../../gateway/engine/planner/plannerWorker.js';

const SDL = 'type Query { thing(of: Int = 3): Thing  old: Int @deprecated } type Thing { id: ID! }';
const schema = buildSchema(SDL);
const asked = (text: string) => {
  const document = parse(text);
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return { document, operation: operations[0] as OperationDefinitionNode, id: text };
};
function query(text: string): SchemaQuery {
  const { document, operation } = asked(text);
  return new SchemaQuery(schema, document, operation);
}

describe('a query for nothing but the schema', () => {
  test.each([
    ['as an IDE asks it', getIntrospectionQuery(), {}],
    ['of names alone', '{ x: __typename __schema { queryType { n: name } } }', {}],
    ['of nothing that there is', '{ __type(name: "Nothing") { name } }', {}],
    [
      'with variables',
      'query ($name: String!, $old: Boolean = true, $no: Boolean!) { __type(name: $name) { fields(includeDeprecated: $old) { name type @skip(if: $no) { name } } } }',
      { name: 'Query', no: true },
    ],
    ['beside others', 'query A { __typename } query B { __schema { queryType { name } } }', {}],
  ])('%s is answered as the reference does', (_, text, variables) => {
    const { document, operation } = asked(text);
    const operationName = operation.name?.value;
    const reference = execute({ schema, document, operationName, variableValues: variables });
    const { data, errors } = query(text).execute({ variables });
    expect({ data: JSON.parse(data.text) as unknown, errors }).toEqual({
      ...JSON.parse(JSON.stringify(reference)),
      errors: [],
    });
  });

  test('is written once where it has no variables, whatever is sent', () => {
    const made = query('{ __schema { types { name } } }');
    const first = made.execute({ variables: {} });
    expect(made.execute({ variables: { name: 'x' } })).toBe(first);
    expect(made.keptBytes).toBe(first.data.document?.length);
  });

  test('keeps nothing where it has some', () => {
    const made = query('query ($name: String!) { __type(name: $name) { name } }');
    expect(made.keptBytes).toBe(0);
    const named = (name: string): unknown => JSON.parse(made.execute({ variables: { name } }).data.text);
    expect(named('Thing')).toEqual({ __type: { name: 'Thing' } });
    expect(named('Query')).toEqual({ __type: { name: 'Query' } });
  });
});

describe('a generation', () => {
  const plans: string[] = [];
  const planner: OpenPlanner = {
    facts: {
      apiSdl: SDL,
      definitionsAt: [0],
      costs: NO_COSTS,
      subgraphs: [],
      possibleTypes: {},
      objectTypes: ['Query', 'Thing'],
      requirements: {},
      keyObjects: {},
      overrideLabels: [],
      caching: { rules: {}, keys: {} },
    },
    plan: (operation) => Promise.reject(new Error(`planned ${plans.push(operation)}`)),
    close: () => undefined,
  };
  const generation = (operationsBytesMax: number) =>
    new Generation({ planner, schema, operationsBytesMax, errorsMax: 10, answerBytesMax: 2 ** 23 });

  test('plans no query for the schema', async () => {
    const made = await generation(1_000_000).operationFor(asked(getIntrospectionQuery()), {});
    expect(made).toBeInstanceOf(SchemaQuery);
    expect(plans).toEqual([]);
  });

  test('keeps no more of their answers than it may', async () => {
    const small = generation(100_000);
    for (let index = 0; index < 50; index++) {
      await small.operationFor(asked(`{ a${index}: __schema { types { name fields { name } } } }`), {});
    }
    const last = await small.operationFor(asked('{ __schema { types { name fields { name } } } }'), {});
    const { data } = (last as SchemaQuery).execute({ variables: {} });
    expect(small.size).toBeGreaterThan(0);
    expect(small.size * data.document!.length).toBeLessThanOrEqual(100_000);
    const large = generation(100);
    await large.operationFor(asked(getIntrospectionQuery()), {});
    expect(large.size).toBe(0);
  });
});
