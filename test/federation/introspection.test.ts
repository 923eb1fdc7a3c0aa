import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'a',
      typeDefs: `type Query { thing: Thing } "A thing." type Thing @key(fields: "id") { id: ID!, old: Int @deprecated(reason: "gone") }`,
      resolvers: { Query: { thing: () => ({ id: '1' }) } },
    },
    {
      name: 'b',
      typeDefs: `type Thing @key(fields: "id") { id: ID!, size(of: Int = 3): Int }`,
      resolvers: { Thing: { size: (_, { of }) => of } },
    },
  );
});

describe('introspection', () => {
  test.each([
    {
      name: 'is answered beside data',
      query: '{ thing { size } __type(name: "Thing") { description } __schema { queryType { name } } }',
      data: {
        thing: { size: 3 },
        __type: { description: 'A thing.' },
        __schema: { queryType: { name: 'Query' } },
      },
    },
    {
      name: 'is answered by the names that the client gives, in its order',
      query:
        '{ a: __type(name: "Thing") { n: name } t: thing { id } b: __type(name: "Nothing") { name } c: __typename }',
      data: { a: { n: 'Thing' }, t: { id: '1' }, b: null, c: 'Query' },
    },
    {
      name: 'reads variables, conditions and fragments',
      query: `query ($name: String!, $no: Boolean!, $old: Boolean = true) {
        __type(name: $name) { ...T kind @include(if: $no) } thing { id @skip(if: $no) }
      } fragment T on __Type { fields(includeDeprecated: $old) { name isDeprecated } }`,
      variables: { name: 'Thing', no: false },
      data: {
        __type: {
          fields: [
            { name: 'id', isDeprecated: false },
            { name: 'old', isDeprecated: true },
            { name: 'size', isDeprecated: false },
          ],
        },
        thing: { id: '1' },
      },
    },
  ])('$name', async (wanted) => {
    const { data } = await expectAnswer(federation, wanted);
    expect(Object.keys(data!)).toEqual(Object.keys(wanted.data));
  });

  test('of all asks no subgraph, and is the schema that clients see', async () => {
    federation.requests.length = 0;
    const { data } = await federation.execute({ query: getIntrospectionQuery() });
    const schema = printSchema(buildClientSchema(data as unknown as IntrospectionQuery));
    expect(schema).toContain('size(of: Int = 3): Int');
    expect(schema).not.toMatch(/join__|_entities|_service|link__/);
    expect(callsOf(federation)).toEqual({});
  });
});
