import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileKeys } from '../../../subgraphs/kit/identity/keys.js';
import { serve } from '../../../subgraphs/kit/http/http.js';
import type { RunningServer } from '../../../subgraphs/kit/http/http.js';
import { createLogger } from '../../../subgraphs/kit/observability/logger.js';
import { routesOf } from '../../../subgraphs/kit/wire/procedures.js';
import { connectRemote } from '../../../subgraphs/kit/wire/remote.js';
import type { RemoteService } from '../../../subgraphs/kit/wire/remote.js';
import { ServiceMetrics } from '../../../subgraphs/kit/service/serviceMetrics.js';
import { startTestService, until } from '../../support/testService.js';
import type { TestService } from '../../support/testService.js';
import { startToy } from '../../support/toyService.js';

const TOKEN = 'a token of sixteen characters and more';
const elsewhere = mkdtempSync(join(tmpdir(), 'other-keys-'));
let toy: TestService;
let metrics: ServiceMetrics;
let server: RunningServer;
const remotes: RemoteService[] = [];

beforeAll(async () => {
  toy = await startTestService(startToy, 'governance');
  const { service, keys } = toy;
  metrics = new ServiceMetrics(service);
  const logger = createLogger('test', 'silent');
  const routes = routesOf({ service, keys, logger, metrics, metricsToken: TOKEN });
  server = await serve(routes, '127.0.0.1', 0, () => undefined);
});
afterAll(async () => {
  await Promise.all(remotes.map((remote) => remote.close()));
  toy.service.endWaits();
  await server.stop();
  metrics.stop();
  await toy.stop();
  rmSync(elsewhere, { recursive: true, force: true });
});

function remoteFor(caller: string, keys = toy.keys, url = server.url): RemoteService {
  const remote = connectRemote('governance', url, caller, keys);
  remotes.push(remote);
  return remote;
}
const look = (headers: Record<string, string> = {}) => fetch(`${server.url}/metrics`, { headers });
const ready = async () => {
  const reply = await fetch(`${server.url}/ready`);
  return { status: reply.status, body: await reply.json() };
};
async function numbers(): Promise<Map<string, number>> {
  const lines = (await (await look()).text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('a service says of itself', () => {
  it('that it is ready: its database, and the journals that it reads', async () => {
    await until(async () => (await ready()).status === 200, 'the service to be ready');
    expect(await ready()).toEqual({
      status: 200,
      body: { status: 'ready', database: 'up', journals: { data: 'following', membership: 'following' } },
    });
  });

  it('that it is not while an entry of another’s journal fails again and again, and is again after', async () => {
    await toy.sql('alter table clock_offset rename to clock_offset_away');
    const membership = toy.feed('membership');
    membership.push('coop_platform', 'ClockAdvanced', { offsetSeconds: 0 });
    await until(async () => (await ready()).status === 503, 'the service to be stuck');
    expect(await ready()).toMatchObject({ body: { status: 'not ready', journals: { membership: 'stuck' } } });
    expect((await numbers()).get('service_journal_following{source="membership"}')).toBe(0);
    expect((await numbers()).get('service_ready')).toBe(0);
    await toy.sql('alter table clock_offset_away rename to clock_offset');
    await until(async () => (await ready()).status === 200, 'the service to be ready again');
  });
});

describe('the metrics of a service', () => {
  it('count requests by how they ended, and tell of the database and of journals', async () => {
    const ask = (body: string) => fetch(`${server.url}/graphql`, { method: 'POST', body });
    expect((await ask('{')).status).toBe(400);
    await ask('{"query":"{ __typename }"}');
    await remoteFor('gateway').sdl();
    const found = await numbers();
    expect(found.get('service_requests_total{outcome="PASSPORT_INVALID"}')).toBe(1);
    expect(found.get('service_requests_total{outcome="ok"}')).toBe(0);
    expect(found.get('service_request_duration_seconds_count')).toBe(1);
    expect(found.get('service_procedure_calls_total{procedure="sdl",outcome="ok"}')).toBe(1);
    expect(found.get('service_database_up')).toBe(1);
    expect(found.get('service_database_connections{state="open"}')).toBeGreaterThan(0);
    expect(found.get('service_journal_following{source="membership"}')).toBe(1);
    expect(found.get('service_journal_read_position{source="membership"}')).toBeGreaterThan(0);
    expect(found.get('service_journal_position')).toBe(0);
    expect(found.get('service_requests_in_flight')).toBe(0);
    expect(found.get('service_subscriptions')).toBe(0);
    expect(found.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect([...found.keys()].some((name) => name.startsWith('service_event_loop_lag_seconds'))).toBe(true);
  });

  it.each([
    ['through a proxy', { 'x-forwarded-for': '203.0.113.1' }, 403],
    ['through a proxy, with another token', { via: '1.1 proxy', authorization: 'Bearer x' }, 403],
    ['through a proxy, with the token', { via: '1.1 proxy', authorization: `Bearer ${TOKEN}` }, 200],
    ['from this machine', {}, 200],
  ])('are had %s: %p, %d', async (_, headers: Record<string, string>, status) => {
    expect((await look(headers)).status).toBe(status);
  });
});

describe('services that meet', () => {
  it('go on where each knows the other’s key, and where nobody is there to be asked', async () => {
    await remoteFor('gateway').greet();
    await remoteFor('data').greet();
    await remoteFor('gateway', toy.keys, 'http://127.0.0.1:1').greet();
  });

  it('are told in words whose key is not known there', async () => {
    const strange = remoteFor('data', new FileKeys(join(elsewhere, 'of data')));
    await expect(strange.greet()).rejects.toThrow(/^governance, at .*, does not know the key of data: /);
  });

  it('are told in words that what answers is not whom they know', async () => {
    const keys = new FileKeys(join(elsewhere, 'of the gateway'));
    keys.signing('governance/service', 'es256');
    const own = { ...keysLike(keys), signing: toy.keys.signing.bind(toy.keys) };
    const remote = connectRemote('governance', server.url, 'gateway', own);
    remotes.push(remote);
    await expect(remote.greet()).rejects.toThrow(
      /^what answers as governance, at .*, has another key than we know/,
    );
  });
});

function keysLike(keys: FileKeys) {
  return { pinned: keys.pinned.bind(keys), secret: keys.secret.bind(keys) };
}
