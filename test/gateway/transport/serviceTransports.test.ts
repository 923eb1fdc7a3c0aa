import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import type { GatewayContext } from '../../../gateway/pipeline/requestContext.js';
import type { SubgraphTransport } from '../../../gateway/engine/transport/transport.js';
import { connectServiceTransports } from '../../../gateway/transport/serviceTransports.js';
import type { ServiceTransports } from '../../../gateway/transport/serviceTransports.js';
import { PassportIssuer } from '../../../gateway/identity/passportIssuer.js';
import { bodyHash } from '../../../subgraphs/kit/identity/passport.js';
import type { PassportClaims } from '../../../subgraphs/kit/identity/passport.js';
import { readSettings } from '../../../subgraphs/kit/settings.js';
import type { SubgraphRequest, ServiceTransport } from '../../../subgraphs/kit/wire/transport.js';
import { ENTRY, LATER_ENTRY, memoryKeys, toySubgraph } from '../support/toys.js';
import type { Toy } from '../support/toys.js';
import { httpServer, request, sendJson } from '../engine/transport/subgraphServers.js';
import type { TestServer } from '../engine/transport/subgraphServers.js';

const keys = memoryKeys();
const SDL = 'type Query { me: String } type Mutation { pay(a: Int): String }';
const resolvers = { Query: { me: () => 'Ada' }, Mutation: { pay: () => 'paid' } };
const passports = new PassportIssuer(keys.signing('gateway/passport', 'es256').privateKey);

/** Both ways to the same toy, so that one table holds for both. */
let toy: Toy;
let server: TestServer;
let logged: string[];

beforeAll(async () => {
  toy = toySubgraph('membership', SDL, resolvers, keys);
  server = await httpServer((response, body, { headers }) => {
    const { query, variables, operationName } = JSON.parse(body) as SubgraphRequest;
    const sent = { query, variables, operationName, headers: headers as Record<string, string> };
    toy.execute(sent).then(
      (answer) => sendJson(response, answer),
      () => response.destroy(),
    );
  });
});
afterAll(() => server.stop());

const opened: ServiceTransports[] = [];
afterEach(async () => {
  toy.asked.length = 0;
  toy.fault = 'none';
  toy.extensions = undefined;
  for (const links of opened.splice(0)) await links.close();
});

type Way = 'a call' | 'HTTP';

function linkOver(way: Way, environment: Record<string, string> = {}): SubgraphTransport<GatewayContext> {
  const transport: ServiceTransport =
    way === 'HTTP' ? { ...toy, address: server.url.replace('/graphql', '') } : toy;
  logged = [];
  const links = connectServiceTransports({
    transports: [transport],
    passports,
    settings: readSettings(gatewaySettingsSchema, environment),
    metrics: { subgraph: () => () => undefined },
    logger: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
  });
  opened.push(links);
  return links.links.get('membership')!;
}

function context(more: Partial<GatewayContext> = {}): GatewayContext {
  const identity = { requestId: 'request-1', viewer: null, positions: {} };
  return {
    identity,
    caller: { address: '127.0.0.1', local: true, viewer: null },
    receipts: [],
    deadline: performance.now() + 60_000,
    ...more,
  };
}

const claims = (): PassportClaims[] => toy.asked.map((one) => one.claims);

describe.each<Way>(['a call', 'HTTP'])('a service reached by %s', (way) => {
  test('answers, and hears for whom and how long it works', async () => {
    const answer = await linkOver(way).send(
      request('{ me }'),
      context({ deadline: performance.now() + 5_000 }),
    );
    expect(JSON.parse(JSON.stringify(answer))).toEqual({ data: { me: 'Ada' } });
    const [{ request: asked }] = toy.asked as [Toy['asked'][number]];
    expect(asked.headers['request-id']).toBe('request-1');
    expect(Number(asked.headers['timeout-ms'])).toBeGreaterThan(0);
    expect(Number(asked.headers['timeout-ms'])).toBeLessThanOrEqual(5_000);
  });

  test('is told to take no longer than a service may, however long the request has', async () => {
    const link = linkOver(way, { SUBGRAPH_TIMEOUT_MS: '1234' });
    await link.send(request('{ me }'), context());
    expect(toy.asked[0]?.request.headers['timeout-ms']).toBe('1234');
  });

  test('is not asked when the time is over', async () => {
    const sent = linkOver(way).send(request('{ me }'), context({ deadline: performance.now() - 1 }));
    await expect(sent).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(toy.asked).toEqual([]);
  });

  test('that hangs is waited for as long as the request has', async () => {
    toy.fault = 'hangs';
    const sent = linkOver(way).send(request('{ me }'), context({ deadline: performance.now() + 80 }));
    await expect(sent).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT', facts: { service: 'membership' } });
  });

  test('that is down is unavailable, and what went wrong is in the log', async () => {
    toy.fault = 'down';
    const sent = linkOver(way).send(request('{ me }'), context());
    await expect(sent).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(logged).toEqual([expect.stringContaining('a subgraph gave no answer')]);
    expect(JSON.parse(logged[0]!)).toMatchObject({ requestId: 'request-1', subgraph: 'membership' });
  });

  test('gets a passport for each query, which is bound to it where it travels', async () => {
    const link = linkOver(way);
    const one = context();
    await link.send(request('{ me }'), one);
    await link.send(request('{ again: me }'), one);
    const [first, second] = claims();
    expect(second!.jti).not.toBe(first!.jti);
    const bound = ['{ me }', '{ again: me }'].map((query) => bodyHash({ query }));
    expect([first!.bh, second!.bh]).toEqual(way === 'HTTP' ? bound : [undefined, undefined]);
  });

  test('gets a signed passport where it runs in another process, or is asked to change something', async () => {
    const link = linkOver(way);
    await link.send(request('{ me }'), context());
    await link.send(request('mutation { pay }'), context());
    const signed = toy.asked.map((one) => 'passport' in one.request.headers);
    expect(signed).toEqual([way === 'HTTP', true]);
  });

  test('gets a passport for each mutation, bound to document, variables and operation', async () => {
    const link = linkOver(way);
    const one = context();
    const query = 'mutation One($a: Int) { pay(a: $a) } mutation Two($a: Int) { pay(a: $a) }';
    const variables = { a: 1 };
    const mutation = request(query, {
      operationName: 'Two',
      variablesJson: JSON.stringify(variables),
      variables: () => variables,
    });
    await link.send(mutation, one);
    await link.send(mutation, one);
    const [first, second] = claims();
    expect(first?.bh).toBe(bodyHash({ query, variables, operationName: 'Two' }));
    expect(first?.bh).not.toBe(bodyHash({ query, variables, operationName: 'One' }));
    expect(second?.jti).not.toBe(first?.jti);
  });

  test('hands on its receipt, which the next passport of the request carries', async () => {
    const link = linkOver(way);
    const one = context();
    await link.send(request('{ me }'), one);
    toy.extensions = { journalPosition: { service: 'membership', entry: ENTRY, cooperative: 'coop_1' } };
    await link.send(request('mutation { pay }'), one);
    toy.extensions = {
      journalPosition: { service: 'membership', entry: LATER_ENTRY, cooperative: 'coop_1' },
    };
    await link.send(request('mutation { pay }'), one);
    await link.send(request('{ me }'), one);
    expect(one.receipts.map(({ entry }) => entry)).toEqual([ENTRY, LATER_ENTRY]);
    expect(claims().map(({ pos }) => pos?.[0]?.entry)).toEqual([undefined, undefined, ENTRY, LATER_ENTRY]);
  });

  test.each([
    ['of another service', { service: 'payouts', entry: ENTRY }],
    ['that names no entry', { service: 'membership', entry: 'prp_1' }],
    ['that is no object', 'jrn'],
  ])('is not believed about a receipt %s', async (_, journalPosition) => {
    const one = context();
    toy.extensions = { journalPosition };
    await linkOver(way).send(request('mutation { pay }'), one);
    expect(one.receipts).toEqual([]);
  });

  const refused = {
    message: 'You may not.',
    path: ['me'],
    extensions: { code: 'FORBIDDEN', retry: 'never', role: 'STEWARD' },
  };
  test('says which service an error is of, but not in production', async () => {
    toy.fault = { data: { me: null }, errors: [refused] };
    const shown = await linkOver(way).send(request('{ me }'), context());
    expect(shown.errors).toEqual([
      { ...refused, extensions: { ...refused.extensions, service: 'membership' } },
    ]);
    const quiet = await linkOver(way, { NODE_ENV: 'production' }).send(request('{ me }'), context());
    expect(quiet.errors).toEqual([refused]);
    toy.fault = 'down';
    const down = linkOver(way, { NODE_ENV: 'production' }).send(request('{ me }'), context());
    await expect(down).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', facts: {} });
  });

  test.each([
    ['no code', { message: 'secret', path: ['me'] }],
    ['a code and no retry', { message: 'secret', path: ['me'], extensions: { code: 'FORBIDDEN' } }],
    [
      'a complaint about the document',
      {
        message: 'secret',
        path: ['me'],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', retry: 'corrected' },
      },
    ],
  ])('that errs with %s is masked, and logged', async (_, error) => {
    toy.fault = { data: { me: null }, errors: [error] };
    const answer = await linkOver(way).send(request('{ me }'), context());
    expect(answer.errors).toEqual([
      expect.objectContaining({ message: 'Something went wrong on our side.', path: ['me'] }),
    ]);
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(logged.join('')).toContain('secret');
  });

  test('passes on so many errors as are set', async () => {
    const errors = Array.from({ length: 50 }, () => refused);
    toy.fault = { data: { me: null }, errors };
    const answer = await linkOver(way, { SUBGRAPH_ERRORS_MAX: '5' }).send(request('{ me }'), context());
    expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual([
      ...Array<string>(5).fill('FORBIDDEN'),
      'SUBGRAPH_ERRORS_OMITTED',
    ]);
  });
});

test('a service that cannot be reached over HTTP is left alone for a while', async () => {
  toy.fault = 'down';
  const link = linkOver('HTTP', { BREAKER_FAILURES_MIN: '2' });
  const before = server.connections;
  for (let sent = 0; sent < 6; sent += 1) {
    await expect(link.send(request('mutation { pay }'), context())).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
  }
  expect(server.connections - before).toBe(2);
});
