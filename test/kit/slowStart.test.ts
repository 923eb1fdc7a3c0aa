import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it } from '@jest/globals';
import { requireDatabases } from '../../subgraphs/kit/process/beforeWork.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { openDatabase } from '../../subgraphs/kit/store/database.js';

const CONNECT_MS = 1_000;
let server: Server;
afterEach(() => void server.close());

/** In front of the tests' PostgreSQL; the first connections are taken and never answered. */
async function slowAtFirst(
  silent: number,
  refuse: (client: Socket) => void = () => undefined,
): Promise<{ port: number; silenced: () => number }> {
  const host = new URL(process.env.TEST_POSTGRES_URL!).searchParams.get('host')!;
  let silenced = 0;
  server = createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', (greeting) => {
      if (silenced < silent) {
        silenced += 1;
        return refuse(client);
      }
      const upstream = connect(`${host}/.s.PGSQL.5432`);
      upstream.on('error', () => client.destroy());
      upstream.write(greeting);
      client.pipe(upstream).pipe(client);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, silenced: () => silenced };
}

function urlAt(port: number): string {
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}

const open = (port: number) =>
  openDatabase({
    ownerUrl: urlAt(port),
    rows: [],
    migrations: [],
    journalled: false,
    roles: { runtime: 'slow_start_runtime', worker: 'slow_start_worker' },
    rolePassword: 'a password of this test',
    clockOffsetSeconds: 0,
    limits: { poolMax: 2, connectTimeoutMs: CONNECT_MS, lockTimeoutMs: 1_000, statementTimeoutMs: 5_000 },
  });

it('a start asks again a server that did not answer in time', async () => {
  const { port, silenced } = await slowAtFirst(2);
  const source = await open(port);
  expect(await source.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(silenced()).toBe(2);
  await source.destroy();
});

it('and gives up on one that never does', async () => {
  const { port, silenced } = await slowAtFirst(Number.POSITIVE_INFINITY);
  await expect(open(port)).rejects.toThrow(/timeout/);
  expect(silenced()).toBeGreaterThan(1);
});

it('asks one again that hung up, before any work', async () => {
  const { port, silenced } = await slowAtFirst(2, (client) => void client.destroy());
  const settings = readSettings(settingsSchema, { DATABASE_URL_DATA: urlAt(port) });
  await requireDatabases(settings, ['data']);
  expect(silenced()).toBe(2);
});

it('and names one that always does', async () => {
  const { port } = await slowAtFirst(Number.POSITIVE_INFINITY, (client) => void client.destroy());
  const settings = readSettings(settingsSchema, { DATABASE_URL_DATA: urlAt(port) });
  await expect(requireDatabases(settings, ['data'])).rejects.toThrow(
    'DATABASE_URL_DATA: it cannot be reached',
  );
});
