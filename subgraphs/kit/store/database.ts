import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { EntityTarget, MigrationInterface, ObjectLiteral, QueryRunner } from 'typeorm';
import { IdempotencyExpiry1700000000002 } from './idempotencyExpiry.js';
import { EndedSessions1700000000004 } from './endedSessions.js';
import { EntryPlaces1700000000003 } from './entryPlaces.js';
import { Kit1700000000000 } from './migrations.js';
import { isAway } from './outage.js';
import { ReadEntries1700000000005 } from './readEntries.js';
import { SpentStatements1700000000006 } from './spentStatements.js';
import { SteadyClient } from './steadyClient.js';
import { SteadySource } from './steadySource.js';
import type { SteadyLimits } from './steadySource.js';

export type MigrationClass = new () => MigrationInterface;

export interface DatabaseOptions {
  /** URL of the database as its owner; used to migrate, then closed. */
  ownerUrl: string;
  rows: readonly EntityTarget<ObjectLiteral>[];
  migrations: readonly MigrationClass[];
  /** False for a database that keeps no journal, such as the gateway's own. */
  journalled?: boolean;
  roles: RoleNames;
  /** Password of those roles. */
  rolePassword: string;
  /** Where a demo's clock begins, relative to the database's; taken at the first start only. */
  clockOffsetSeconds: number;
  limits: DatabaseLimits;
}

/** Each is the setting of the same name. */
export interface DatabaseLimits extends SteadyLimits {
  lockTimeoutMs: number;
}

/** How much longer than a statement may take its answer is waited for, before the server counts as gone. */
const ANSWER_SLACK_MS = 2_000;

const START_ATTEMPTS_MAX = 4;
const START_PAUSE_MS = 500;

const ROLES = ['runtime', 'worker'] as const;

/** The roles that a service's processes sign in as: the service itself, and the worker beside it. */
export type RoleNames = Record<(typeof ROLES)[number], string>;

export function roleNames(prefix: string, service: string): RoleNames {
  return { runtime: `${prefix}_${service}_runtime`, worker: `${prefix}_${service}_worker` };
}

/**
 * Migrates as the owner, then opens the pool as the runtime role, which owns nothing, so that row-level
 * security holds for it.
 */
export async function openDatabase(options: DatabaseOptions): Promise<SteadySource> {
  await patiently(() => migrate(options));
  const url = roleUrl(options.ownerUrl, options.roles.runtime, options.rolePassword);
  return patiently(() => openPool({ ...options, url }));
}

/** A machine on which much starts at once may keep a server from answering in time: a start asks again. */
async function patiently<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      if (attempt === START_ATTEMPTS_MAX || !isAway(error)) throw error;
      await sleep(START_PAUSE_MS);
    }
  }
}

/** Opens the pool of a role whose service has migrated the database: for a worker beside it. */
export function openPool(options: {
  /** With the role that signs in. */
  url: string;
  rows: DatabaseOptions['rows'];
  limits: DatabaseLimits;
}): Promise<SteadySource> {
  const { poolMax, connectTimeoutMs, lockTimeoutMs, statementTimeoutMs } = options.limits;
  const source = new SteadySource(
    {
      type: 'postgres',
      url: options.url,
      entities: [...options.rows] as never[],
      synchronize: false,
      uuidExtension: 'pgcrypto',
      installExtensions: false,
      extra: {
        Client: SteadyClient,
        silenceMs: statementTimeoutMs + ANSWER_SLACK_MS,
        max: poolMax,
        // For a place in the pool, or for a new connection to stand.
        connectionTimeoutMillis: connectTimeoutMs,
        lock_timeout: lockTimeoutMs,
        statement_timeout: statementTimeoutMs,
        idle_in_transaction_session_timeout: 60_000,
        // Compiling a statement takes seconds where the planner takes a short one for long: here none is long.
        options: '-c jit=off',
      },
      applicationName: 'data-cooperative',
      logging: false,
    },
    options.limits,
  );
  return source.initialize();
}

/** The URL under which a role of that database signs in. */
export function roleUrl(ownerUrl: string, role: string, rolePassword: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = rolePassword;
  return url.href;
}

/** Makes the database if the server lets us and it is missing. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new SteadyClient(adminUrl);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  } finally {
    await client.end();
  }
}

const KIT = [
  Kit1700000000000,
  IdempotencyExpiry1700000000002,
  EntryPlaces1700000000003,
  EndedSessions1700000000004,
  ReadEntries1700000000005,
  SpentStatements1700000000006,
];

async function migrate(options: DatabaseOptions): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: options.ownerUrl,
    migrations: [...(options.journalled === false ? [] : KIT), ...options.migrations],
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    extra: {
      Client: SteadyClient,
      max: 2,
      connectionTimeoutMillis: options.limits.connectTimeoutMs,
      options: ROLES.map((role) => `-c app.${role}_role=${options.roles[role]}`).join(' '),
    },
    logging: false,
  });
  await source.initialize();
  try {
    // Two copies starting at once migrate one after the other.
    const lock = source.createQueryRunner();
    await lock.query(`select pg_advisory_lock(hashtext('migrate:' || current_database()))`);
    try {
      await createRoles(lock, options);
      const ran = await source.runMigrations();
      if (ran.some((migration) => migration.name === Kit1700000000000.name)) {
        await lock.query('update clock_offset set seconds = $1', [options.clockOffsetSeconds]);
      }
    } finally {
      await lock.query(`select pg_advisory_unlock(hashtext('migrate:' || current_database()))`);
      await lock.release();
    }
  } finally {
    await source.destroy();
  }
}

async function createRoles(runner: QueryRunner, options: DatabaseOptions): Promise<void> {
  for (const role of ROLES) {
    const name = pg.escapeIdentifier(options.roles[role]);
    const secret = pg.escapeLiteral(options.rolePassword);
    // Roles are the server's, not the database's: what another installation does to one at this very instant, which
    // PostgreSQL refuses as an internal error, is the same.
    await runner.query(`do $$ begin
      create role ${name} login nosuperuser nocreatedb nocreaterole noinherit nobypassrls;
    exception when duplicate_object or unique_violation then null; end $$`);
    await runner.query(`do $$ begin
      alter role ${name} with password ${secret};
    exception when internal_error then null; end $$`);
    await runner.query(`grant usage on schema public to ${name}`);
  }
  await runner.query('revoke create on schema public from public');
}

function isDuplicate(error: unknown): boolean {
  return ['42P04', '23505'].includes((error as { code?: string }).code ?? '');
}

/** @throws Error for a database whose clock a demo has moved: outside a demo nothing may stand in another time. */
export async function requireRealClock(source: DataSource): Promise<void> {
  const [clock] = await source.query<{ seconds: string }[]>('select seconds from clock_offset');
  if (clock?.seconds === '0') return;
  await source.destroy();
  throw new Error(
    'this data belongs to a demo whose clock was moved; give another DATA_DIR, or run it as a demo',
  );
}
