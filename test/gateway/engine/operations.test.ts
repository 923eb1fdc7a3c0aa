import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DID, ENTRY, LATER_ENTRY, memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);
let gateway: ToyGateway;

beforeAll(async () => {
  gateway = await startToyGateway(keys, [membership, governance], { SUBGRAPH_TIMEOUT_MS: '300' });
});
afterAll(() => gateway.stop());
afterEach(() => {
  for (const toy of [membership, governance]) {
    toy.fault = 'none';
    toy.extensions = undefined;
    toy.asked.length = 0;
  }
});

const bearer = (claims?: object) => ({ authorization: `Bearer ${gateway.issuer.token(claims)}` });
const receipt = (service: string, entry: string) => ({
  journalPosition: { service, entry, cooperative: 'coop_1' },
});

describe('an operation', () => {
  test('is answered from all the services that it concerns', async () => {
    const { body } = await gateway.ask('{ cooperatives { nodes { name proposals { title } } } }');
    expect(body).toEqual({
      data: {
        cooperatives: {
          nodes: [
            { name: 'Name of coop_1', proposals: [{ title: 'One' }] },
            { name: 'Name of coop_2', proposals: [{ title: 'One' }] },
          ],
        },
      },
    });
  });

  test('of a name that the document lacks is refused as such', async () => {
    const reply = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query A { me } query B { me }', operationName: 'C' }),
    });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
  });
});

describe('a passport', () => {
  test('is fresh for each request to each subgraph, and says who asks', async () => {
    await gateway.ask(
      '{ cooperatives { nodes { proposals { title } } } }',
      {},
      { ...bearer(), 'request-id': 'request-0001' },
    );
    const [first] = membership.asked;
    const [second] = governance.asked;
    expect(first?.claims).toMatchObject({ aud: 'membership', sub: DID, sid: 'ses_toy', rid: 'request-0001' });
    expect(second?.claims).toMatchObject({ aud: 'governance', sub: DID, rid: 'request-0001' });
    expect(first?.claims.jti).not.toBe(second?.claims.jti);
    expect(first?.request.headers).toMatchObject({ 'request-id': 'request-0001' });
  });

  test('of nobody names nobody', async () => {
    await gateway.ask('{ me }');
    expect(membership.asked[0]?.claims.sub).toBeUndefined();
  });

  test('of a mutation is bound to its body, and that of a query to none', async () => {
    const { body } = await gateway.ask(
      'mutation ($n: String!) { rename(id: "coop_1", name: $n) { name charter } }',
      { n: 'X' },
    );
    expect(body.data).toEqual({ rename: { name: 'X', charter: 'Charter of coop_1' } });
    expect(membership.asked[0]?.claims.bh).toMatch(/^[0-9a-f]{64}$/);
    expect(governance.asked[0]?.claims.bh).toBeUndefined();
  });

  test('never carries the access token on', async () => {
    const headers = bearer();
    await gateway.ask('{ me }', {}, headers);
    expect(JSON.stringify(membership.asked)).not.toContain(headers.authorization.slice(7));
  });
});

describe('the journal position', () => {
  const rename = 'mutation { rename(id: "coop_1", name: "X") { id charter } }';

  test('of a mutation stands in the answer and in the passports of its own later steps', async () => {
    membership.extensions = receipt('membership', ENTRY);
    const { body } = await gateway.ask(rename);
    expect(body.extensions).toEqual(receipt('membership', ENTRY));
    expect(governance.asked[0]?.claims.pos).toEqual([{ service: 'membership', entry: ENTRY }]);
  });

  test('goes on with the next requests of the session, and of no other', async () => {
    membership.extensions = receipt('membership', ENTRY);
    await gateway.ask(rename, {}, bearer({ sid: 'ses_a' }));
    governance.asked.length = 0;
    await gateway.ask('{ proposals { id } }', {}, bearer({ sid: 'ses_a' }));
    await gateway.ask('{ proposals { id } }', {}, bearer({ sid: 'ses_b' }));
    expect(governance.asked.map(({ claims }) => claims.pos)).toEqual([
      [{ service: 'membership', entry: ENTRY }],
      undefined,
    ]);
  });

  test('that the client sends goes along, the later one of a service alone', async () => {
    const header = `membership:${LATER_ENTRY}, membership:${ENTRY}, data:${ENTRY}`;
    await gateway.ask('{ me }', {}, { 'journal-position': header });
    expect(membership.asked[0]?.claims.pos).toEqual([
      { service: 'membership', entry: LATER_ENTRY },
      { service: 'data', entry: ENTRY },
    ]);
  });

  test('that is malformed is refused', async () => {
    const { status, codes } = await gateway.ask('{ me }', {}, { 'journal-position': 'membership:prp_1' });
    expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
  });

  test.each([
    ['of another service', receipt('payouts', ENTRY)],
    ['with an id that is none', receipt('membership', 'anything')],
  ])('that a subgraph claims %s is not believed', async (_, extensions) => {
    membership.extensions = extensions;
    const { body } = await gateway.ask('mutation { rename(id: "coop_1", name: "X") { id } }');
    expect(body).toEqual({ data: { rename: { id: 'coop_1' } } });
  });
});

describe('a subgraph that fails', () => {
  const query = '{ cooperatives { nodes { id proposals { title } } } }';
  const rest = {
    cooperatives: {
      nodes: [
        { id: 'coop_1', proposals: null },
        { id: 'coop_2', proposals: null },
      ],
    },
  };

  test('by being down leaves the rest of the answer, with an error at each place that it owns', async () => {
    governance.fault = 'down';
    const { status, body } = await gateway.ask(query);
    expect(status).toBe(200);
    expect(body.data).toEqual(rest);
    expect(body.errors).toEqual(
      [0, 1].map((index) => ({
        message: 'A service that owns part of this answer cannot be reached.',
        path: ['cooperatives', 'nodes', index, 'proposals'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', retry: 'later', service: 'governance' },
      })),
    );
  });

  test('by being down at the root names the root field', async () => {
    governance.fault = 'down';
    const { body } = await gateway.ask('{ me mine: proposals { id } }');
    expect(body.errors?.map(({ path }) => path)).toEqual([['mine']]);
  });

  test('by not answering in time is not waited for', async () => {
    governance.fault = 'hangs';
    const { body, codes } = await gateway.ask(query);
    expect(body.data).toEqual(rest);
    expect(new Set(codes)).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
  });

  test('by throwing is masked, with the id under which it is logged', async () => {
    const { body } = await gateway.ask('{ me broken }', {}, { 'request-id': 'request-0002' });
    expect(body).toEqual({
      data: { me: null, broken: null },
      errors: [
        {
          message: 'Something went wrong on our side.',
          path: ['broken'],
          extensions: {
            code: 'INTERNAL_SERVER_ERROR',
            retry: 'later',
            requestId: 'request-0002',
            service: 'membership',
          },
        },
      ],
    });
  });

  test.each([
    ['an unknown shape', { message: 'relation "member" does not exist' }],
    [
      'a code without our retry',
      { message: 'secret', extensions: { code: 'FORBIDDEN', stacktrace: ['secret'] } },
    ],
    [
      'a complaint about the document, which is ours',
      { message: 'secret', extensions: { code: 'GRAPHQL_VALIDATION_FAILED', retry: 'corrected' } },
    ],
    [
      'a complaint about the passport, which is ours',
      { message: 'secret', extensions: { code: 'PASSPORT_INVALID', retry: 'never' } },
    ],
  ])('with %s is masked', async (_, error) => {
    membership.fault = { data: { me: null }, errors: [error] };
    const { body } = await gateway.ask('{ me }');
    expect(JSON.stringify(body)).not.toMatch(/secret|relation/);
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  });

  test('cannot set the status or the headers of the answer', async () => {
    const http = { status: 302, headers: { location: 'https://evil.example' } };
    membership.fault = {
      data: { me: null },
      errors: [{ message: 'no', extensions: { code: 'FORBIDDEN', retry: 'never', http } }],
    };
    const { status, body } = await gateway.ask('{ me }');
    expect(status).toBe(200);
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'FORBIDDEN',
      retry: 'never',
      service: 'membership',
    });
  });
});

describe('a refusal of a subgraph', () => {
  test('passes with its code, retry and facts', async () => {
    const { body } = await gateway.ask('{ leaks }');
    expect(body.errors).toEqual([
      {
        message: 'You may not see this.',
        path: ['leaks'],
        extensions: { code: 'FORBIDDEN', retry: 'never', role: 'STEWARD', service: 'membership' },
      },
    ]);
  });

  test("has the client's path, through lists and aliases", async () => {
    const { body } = await gateway.ask('{ all: cooperatives { nodes { id text: charter } } }');
    expect(body.errors?.map(({ path, extensions }) => [path, extensions.cooperative])).toEqual([
      [['all', 'nodes', 1, 'text'], 'coop_2'],
    ]);
  });
});

describe('the log', () => {
  test('names the operation and the codes, and holds no variable, token or DID', async () => {
    const headers = { ...bearer(), 'request-id': 'request-0003' };
    await gateway.ask(
      'query Rename($id: ID) { cooperative(id: $id) { name } leaks }',
      { id: 'coop_hush' },
      headers,
    );
    const line = gateway.logged.find(
      ({ requestId, msg }) => requestId === 'request-0003' && msg === 'answered',
    );
    expect(line).toMatchObject({
      operation: { type: 'query', name: 'Rename' },
      codes: ['FORBIDDEN'],
      status: 200,
      path: '/graphql',
    });
    const whole = JSON.stringify(gateway.logged);
    expect(whole).not.toContain('coop_hush');
    expect(whole).not.toContain(headers.authorization.slice(7));
    expect(whole).not.toContain(DID);
  });
});
