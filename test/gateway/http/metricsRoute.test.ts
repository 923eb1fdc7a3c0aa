import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { metricsOf } from '../support/metrics.js';
import { ENTRY, memoryKeys, readReply, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const TOKEN = 'a token of sixteen characters and more';
const keys = memoryKeys();
const { membership, governance } = village(keys);
let gateway: ToyGateway;
beforeAll(async () => {
  gateway = await startToyGateway(keys, [membership, governance], { METRICS_TOKEN: TOKEN });
});
afterAll(() => gateway.stop());

const look = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${gateway.url}/metrics`, { headers });
const subgraphs = (of = gateway) => metricsOf(of.url, 'gateway_subgraph_requests_total');
const lines = async (): Promise<string[]> => (await (await look()).text()).split('\n');

describe('metrics', () => {
  test('are there for this machine, as text', async () => {
    const reply = await look();
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  test.each([
    ['a proxy on it', { 'x-forwarded-for': '203.0.113.1' }],
    ['a proxy that says so otherwise', { forwarded: 'for=203.0.113.1' }],
    ['a proxy, with another token', { via: '1.1 proxy', authorization: 'Bearer x' }],
    ['a proxy, with the token and no scheme', { via: '1.1 proxy', authorization: TOKEN }],
  ])('are not there through %s', async (_, headers) => {
    const { status, codes } = await readReply(await look(headers));
    expect({ status, codes }).toEqual({ status: 403, codes: ['FORBIDDEN'] });
  });

  test('are there for who has the token', async () => {
    expect((await look({ via: '1.1 proxy', authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  test('are there for nobody else where no token is set', async () => {
    const closed = await startToyGateway(keys, [membership, governance]);
    const headers = { via: '1.1 proxy', authorization: 'Bearer undefined' };
    expect((await fetch(`${closed.url}/metrics`, { headers })).status).toBe(403);
    await closed.stop();
  });

  test('count requests by outcome, refusals by limit, and how long they took', async () => {
    await gateway.ask('{ me }');
    await gateway.ask('{ ...f } fragment f on Query { ...f }');
    await gateway.ask('{ cooperatives(first: 999) { nodes { id } } }');
    await fetch(`${gateway.url}/no/such/path/${Math.random()}`);
    const text = await lines();
    expect(text).toEqual(
      expect.arrayContaining([
        'gateway_http_requests_total{route="/graphql",status="200",outcome="ok"} 1',
        'gateway_http_requests_total{route="/graphql",status="400",outcome="FRAGMENT_CYCLE"} 1',
        'gateway_http_requests_total{route="none",status="404",outcome="NO_SUCH_PATH"} 1',
        'gateway_refusals_total{code="FRAGMENT_CYCLE"} 1',
        'gateway_refusals_total{code="PAGE_SIZE_INVALID"} 1',
        'gateway_http_request_duration_seconds_count{route="/graphql"} 3',
        'gateway_http_requests_in_flight 1',
      ]),
    );
    expect(
      text.some((line) => /^gateway_event_loop_lag_seconds\{quantile="0\.99"\} [\d.e-]+$/.test(line)),
    ).toBe(true);
  });

  test('count each request to a subgraph by how it ended', async () => {
    const own = await startToyGateway(keys, [membership, governance]);
    expect(await subgraphs(own)).toEqual({
      '{subgraph="membership",outcome="ok"}': 0,
      '{subgraph="governance",outcome="ok"}': 0,
      '{subgraph="log",outcome="ok"}': 0,
    });
    await own.ask('{ cooperatives { nodes { name proposals { title } } } }');
    // Known by now, it takes the short way.
    await own.ask('{ cooperatives { nodes { name proposals { title } } } }');
    await own.ask('mutation { rename(id: "coop_1", name: "x") { name } }');
    governance.fault = 'down';
    await own.ask('{ cooperatives { nodes { name proposals { title } } } }');
    const extensions = { code: 'FORBIDDEN', retry: 'never' };
    governance.fault = { data: null, errors: [{ message: 'no', extensions }] };
    await own.ask('{ proposals { title } }');
    governance.fault = 'none';
    await own.ask('{ __typename }');
    await own.ask('{ no }');
    expect(await subgraphs(own)).toEqual({
      '{subgraph="membership",outcome="ok"}': 4,
      '{subgraph="governance",outcome="ok"}': 2,
      '{subgraph="governance",outcome="SUBGRAPH_UNAVAILABLE"}': 1,
      '{subgraph="governance",outcome="FORBIDDEN"}': 1,
      '{subgraph="log",outcome="ok"}': 0,
    });
    await own.stop();
  });

  test('tell what is kept, and that as much as is kept', async () => {
    const own = await startToyGateway(keys, [membership], { RATE_ADDRESS_PER_SECOND: '1000' });
    const kept = () => metricsOf(own.url, 'gateway_cache_entries');
    expect(await kept()).toEqual({
      '{cache="rate_buckets"}': 0,
      '{cache="registered_documents"}': 0,
      '{cache="positions"}': 0,
      '{cache="compiled_operations"}': 0,
      '{cache="prepared_documents"}': 0,
      '{cache="public_answers"}': 0,
      '{cache="log_files"}': 0,
    });
    const query = '{ me }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    await fetch(`${own.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } }),
    });
    await own.ask('query Other { me }');
    await own.ask('query Other { me }');
    membership.extensions = { journalPosition: { service: 'membership', entry: ENTRY } };
    const headers = { authorization: `Bearer ${own.issuer.token()}` };
    await own.ask('mutation { rename(id: "coop_1", name: "x") { name } }', {}, headers);
    membership.extensions = undefined;
    expect(await kept()).toEqual({
      '{cache="rate_buckets"}': 2,
      '{cache="registered_documents"}': 1,
      '{cache="positions"}': 1,
      '{cache="compiled_operations"}': 3,
      '{cache="prepared_documents"}': 3,
      '{cache="public_answers"}': 0,
      '{cache="log_files"}': 0,
    });
    await own.stop();
  });

  test('have no label that a caller or a subgraph can make up', async () => {
    for (let i = 0; i < 5; i++) {
      const extensions = { code: `MADE_UP_${i}`, retry: 'never' };
      membership.fault = { data: { me: null }, errors: [{ message: 'no', extensions }] };
      await gateway.ask('{ me }');
      await fetch(`${gateway.url}/made/up/${i}`);
    }
    membership.fault = 'none';
    const text = (await lines()).join('\n');
    expect(await subgraphs()).toMatchObject({ '{subgraph="membership",outcome="OTHER"}': 5 });
    expect(text).not.toMatch(/made.up/i);
  });
});
