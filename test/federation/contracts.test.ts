import { printSchema } from 'graphql';
import { Supergraph } from '@apollo/federation-internals';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { composeToys } from '../support/federation/composeToys.js';
import { expectAnswer, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

const MARK = `
  extend schema
    @link(url: "https://specs.toys.example/mark/v1.0", import: ["@mark"])
    @composeDirective(name: "@mark")
  directive @mark(by: String!) repeatable on FIELD_DEFINITION | OBJECT
`;

const accounts: Toy = {
  name: 'accounts',
  typeDefs: `${MARK}
    type Query { me: Account, hidden: Int @inaccessible, owners: [Owner], kinds: [Kind] @tag(name: "beta") }
    type Account @key(fields: "number") @mark(by: "accounts") @tag(name: "core") {
      number: ID! @inaccessible
      holder: String @mark(by: "a") @tag(name: "core")
      code: Int @inaccessible
    }
    interface Owner { name: String }
    type Person implements Owner { name: String }
    type Trust implements Owner @inaccessible { name: String }
    enum Kind { OPEN CLOSED SECRET @inaccessible }
  `,
  resolvers: {
    Query: {
      me: () => ({ number: '7', holder: 'Ann', code: 5 }),
      owners: () => [
        { __typename: 'Person', name: 'p' },
        { __typename: 'Trust', name: 't' },
      ],
      kinds: () => ['OPEN', 'SECRET'],
    },
  },
};

const balances: Toy = {
  name: 'balances',
  typeDefs: `
    type Account @key(fields: "number") {
      number: ID! @inaccessible
      code: Int @external
      balance: Int @requires(fields: "code")
      limit(of: Int = 1, hidden: Int = 4 @inaccessible): Int
    }
  `,
  resolvers: {
    Account: { balance: ({ number, code }) => number * 10 + code, limit: (_, { of, hidden }) => of + hidden },
  },
};

let federation: Federation;
beforeAll(async () => {
  federation = await federate(accounts, balances);
});

describe('what is not for clients', () => {
  test.each([
    {
      name: 'still is a key, and what others need',
      query: '{ me { holder balance limit } }',
      data: { me: { holder: 'Ann', balance: 75, limit: 5 } },
    },
    {
      name: 'may be the name that a client gives to something else',
      query: '{ me { number: holder code: balance } }',
      data: { me: { number: 'Ann', code: 75 } },
    },
    {
      name: 'is an error and null where its type comes up',
      query: '{ owners { name } }',
      data: { owners: [{ name: 'p' }, null] },
      failing: [['owners', 1]],
    },
    {
      name: 'is an error and null where its value comes up',
      query: '{ kinds }',
      data: { kinds: ['OPEN', null] },
      failing: [['kinds', 1]],
    },
  ])('$name', async (wanted) => {
    const { errors = [] } = await expectAnswer(federation, wanted);
    expect(JSON.stringify(errors)).not.toMatch(/Trust|SECRET/);
  });

  test.each([
    '{ hidden }',
    '{ me { number } }',
    '{ me { limit(hidden: 1) } }',
    '{ owners { ... on Trust { name } } }',
  ])('cannot be asked for: %s', async (query) => {
    federation.requests.length = 0;
    const { data, errors } = await federation.execute({ query });
    expect([data, errors?.length, federation.requests]).toEqual([undefined, 1, []]);
  });

  test('is not told by introspection', async () => {
    const { data } = await federation.execute({
      query: '{ __schema { types { name fields { name args { name } } enumValues { name } } } }',
    });
    expect(JSON.stringify(data)).not.toMatch(/Trust|SECRET|"hidden"|"number"|"code"|join__|_entities/);
  });

  test('goes to the subgraph that needs it', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ me { balance } }' });
    expect(representationsTo(federation, 'balances')).toEqual([
      [{ __typename: 'Account', number: '7', code: 5 }],
    ]);
  });
});

describe('directives on the schema', () => {
  test('of our own and tags reach the supergraph, and change nothing that is answered', async () => {
    const { supergraphSdl } = composeToys([accounts, balances]);
    expect(supergraphSdl).toMatch(/holder: String .*@mark\(by: "a"\)/);
    expect(supergraphSdl).toMatch(/holder: String .*@tag\(name: "core"\)/);
    const api = printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema());
    expect(api).toContain('holder: String');
    expect(api).not.toMatch(/@tag|@inaccessible/);
    await expectAnswer(federation, { name: '', query: '{ me { holder } }', data: { me: { holder: 'Ann' } } });
  });
});
