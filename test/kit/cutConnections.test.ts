import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { startTestService, until } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { startToy } from '../support/toyService.js';

const CLIENTS = 8;
const CUTS = 15;
const WRITE =
  'mutation Write($coop: ID!, $text: String!) { writeNote(cooperative: $coop, text: $text) { id } }';

describe('a service whose connections to PostgreSQL are cut', () => {
  let service: TestService;
  const admin = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  const cooperative = newId('coop');
  let database: string;
  const cut = () =>
    admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'data-cooperative%' and datname = '${database}'`);

  beforeAll(async () => {
    service = await startTestService(startToy, 'governance', {
      environment: { DATABASE_LOCK_TIMEOUT_MS: '3000' },
    });
    await admin.connect();
    const [row] = await service.sql<{ name: string }>('select current_database() as name');
    database = row!.name;
  });
  afterAll(async () => {
    await admin.end();
    await service.stop();
  });

  it('lives, refuses in words, and has kept all that it acknowledged, each once', async () => {
    const acknowledged: string[] = [];
    const refused = new Set<string>();
    let cutting = true;
    const client = async (): Promise<void> => {
      while (cutting) {
        const text = randomBytes(8).toString('hex');
        const { data, codes } = await service.ask('did:key:writer', WRITE, { coop: cooperative, text });
        codes.forEach((code) => refused.add(code));
        if (data?.writeNote) acknowledged.push(text);
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    for (let round = 0; round < CUTS; round += 1) {
      await sleep(100);
      await cut();
    }
    cutting = false;
    await Promise.all(clients);
    const rows = await service.sql<{ text: string }>('select text from note order by text');
    const written = rows.map(({ text }) => text);
    expect(new Set(written).size).toBe(written.length);
    expect(written).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect([...refused]).toEqual(['SERVICE_UNAVAILABLE']);
  });

  it('says within two seconds that it is not ready, and within two that it is again', async () => {
    const running = service.service;
    const soon = async (ready: boolean): Promise<void> => {
      const began = performance.now();
      await until(async () => (await running.ready()) === ready, `readiness to be ${ready}`);
      expect(performance.now() - began).toBeLessThan(2_000);
    };
    await soon(true);
    await admin.query(`alter database ${database} connection limit 0`);
    await cut();
    await soon(false);
    const { codes } = await service.ask('did:key:writer', WRITE, { coop: cooperative, text: 'too early' });
    expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
    await admin.query(`alter database ${database} connection limit -1`);
    await soon(true);
    const late = await service.ask('did:key:writer', WRITE, { coop: cooperative, text: 'in time' });
    expect(late.codes).toEqual([]);
  });

  it('refuses what a lock holds up in the time that is left, and goes on with the rest', async () => {
    const url = new URL(process.env.TEST_POSTGRES_URL!);
    url.pathname = `/${database}`;
    const holding = new pg.Client({ connectionString: url.href });
    await holding.connect();
    await holding.query('begin; lock table note in access exclusive mode');
    const write = (left: string, text: string) =>
      service.ask('did:key:writer', WRITE, { coop: cooperative, text }, { 'timeout-ms': left });
    // Whoever has half a second left is not kept for the three that a lock may be waited for.
    const began = performance.now();
    expect((await write('500', 'held')).codes).toEqual(['SERVICE_UNAVAILABLE']);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect((await write('60000', 'held')).codes).toEqual(['SERVICE_UNAVAILABLE']);
    expect(await service.service.ready()).toBe(true);
    await holding.query('rollback');
    await holding.end();
    const free = await service.ask('did:key:writer', WRITE, { coop: cooperative, text: 'free' });
    expect(free.codes).toEqual([]);
  });
});
