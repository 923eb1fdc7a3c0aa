import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';
import { doubling } from '../support/bombs.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);
let open: ToyGateway;
let closed: ToyGateway;

beforeAll(async () => {
  open = await startToyGateway(keys, [membership, governance]);
  closed = await startToyGateway(keys, [membership, governance], {
    NODE_ENV: 'production',
    GUARD_COST_MAX: '50',
  });
});
afterAll(() => Promise.all([open.stop(), closed.stop()]));

const repeat = (times: number, make: (index: number) => string): string =>
  Array.from({ length: times }, (_, i) => make(i)).join(' ');

describe('the guard refuses before anything is planned', () => {
  const cases = [
    { name: 'too many tokens', query: `{ ${repeat(4_000, () => 'me')} }`, code: 'TOKENS_EXCEEDED' },
    { name: 'selections nested beyond the stack', query: '{a'.repeat(1_900), code: 'NESTING_EXCEEDED' },
    {
      name: 'values nested beyond the stack',
      query: `{ me(x: ${'['.repeat(1_900)}) }`,
      code: 'NESTING_EXCEEDED',
    },
    {
      name: 'a fragment that spreads itself',
      query: '{ ...f } fragment f on Query { ...f }',
      code: 'FRAGMENT_CYCLE',
    },
    { name: 'fields too deep', query: `{ ${'a{'.repeat(20)} b ${'}'.repeat(20)} }`, code: 'DEPTH_EXCEEDED' },
    {
      name: 'too many root fields',
      query: `{ ${repeat(21, (i) => `a${i}`)} }`,
      code: 'ROOT_FIELDS_EXCEEDED',
    },
    {
      name: 'too many root fields through a fragment',
      query: `{ ...f ...f } fragment f on Query { ${repeat(11, () => 'me')} }`,
      code: 'ROOT_FIELDS_EXCEEDED',
    },
    {
      name: 'too many aliases',
      query: `{ cooperative { ${repeat(61, (i) => `a${i}: id`)} } }`,
      code: 'ALIASES_EXCEEDED',
    },
    {
      name: 'too many directives',
      query: `{ me ${repeat(61, () => '@skip(if: false)')} }`,
      code: 'DIRECTIVES_EXCEEDED',
    },
    {
      name: 'too many selections',
      query: `{ cooperative { ${repeat(1_000, (i) => `f${i}`)} } }`,
      code: 'SELECTIONS_EXCEEDED',
    },
    {
      name: 'too many objects',
      query: `{ cooperative { ...f ...f } } fragment f on Cooperative { ${repeat(75, () => 'a { id }')} }`,
      code: 'OBJECTS_EXCEEDED',
    },
    {
      name: 'fragments that double one another below a field',
      query: doubling(20).replace('{...f0}', '{cooperative{...f0}}'),
      code: 'SELECTIONS_EXCEEDED',
    },
    {
      name: 'too large a page',
      query: '{ cooperatives(first: 101) { nodes { id } } }',
      code: 'PAGE_SIZE_INVALID',
    },
    {
      name: 'too dear an operation',
      query: '{ cooperatives(first: 100) { nodes { members(first: 100) { nodes { id } } } } }',
      code: 'COST_EXCEEDED',
    },
    {
      name: 'too many fields at one place',
      query: `{ cooperative { ${repeat(142, () => 'id')} } }`,
      code: 'OVERLAPS_EXCEEDED',
    },
    {
      name: 'comments at the end',
      query: `{ me } ${'#\n'.repeat(4_000)}`,
      code: 'TOKENS_EXCEEDED',
    },
    {
      name: 'the schema twice',
      query: `{ ${repeat(2, (i) => `a${i}: __schema { types { ...t fields { args { type { ...t } } type { ...t } } } }`)} } fragment t on __Type { name ofType { name ofType { name } } enumValues { name } interfaces { name } possibleTypes { name } }`,
      code: 'INTROSPECTION_EXCEEDED',
    },
    {
      name: 'too many operations',
      query: repeat(21, (i) => `query Q${i} { me }`),
      code: 'OPERATIONS_EXCEEDED',
    },
    {
      name: 'comments, which the lexer reads too',
      query: `{ me ${'#\n'.repeat(4_000)} }`,
      code: 'TOKENS_EXCEEDED',
    },
    {
      name: 'an operation that another one hides',
      query: `query A { me } query B { ${repeat(21, (i) => `a${i}`)} }`,
      code: 'ROOT_FIELDS_EXCEEDED',
    },
  ];
  test.each(cases)('$name', async ({ query, code }) => {
    membership.asked.length = 0;
    const { status, body, codes } = await open.ask(query);
    expect({ status, codes, data: body.data }).toEqual({ status: 400, codes: [code], data: undefined });
    expect(body.errors?.[0]?.extensions.retry).toBe('corrected');
    expect(membership.asked).toEqual([]);
  });

  test('says by how much, where it counts', async () => {
    const { body } = await open.ask(`{ ${repeat(21, (i) => `a${i}`)} }`);
    expect(body.errors?.[0]).toEqual({
      message: 'An operation has at most 20 root fields.',
      extensions: { code: 'ROOT_FIELDS_EXCEEDED', retry: 'corrected', size: 21, limit: 20 },
    });
  });

  test('the second time as well', async () => {
    const query = '{ ...f } fragment f on Query { ...f }';
    for (const _ of [1, 2]) expect((await open.ask(query)).codes).toEqual(['FRAGMENT_CYCLE']);
  });

  test('variables nested too deep', async () => {
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    const reply = await fetch(`${open.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":"{ me }","variables":{"a":${deep}}}`,
    });
    expect(await reply.json()).toMatchObject({ errors: [{ extensions: { code: 'NESTING_EXCEEDED' } }] });
  });

  test('the same over GET', async () => {
    const query = encodeURIComponent('{ ...f } fragment f on Query { ...f }');
    const reply = await fetch(`${open.url}/graphql?query=${query}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(await reply.json()).toMatchObject({ errors: [{ extensions: { code: 'FRAGMENT_CYCLE' } }] });
  });
});

describe('errors in variables', () => {
  const query = `mutation (${repeat(12, (i) => `$v${i}: ID!`)}) { ${repeat(12, (i) => `a${i}: rename(id: $v${i}, name: "x") { id }`)} }`;

  test('are reported ten at most, and that there are more', async () => {
    const { codes, body } = await open.ask(query, {});
    expect(codes).toEqual(Array(11).fill('BAD_USER_INPUT'));
    expect(body.errors?.at(-1)?.message).toMatch(/^Too many errors/);
  });

  test.each([
    ['a list of a hundred thousand wrong values', { v0: Array(100_000).fill(1) }, 'LIST_ITEMS_EXCEEDED'],
    ['a text of megabytes less one', { v0: 'x'.repeat(200_000) }, 'STRING_LENGTH_EXCEEDED'],
    ['ten thousand values and more', { v0: Array(20).fill(Array(600).fill(1)) }, 'VALUES_EXCEEDED'],
  ])('are not looked for in %s', async (_, variables, code) => {
    expect((await open.ask(query, variables)).codes).toEqual([code]);
  });

  test('hint at nothing in production', async () => {
    const wrong = 'query ($id: IDD) { cooperative(id: $id) { id } }';
    expect(JSON.stringify((await closed.ask(wrong, { id: 1 })).body)).not.toContain('Did you mean');
  });

  test('of the document likewise', async () => {
    const { codes } = await open.ask(`{ cooperative { ${repeat(30, (i) => `x${i}`)} } }`);
    expect(codes).toEqual(Array(11).fill('GRAPHQL_VALIDATION_FAILED'));
  });
});

describe('the schema', () => {
  test('is shown in development, within the limits', async () => {
    const { status, body } = await open.ask(
      getIntrospectionQuery({
        inputValueDeprecation: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
      }),
    );
    expect(status).toBe(200);
    expect(body.data).toHaveProperty('__schema');
  });

  test('is hidden in production', async () => {
    const { codes, body } = await closed.ask('{ __schema { types { name } } }');
    expect({ codes, data: body.data }).toEqual({ codes: ['GRAPHQL_VALIDATION_FAILED'], data: undefined });
    expect((await closed.ask('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
  });

  test.each([
    ['a field', '{ cooperate { id } }', {}],
    ['an argument', '{ cooperative(idd: 1) { id } }', {}],
  ])('is hinted at in development alone: %s', async (_, query, variables) => {
    expect((await open.ask(query, variables)).body.errors?.[0]?.message).toContain('Did you mean');
    const { body } = await closed.ask(query, variables);
    expect(JSON.stringify(body)).not.toContain('Did you mean');
  });

  test('is bounded by the settings given', async () => {
    expect((await closed.ask('{ cooperatives(first: 50) { nodes { id } } }')).codes).toEqual([
      'COST_EXCEEDED',
    ]);
    expect((await closed.ask('{ cooperatives(first: 49) { nodes { id } } }')).codes).toEqual([]);
  });
});
