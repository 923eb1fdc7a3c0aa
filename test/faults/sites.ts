import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import pg from 'pg';
import { ensureDatabase } from '../../subgraphs/kit/store/database.js';
import { startEmbeddedPostgres } from '../../subgraphs/kit/store/embeddedPostgres.js';
import { copyOfFolder, newFolder } from '../support/folders.js';
import { makeDividendWorld } from './dividendWorld.js';
import type { DividendWorld } from './dividendWorld.js';

/** A world in a database, from which cases are copied. */
export interface Site {
  readonly world: DividendWorld;
  place(): Promise<Place>;
  remove(): Promise<void>;
}

/** The copy of one case. */
export interface Place {
  readonly dataDir: string;
  /** Where the database is, for a process that does not find it by the folder alone. */
  readonly settings: Record<string, string>;
  /** Opens the database to its owner, and has PostgreSQL run meanwhile. */
  open<T>(work: (ownerUrl: string) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** In the PostgreSQL of the tests, which outlives the service. */
export async function serverSite(): Promise<Site> {
  const dataDir = newFolder('dividends');
  const template = `dividends_${randomBytes(4).toString('hex')}`;
  await ensureDatabase(process.env.TEST_POSTGRES_URL!, template);
  const world = await makeDividendWorld(dataDir, urlOf(template));
  let count = 0;
  return {
    world,
    async place() {
      const database = `${template}_${(count += 1)}`;
      await atServer(`create database ${database} template ${template}`);
      return {
        dataDir,
        settings: { DATABASE_URL_PAYOUTS: urlOf(database) },
        open: (work) => work(urlOf(database)),
        remove: () => atServer(`drop database ${database} with (force)`),
      };
    },
    async remove() {
      await atServer(`drop database ${template} with (force)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** In an embedded PostgreSQL of its own, which can die with the service. */
export async function embeddedSite(): Promise<Site> {
  const template = newFolder('dividends');
  const postgres = await startEmbeddedPostgres(template);
  await ensureDatabase(postgres.url('postgres'), 'payouts');
  const world = await makeDividendWorld(template, postgres.url('payouts'));
  await postgres.stop();
  return {
    world,
    async place() {
      const dataDir = await copyOfFolder(template, 'dividends');
      return {
        dataDir,
        settings: {},
        async open(work) {
          const copy = await startEmbeddedPostgres(dataDir);
          try {
            return await work(copy.url('payouts'));
          } finally {
            await copy.stop();
          }
        },
        remove: () => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })),
      };
    },
    remove: () => Promise.resolve(rmSync(template, { recursive: true, force: true })),
  };
}

function urlOf(database: string): string {
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = `/${database}`;
  return url.href;
}

async function atServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
