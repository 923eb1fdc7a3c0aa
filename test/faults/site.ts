// cspell:ignore tmpfs
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ensureDatabase } from '../../subgraphs/kit/store/database.js';
import { startEmbeddedPostgres } from '../../subgraphs/kit/store/embeddedPostgres.js';
import { withFileLock } from '../../subgraphs/kit/store/fileLock.js';
import { newFolder } from '../support/folders.js';
import { postmasterOf, SERVICES } from '../support/installation.js';
import type { Service } from '../support/installation.js';
import { startSlowProxy } from '../support/slowProxy.js';

const DISK_MIB = 640;
/** Those of the product, those of this test being called otherwise. */
const OURS = `application_name like 'data-cooperative%'`;

/** A database that can be broken in every way, as the settings of a product have it. */
export interface BreakableSite {
  readonly settings: Readonly<Record<string, string>>;
  /** Whether its disk is a small one of its own, that can be filled. */
  readonly canFill: boolean;
  /** Asks as the superuser, past the proxy. */
  rows<Row extends object>(service: Service, sql: string): Promise<Row[]>;
  /** Breaks all connections of the product. */
  cut(): Promise<void>;
  delay(milliseconds: number): void;
  killPostgres(): void;
  /** Sends a signal to every process of the server. */
  signalAll(signal: NodeJS.Signals): void;
  /** Stops the server, and lets nobody start it before that work is done. */
  down(work: () => Promise<void>): Promise<void>;
  readOnly(on: boolean): Promise<void>;
  /** Holds every connection that the server gives. @returns what lets them go. */
  occupy(): Promise<() => Promise<void>>;
  /** Starts PostgreSQL again where the product, the last to use it, has stopped it. */
  start(): Promise<void>;
  /** Leaves no room on the disk. @returns what makes room again. */
  fill(): () => void;
  /** Holds a lock on that table. @returns what lets it go. */
  lock(service: Service, table: string): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

const OCCUPY_ROUNDS_MAX = 50;

/** The embedded PostgreSQL of a folder; the four services reach it by way of a proxy, the gateway as it always does. */
export async function breakableSite(): Promise<BreakableSite> {
  const dataDir = newFolder('breakable');
  const canFill = mounts(dataDir);
  const postgres = await startEmbeddedPostgres(dataDir);
  const proxy = await startSlowProxy(() => `${postmasterOf(dataDir)?.socket ?? dataDir}/.s.PGSQL.5432`);
  const password = new URL(postgres.url('postgres')).password;
  for (const service of SERVICES) await ensureDatabase(postgres.url('postgres'), service);
  const settings = {
    DATA_DIR: dataDir,
    ...Object.fromEntries(
      SERVICES.map((service) => [
        `DATABASE_URL_${service.toUpperCase()}`,
        `postgres://postgres:${password}@127.0.0.1:${proxy.port}/${service}`,
      ]),
    ),
  };

  async function connected(database: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: postgres.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
  async function rows<Row extends object>(database: string, sql: string): Promise<Row[]> {
    const client = await connected(database);
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }
  const cut = async (): Promise<void> => {
    await rows('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where ${OURS}`);
  };

  return {
    settings,
    canFill,
    rows,
    cut,
    start: async () => void (await startEmbeddedPostgres(dataDir)),
    delay: (milliseconds) => void (proxy.delayMs = milliseconds),
    killPostgres: () => process.kill(postmasterOf(dataDir)!.pid, 'SIGKILL'),
    signalAll(signal) {
      for (const pid of processesOf(postmasterOf(dataDir)!.pid)) process.kill(pid, signal);
    },
    down: (work) =>
      withFileLock(join(dataDir, 'pg.lock'), async () => {
        process.kill(postmasterOf(dataDir)!.pid, 'SIGQUIT');
        await work();
      }),
    async readOnly(on) {
      await rows('postgres', `alter system set default_transaction_read_only = ${on ? 'on' : 'off'}`);
      await rows('postgres', 'select pg_reload_conf()');
    },
    async occupy() {
      const held: pg.Client[] = [];
      const hold = async (): Promise<void> => {
        for (;;) held.push(await connected('postgres'));
      };
      // What the product is cut off from is taken before it comes back for it.
      const [first] = [await connected('postgres')];
      // Until the product has none, however quickly it comes back.
      for (let round = 0, left = 1; left > 0 && round < OCCUPY_ROUNDS_MAX; round += 1) {
        await hold().catch(() => undefined);
        const ended = await first.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where ${OURS}`,
        );
        left = ended.rows.length;
      }
      await hold().catch(() => undefined);
      return async () => void (await Promise.all([first, ...held].map((client) => client.end())));
    },
    fill() {
      const ballast = join(dataDir, 'ballast');
      try {
        execFileSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64K'], { stdio: 'ignore' });
      } catch {
        // That it ends for want of room is the purpose.
      }
      return () => rmSync(ballast, { force: true });
    },
    async lock(service, table) {
      const client = await connected(service);
      await client.query(`begin; lock table ${table} in access exclusive mode`);
      return () => client.end();
    },
    async remove() {
      await proxy.stop();
      await postgres.stop();
      if (canFill) execFileSync('umount', ['-l', dataDir]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Puts a small disk in memory below that folder, where this system lets us. */
function mounts(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    const options = `size=${DISK_MIB}m,mode=755`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    writeFileSync(join(folder, 'mounted'), '');
    return true;
  } catch {
    return false;
  }
}

function processesOf(postmaster: number): number[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
    .filter(([pid, parent]) => pid === postmaster || parent === postmaster)
    .map(([pid]) => pid);
}
