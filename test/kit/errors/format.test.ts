import { describe, expect, it } from '@jest/globals';
import {
  GraphQLError,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLInt,
  GraphQLString,
  graphql,
} from 'graphql';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { define } from '../../../subgraphs/kit/errors/define.js';
import { domainErrorIn, formatError } from '../../../subgraphs/kit/errors/format.js';

const BALLOT_ALREADY_CAST = define('BALLOT_ALREADY_CAST', { means: 'Voted already.', retry: 'never' });

const Even = new GraphQLScalarType({
  name: 'Even',
  parseValue: (value) => {
    if (typeof value === 'number' && value % 2 === 0) return value;
    throw COMMON.BAD_USER_INPUT.raise('An even number is asked for.');
  },
});

const raises = (make: () => unknown) => ({
  type: GraphQLString,
  resolve: () => {
    throw make();
  },
});

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      refusal: raises(() => BALLOT_ALREADY_CAST.raise('You have voted.', { proposal: 'prp_2' })),
      liar: raises(() => BALLOT_ALREADY_CAST.raise('No.', { code: 'OTHER', retry: 'later' })),
      fault: raises(() => new Error('password of the database')),
      foreign: raises(
        () => new GraphQLError('secret', { extensions: { code: 'BAD_USER_INPUT', secret: 1 } }),
      ),
      thrownText: raises(() => 'secret'),
      tooBig: { type: GraphQLInt, resolve: () => 2 ** 40 },
      missing: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
      even: { type: GraphQLString, args: { number: { type: new GraphQLNonNull(Even) } } },
    },
  }),
});

async function ask(source: string, variableValues?: Record<string, unknown>, operationName?: string) {
  const logged: unknown[] = [];
  const { errors } = await graphql({ schema, source, variableValues, operationName });
  const options = { requestId: 'req_1', log: (error: unknown) => logged.push(error) };
  return { answer: formatError(errors![0], options), logged };
}

describe('formatError', () => {
  it('sends a refusal with its code, retry, facts and path, and logs nothing', async () => {
    const { answer, logged } = await ask('{ refusal }');
    expect(answer).toEqual({
      message: 'You have voted.',
      path: ['refusal'],
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'BALLOT_ALREADY_CAST', retry: 'never', proposal: 'prp_2' },
    });
    expect(logged).toEqual([]);
  });

  it('lets no fact overwrite the code or the retry', async () => {
    const { answer } = await ask('{ liar }');
    expect(answer.extensions).toEqual({ code: 'BALLOT_ALREADY_CAST', retry: 'never' });
  });

  it('formats a refusal that graphql has not wrapped', () => {
    const answer = formatError(COMMON.NOT_FOUND.raise('No such proposal.'), {
      requestId: 'r',
      log: () => {},
    });
    expect(answer).toEqual({
      message: 'No such proposal.',
      extensions: { code: 'NOT_FOUND', retry: 'never' },
    });
  });

  const ours = [
    { name: 'an unexpected error', source: '{ fault }' },
    { name: "a library's GraphQLError, whatever code it claims", source: '{ foreign }' },
    { name: 'a thrown text', source: '{ thrownText }' },
    { name: 'a value of ours that does not fit its scalar', source: '{ tooBig }' },
    { name: 'a null of ours where none may be', source: '{ missing }' },
  ];
  it.each(ours)('masks $name and logs it whole', async ({ source }) => {
    const { answer, logged } = await ask(source);
    expect(answer.message).toBe('Something went wrong on our side.');
    const { code, retry } = COMMON.INTERNAL_SERVER_ERROR;
    expect(answer.extensions).toEqual({ code, retry, requestId: 'req_1' });
    expect(JSON.stringify(answer)).not.toMatch(/secret|password/);
    expect(logged).toHaveLength(1);
  });

  it.each([undefined, null, 'text', 7, {}, new Error('x')])('masks %p thrown outside graphql', (thrown) => {
    const logged: unknown[] = [];
    const answer = formatError(thrown, { requestId: 'r', log: (error) => logged.push(error) });
    expect(answer.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
    expect(logged).toEqual([thrown]);
  });

  const even = 'query ($n: Even!) { even(number: $n) }';
  const theirs = [
    { name: 'text that is not GraphQL', source: '{ even(', code: 'GRAPHQL_PARSE_FAILED' },
    { name: 'a field that is not there', source: '{ odd }', code: 'GRAPHQL_VALIDATION_FAILED' },
    { name: 'a missing argument', source: '{ even }', code: 'GRAPHQL_VALIDATION_FAILED' },
    {
      name: 'a literal that its scalar refuses with a refusal of its own',
      source: '{ even(number: 3) }',
      code: 'BAD_USER_INPUT',
    },
    { name: 'a variable that its scalar refuses', source: even, variables: { n: 3 }, code: 'BAD_USER_INPUT' },
    { name: 'a variable left out', source: even, code: 'BAD_USER_INPUT' },
    {
      name: 'a variable that is null at run time',
      source: 'query ($n: Even = 2) { even(number: $n) }',
      variables: { n: null },
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'an operation that is not there',
      source: '{ fault }',
      operation: 'Other',
      code: 'BAD_USER_INPUT',
    },
  ];
  it.each(theirs)('answers $name with $code', async ({ source, variables, operation, code }) => {
    const { answer, logged } = await ask(source, variables, operation);
    expect(answer.extensions).toEqual({ code, retry: 'corrected' });
    expect(logged).toEqual([]);
  });
});

describe('domainErrorIn', () => {
  it('finds a refusal under several wrappings', () => {
    const refusal = COMMON.FORBIDDEN.raise('No.');
    const inner = new GraphQLError('inner', { originalError: refusal });
    expect(domainErrorIn(new GraphQLError('outer', { originalError: inner }))).toBe(refusal);
  });

  it('takes nothing else for a refusal, however alike', () => {
    const alike = Object.assign(new Error('No.'), {
      name: 'DomainError',
      code: 'FORBIDDEN',
      retry: 'never',
      facts: {},
    });
    expect(domainErrorIn(alike)).toBeUndefined();
  });
});

describe('COMMON', () => {
  it('files each definition under its own code and says what it means in a sentence', () => {
    for (const [name, { code, means }] of Object.entries(COMMON)) {
      expect(code).toBe(name);
      expect(means).toMatch(/^[A-Z].*\.$/);
    }
  });
});
