import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryKeys, readReply, startToyGateway } from '../support/toys.js';
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

  test('have no label that a caller or a subgraph can make up', async () => {
    for (let i = 0; i < 5; i++) {
      const extensions = { code: `MADE_UP_${i}`, retry: 'never' };
      membership.fault = { data: { me: null }, errors: [{ message: 'no', extensions }] };
      await gateway.ask('{ me }');
      await fetch(`${gateway.url}/made/up/${i}`);
    }
    membership.fault = 'none';
    const text = (await lines()).join('\n');
    expect(text).not.toMatch(/made.up/i);
    expect(text).toContain('outcome="OTHER"} 5');
  });
});
