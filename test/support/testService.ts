import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { bodyHash, signPassport } from '../../subgraphs/kit/identity/passport.js';
import type { PassportClaims } from '../../subgraphs/kit/identity/passport.js';
import { FileKeys } from '../../subgraphs/kit/identity/keys.js';
import type { FeedEntry } from '../../subgraphs/kit/journal/feed.js';
import type { LogPort } from '../../subgraphs/kit/journal/logPort.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { ensureDatabase } from '../../subgraphs/kit/store/database.js';
import type { RunningService, StartService } from '../../subgraphs/kit/service/service.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { SubgraphAnswer, SubgraphSubscribe } from '../../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import { MemoryFeed } from './memoryFeed.js';
import { ownerPool } from './ownerPool.js';

const WAIT_MS = 10_000;

export interface TestServiceOptions {
  /** Further settings, as the environment would give them. */
  environment?: Record<string, string>;
  /** The locale of the service's database, of ICU's; PostgreSQL's plainest unless a test needs another. */
  icuLocale?: string;
  /** The logs of other services; none unless a test needs them. */
  logs?: Partial<Record<ServiceName, LogPort>>;
}

/** One subgraph on a database of its own, asked through the door that the gateway uses. */
export interface TestService {
  readonly service: RunningService;
  readonly keys: FileKeys;
  readonly dataDir: string;
  /** Runs an operation as the holder of that DID, or as nobody. */
  ask(
    did: string | undefined,
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Subscribes as the holder of that DID, or as nobody, until the signal. */
  subscribe(
    did: string | undefined,
    query: string,
    options: SubscribeOptions,
  ): AsyncGenerator<SubgraphAnswer>;
  /** Writes an entry into another service's journal and waits until this service has reacted. */
  tell(
    source: ServiceName,
    cooperative: string,
    type: string,
    values: Record<string, unknown>,
    digests?: Record<string, string>,
  ): Promise<void>;
  /** The journal of another service, as this one reads it. */
  feed(source: ServiceName): MemoryFeed;
  /** The entries that this service has journalled, oldest first. */
  journal(type?: string): Promise<FeedEntry[]>;
  /** Waits until this service has journalled `count` entries of that type, and answers them. */
  journalled(type: string, count?: number): Promise<FeedEntry[]>;
  /** Moves this service's clock to that many seconds beside the machine's. */
  setClock(offsetSeconds: number): Promise<void>;
  /** SQL as the database's owner, past all policies: for looking at what a test left, not for making it. */
  sql<Row extends object = Record<string, unknown>>(text: string, parameters?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

interface SubscribeOptions {
  variables?: Record<string, unknown>;
  signal: AbortSignal;
  /** What the passport says otherwise. */
  claims?: Partial<PassportClaims>;
  /** By another way than a call. */
  via?: SubgraphSubscribe;
}

export interface Answer extends SubgraphAnswer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers of many shapes
  data: any;
  /** The codes of the errors, in order. */
  codes: string[];
}

async function createDatabase(adminUrl: string, database: string, icuLocale: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(
    `create database ${database} template template0 encoding 'UTF8' locale 'C'
     locale_provider icu icu_locale '${icuLocale}'`,
  );
  await client.end();
}

export async function startTestService(
  start: StartService,
  name: ServiceName,
  options: TestServiceOptions = {},
): Promise<TestService> {
  const dataDir = mkdtempSync(join(tmpdir(), `cooperative-${name}-`));
  const database = `test_${name}_${randomBytes(6).toString('hex')}`;
  const adminUrl = process.env.TEST_POSTGRES_URL!;
  if (options.icuLocale) await createDatabase(adminUrl, database, options.icuLocale);
  await ensureDatabase(adminUrl, database);
  const ownerUrl = new URL(adminUrl);
  ownerUrl.pathname = `/${database}`;
  const settings = readSettings(settingsSchema, {
    DATA_DIR: dataDir,
    DATABASE_POOL_MAX: '6',
    DATABASE_ROLE_PASSWORD: 'a password of the test roles',
    LOG_LEVEL: 'silent',
    ...options.environment,
  });
  const keys = new FileKeys(join(dataDir, 'keys'));
  const passportKey = keys.signing('gateway/passport', 'es256').privateKey;
  const service = await start({ settings, keys, ownerUrl: ownerUrl.href });
  const feeds = new Map(
    SERVICE_NAMES.filter((other) => other !== name).map((other) => [other, new MemoryFeed(other)]),
  );
  await service.connect({
    feed: (source) => feeds.get(source)!,
    log(source) {
      const log = options.logs?.[source];
      if (!log) throw new Error(`this test gives no log of ${source}`);
      return log;
    },
  });
  const owner = ownerPool(ownerUrl.href);
  const sql = async <Row extends object>(text: string, parameters?: unknown[]): Promise<Row[]> =>
    (await owner.query<Row>(text, parameters)).rows;

  async function journal(type?: string): Promise<FeedEntry[]> {
    const waiting = () => sql('select 1 from journal_entry where log_index is null limit 1');
    await until(async () => (await waiting()).length === 0, 'the sequencer to place what is written');
    const all: FeedEntry[] = [];
    for (;;) {
      const batch = await service.feed.read(all.at(-1)?.position ?? 0n, 200, 0);
      if (batch.length === 0) break;
      all.push(...batch);
    }
    return all.filter((entry) => type === undefined || entry.type === type);
  }

  return {
    service,
    keys,
    dataDir,
    sql,
    feed: (source) => feeds.get(source)!,
    journal,
    async ask(did, query, variables, headers = {}) {
      const claims = {
        aud: name,
        sub: did,
        sid: did && 'ses_test',
        rid: 'test',
        jti: randomUUID(),
        bh: bodyHash({ query, variables }),
      };
      const passport = signPassport(passportKey, JSON.parse(JSON.stringify(claims)) as typeof claims);
      const answer = await service.execute({
        query,
        variables,
        headers: { passport, 'request-id': 'test', ...headers },
      });
      const codes = (answer.errors ?? []).map((error) => String(error.extensions?.code));
      return {
        ...(JSON.parse(JSON.stringify(answer)) as SubgraphAnswer),
        data: JSON.parse(JSON.stringify(answer.data ?? null)) as unknown,
        codes,
      };
    },
    subscribe(did, query, { variables, signal, claims, via = service.subscribe }) {
      const tex = Math.floor(Date.now() / 1_000) + 900;
      const whole = {
        aud: name,
        sub: did,
        sid: did && 'ses_test',
        tex,
        rid: 'test',
        jti: randomUUID(),
        bh: bodyHash({ query, variables }),
        ...claims,
      };
      const passport = signPassport(passportKey, JSON.parse(JSON.stringify(whole)) as typeof whole);
      const headers = { passport, 'request-id': 'test' };
      return via({ query, variables, headers }, signal);
    },
    async tell(source, cooperative, type, values, digests) {
      const entry = feeds.get(source)!.push(cooperative, type, values, digests);
      await until(async () => {
        const [cursor] = await sql<{ position: string }>(
          'select position from reaction_cursor where source = $1',
          [source],
        );
        return cursor !== undefined && BigInt(cursor.position) >= entry.position;
      }, `${name} to react to ${type} (does it read ${source}?)`);
    },
    async journalled(type, count = 1) {
      let found: FeedEntry[] = [];
      await until(
        async () => (found = await journal(type)).length >= count,
        `${name} to journal ${count} ${type}`,
      );
      return found;
    },
    async setClock(offsetSeconds) {
      await sql('update clock_offset set seconds = $1', [offsetSeconds]);
    },
    async stop() {
      await owner.end();
      await service.stop();
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      await admin.query(`drop database if exists ${database} with (force)`);
      await admin.end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks again until it holds. @throws Error when it does not within ten seconds. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}
