import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { postmasterOf, SERVICES } from './installation.js';
import type { Service } from './installation.js';

/** Who has a database: the services, and the gateway for itself. */
const OWNERS = [...SERVICES, 'gateway'] as const;
type Owner = (typeof OWNERS)[number];

/** Where an installation keeps its rows. */
export interface Databases {
  /** The settings that say so. */
  readonly environment: Readonly<Record<string, string>>;
  /** URL of a service's database as its owner, while it runs. */
  url(service: Service): string;
  drop(): Promise<void>;
}

/** The cluster that an installation brings along below its own folder. */
export function embeddedDatabases(dataDir: string): Databases {
  return {
    environment: {},
    url(service) {
      const password = readFileSync(join(dataDir, 'keys', 'postgres.password'), 'utf8');
      const socket = encodeURIComponent(postmasterOf(dataDir)?.socket ?? '');
      return `postgres://postgres:${password}@localhost/${service}?host=${socket}`;
    },
    drop: () => Promise.resolve(),
  };
}

export interface DatabaseNames {
  server: string;
  /** Of the roles, and of all databases of this run: rights go with the rows that are copied, so copies share roles. */
  rolePrefix: string;
  /** Of the databases of one installation. */
  prefix: string;
}

/** Databases on the real server of this machine, under random names. */
export interface ScaledDatabases extends Databases {
  readonly names: DatabaseNames;
  create(): Promise<void>;
  /** The same rows under other names, while nobody is connected. */
  copy(): Promise<ScaledDatabases>;
}

const SERVER = process.env.SCALED_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export function scaledDatabases(names = newNames(`test_${letters(12)}`)): ScaledDatabases {
  const nameOf = (service: Owner): string => `${names.prefix}_${service}`;
  const url = (service: Owner): string => new URL(`/${nameOf(service)}`, names.server).href;
  return {
    names,
    environment: {
      DATABASE_ROLE_PREFIX: names.rolePrefix,
      ...Object.fromEntries(OWNERS.map((service) => [`DATABASE_URL_${service.toUpperCase()}`, url(service)])),
    },
    url,
    create: () => atServer(names, (service) => `create database ${nameOf(service)}`),
    async copy() {
      const copied = newNames(names.rolePrefix);
      await atServer(
        names,
        (service) => `create database ${copied.prefix}_${service} template ${nameOf(service)}`,
      );
      return scaledDatabases(copied);
    },
    drop: () => atServer(names, (service) => `drop database if exists ${nameOf(service)} with (force)`),
  };
}

async function atServer({ server }: DatabaseNames, sql: (service: Owner) => string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (const service of OWNERS) await client.query(sql(service));
  } finally {
    await client.end();
  }
}

function newNames(rolePrefix: string): DatabaseNames {
  return { server: SERVER, rolePrefix, prefix: `${rolePrefix}_${letters(6)}` };
}

function letters(count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
}
