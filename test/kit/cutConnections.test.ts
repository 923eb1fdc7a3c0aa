import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { startTestService } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { startToy } from '../support/toyService.js';

const CLIENTS = 8;
const CUTS = 30;
const WRITE =
  'mutation Write($coop: ID!, $text: String!) { writeNote(cooperative: $coop, text: $text) { id } }';

describe('a service whose connections to PostgreSQL are cut', () => {
  let service: TestService;
  const admin = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  const cooperative = newId('coop');

  beforeAll(async () => {
    service = await startTestService(startToy, 'governance');
    await admin.connect();
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
    for (let cut = 0; cut < CUTS; cut += 1) {
      await sleep(100);
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'data-cooperative'`,
      );
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
});
