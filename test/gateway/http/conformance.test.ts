import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { memoryKeys, readReply, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);
let gateway: ToyGateway;
beforeAll(async () => {
  gateway = await startToyGateway(keys, [membership, governance]);
});
afterAll(() => gateway.stop());

const audits = serverAudits({ url: () => `${gateway.url}/graphql` });

describe('GraphQL over HTTP', () => {
  test('is audited in full', () => expect(audits.length).toBeGreaterThan(60));

  test.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))('$id: $name', async ({ fn }) => {
    const result = await fn();
    expect({ status: result.status, reason: 'reason' in result ? result.reason : '' }).toEqual({
      status: 'ok',
      reason: '',
    });
  });
});

describe('the status of a request that GraphQL finds wrong', () => {
  const cases = [
    { name: 'a document that is none', query: '{', code: 'GRAPHQL_PARSE_FAILED', asJson: 200 },
    {
      name: 'a field that is not there',
      query: '{ nowhere }',
      code: 'GRAPHQL_VALIDATION_FAILED',
      asJson: 200,
    },
    {
      name: 'a variable that is missing',
      query: 'query ($id: ID!) { cooperative(id: $id) { id } }',
      code: 'BAD_USER_INPUT',
      asJson: 200,
    },
    {
      name: 'an operation that is not named',
      query: 'query A { me } query B { me }',
      code: 'OPERATION_RESOLUTION_FAILURE',
      asJson: 200,
    },
    {
      name: 'a document that the guard refuses',
      query: '{ ...f } fragment f on Query { ...f }',
      code: 'FRAGMENT_CYCLE',
      asJson: 400,
    },
    {
      name: 'an operation that the guard refuses',
      query: '{ cooperatives(first: 999) { nodes { id } } }',
      code: 'PAGE_SIZE_INVALID',
      asJson: 400,
    },
  ];
  const ask = async (query: string, accept: string) =>
    readReply(
      await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query }),
      }),
    );

  test.each(cases)('is $asJson in plain JSON for $name', async ({ query, code, asJson }) => {
    const { status, codes, body } = await ask(query, 'application/json');
    expect({ status, codes, data: body.data }).toEqual({ status: asJson, codes: [code], data: undefined });
  });

  test.each(cases)('is 400 in the media type of GraphQL for $name', async ({ query, code }) => {
    const { status, codes } = await ask(query, 'application/graphql-response+json');
    expect({ status, codes }).toEqual({ status: 400, codes: [code] });
  });

  test('is 400 for a header that is wrong, whatever is accepted', async () => {
    const { status, codes } = await gateway.ask('{ me }', {}, { 'journal-position': 'x' });
    expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
  });

  test('is 406 where nothing that is accepted is spoken here', async () => {
    expect((await ask('{ me }', 'image/png')).status).toBe(406);
  });
});
