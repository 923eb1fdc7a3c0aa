import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ensureDatabase } from '../../subgraphs/kit/store/database.js';
import { keepRunning } from '../../subgraphs/kit/store/keepRunning.js';
import { startEmbeddedPostgres } from '../../subgraphs/kit/store/embeddedPostgres.js';
import { createLogger } from '../../subgraphs/kit/observability/logger.js';
import { until } from '../support/testService.js';

/** A logger, and what it was given. */
function listening() {
  const lines: string[] = [];
  const logger = createLogger('postgres', 'warn', { write: (line) => void lines.push(line) });
  return { logger, said: () => lines.join('') };
}

/** The processes of servers on that folder, each without those that it has started. */
function serversOn(dataDir: string): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return table
    .filter((line) => line.includes(`-D ${join(dataDir, 'pg')}`) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number(line.trim().split(/\s+/)[0]));
}

describe('the embedded PostgreSQL', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(dataDir, 0o755);
  const ask = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows;
  };
  const answers = (url: string): Promise<boolean> =>
    ask(url, 'select 1').then(
      () => true,
      () => false,
    );
  const postmaster = () => Number(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('keeps what was committed when the server is killed, and starts again by itself', async () => {
    const first = await startEmbeddedPostgres(dataDir);
    await ensureDatabase(first.url('postgres'), 'kept');
    await ask(first.url('kept'), 'create table t (x int); insert into t values (7)');
    process.kill(postmaster(), 'SIGKILL');
    const second = await startEmbeddedPostgres(dataDir);
    expect(await ask(second.url('kept'), 'select x from t')).toEqual([{ x: 7 }]);
    await second.stop();
  });

  it('adopts a server that already runs instead of starting a second', async () => {
    const first = await startEmbeddedPostgres(dataDir);
    const pid = postmaster();
    const second = await startEmbeddedPostgres(dataDir);
    expect(postmaster()).toBe(pid);
    expect(second.url('x')).toBe(first.url('x'));
    await second.stop();
  });

  it('is made once by those who start at once on an empty folder', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'empty-'));
    const started = await Promise.all(Array.from({ length: 4 }, () => startEmbeddedPostgres(empty)));
    expect(new Set(started.map((postgres) => postgres.url('x'))).size).toBe(1);
    expect(await ask(started[3]!.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await started[0]!.stop();
    rmSync(empty, { recursive: true, force: true });
  });

  it('takes over a lock whose holder was killed', async () => {
    writeFileSync(join(dataDir, 'pg.lock'), '999999999');
    const postgres = await startEmbeddedPostgres(dataDir);
    expect(existsSync(join(dataDir, 'pg.lock'))).toBe(false);
    await postgres.stop();
  });

  it('takes no other process that has got the number of a dead server for the server', async () => {
    const first = await startEmbeddedPostgres(dataDir);
    const file = join(dataDir, 'pg', 'postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    await first.stop();
    writeFileSync(file, [process.pid, ...rest].join('\n'));
    const second = await startEmbeddedPostgres(dataDir);
    expect(await ask(second.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('is started again, once, by those who keep it running, whoever started it', async () => {
    const [first, second] = [await startEmbeddedPostgres(dataDir), await startEmbeddedPostgres(dataDir)];
    const { logger, said } = listening();
    for (const postgres of [first, second]) postgres.keepRunning(logger);
    for (const signal of ['SIGKILL', 'SIGQUIT'] as const) {
      const killed = postmaster();
      process.kill(killed, signal);
      await until(() => answers(first.url('postgres')), 'PostgreSQL to run again');
      expect(postmaster()).not.toBe(killed);
      // The one that was told to quit may still be on its way out.
      await until(() => Promise.resolve(serversOn(dataDir).length === 1), 'one server to be left');
      expect(serversOn(dataDir)).toEqual([postmaster()]);
    }
    expect(said()).toContain('PostgreSQL has ended; it is started again');
    await until(() => Promise.resolve(said().includes('PostgreSQL runs again')), 'a word of it');
    await first.stop();
    await second.stop();
    expect(serversOn(dataDir)).toEqual([]);
  });

  it('stays up while somebody else uses it', async () => {
    const postgres = await startEmbeddedPostgres(dataDir);
    const other = new pg.Client({ connectionString: postgres.url('postgres') });
    await other.connect();
    await postgres.stop();
    expect((await other.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await other.end();
    await postgres.stop();
    await expect(ask(postgres.url('postgres'), 'select 1')).rejects.toThrow();
  });

  it('runs where a folder above is closed to its account', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'closed-'));
    const postgres = await startEmbeddedPostgres(join(closed, 'data'));
    expect(await ask(postgres.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    rmSync(realpathSync(join(closed, 'data', 'pg')), { recursive: true, force: true });
    rmSync(closed, { recursive: true, force: true });
  });

  it('refuses whoever lacks the password', async () => {
    const postgres = await startEmbeddedPostgres(dataDir);
    const url = new URL(postgres.url('postgres'));
    url.password = 'guess';
    await expect(ask(url.href, 'select 1')).rejects.toThrow(/password/);
    await postgres.stop();
  });
});

describe('keeping a server running', () => {
  it('waits longer after each start that fails, tells of each, and ends when it is told to', async () => {
    const { logger, said } = listening();
    const startedAt: number[] = [];
    let runs = false;
    const stop = keepRunning({
      runs: () => runs,
      async start() {
        startedAt.push(performance.now());
        if (startedAt.length < 3) throw new Error('no room');
        runs = true;
      },
      logger,
    });
    await until(() => Promise.resolve(runs), 'the third start');
    const [first = 0, second = 0, third = 0] = startedAt;
    // A timer may fire a millisecond early.
    expect(second - first).toBeGreaterThanOrEqual(99);
    expect(third - second).toBeGreaterThanOrEqual(199);
    await stop();
    runs = false;
    expect(startedAt).toHaveLength(3);
    expect(said().match(/PostgreSQL does not start/g)).toHaveLength(2);
  });
});
