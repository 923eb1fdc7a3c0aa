import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryKeys, readReply, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);

describe('in production', () => {
  let gateway: ToyGateway;
  beforeAll(async () => {
    gateway = await startToyGateway(keys, [membership, governance], { NODE_ENV: 'production' });
  });
  afterAll(() => gateway.stop());

  test.each(['/', '/ide/initial_options.js', '/ide/main.js'])('no IDE is served under %s', async (path) => {
    const answer = await fetch(new URL(path, gateway.url), { headers: { accept: 'text/html' } });
    expect(answer.status).toBe(404);
  });

  test('whoever opens the endpoint in a browser is answered like any client', async () => {
    const answer = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(answer.headers.get('content-type')).toMatch(/json/);
    expect(answer.status).toBe(406);
  });

  test.each(['{ __schema { queryType { name } } }', '{ __type(name: "Query") { name } }'])(
    'who asks for the schema hears that it is not shown, and nothing of how we are set: %s',
    async (query) => {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const { body } = await readReply(answer);
      expect(body.errors).toMatchObject([
        { message: 'The schema is not shown here.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ]);
      expect(JSON.stringify(body)).not.toMatch(/introspection|apollo/i);
    },
  );
});
