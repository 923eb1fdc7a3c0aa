import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver, Subscription } from 'type-graphql';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { gatewaySettingsSchema } from '../gateway/config.js';
import { startGateway } from '../gateway/gateway.js';
import { FileKeys } from '../subgraphs/kit/identity/keys.js';
import { COMMON } from '../subgraphs/kit/errors/table.js';
import type { FeedPort } from '../subgraphs/kit/journal/feed.js';
import { watchingId } from '../subgraphs/kit/live/watching.js';
import { Access } from '../subgraphs/kit/schema/access.js';
import { readSettings, settingsSchema } from '../subgraphs/kit/settings.js';
import { locateDatabases } from '../subgraphs/kit/store/locate.js';
import { grant, tenantPolicy } from '../subgraphs/kit/store/rls.js';
import type { Store } from '../subgraphs/kit/store/store.js';
import type { RequestContext } from '../subgraphs/kit/service/context.js';
import { defineService } from '../subgraphs/kit/service/service.js';
import { benchTokens } from './tokens.js';

/** What `live.ts` measures: a whole gateway, and a service of the kit with one table and one row. */
const ROW = 'prp_01h455vb4pex5vsknk084sn02q';
const COOPERATIVE = 'coop_01h455vb4pex5vsknk084sn02q';

type Context = RequestContext<{ store: Store }>;

class Bench1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table proposal (id text primary key, cooperative_id text not null, state text not null);
      ${tenantPolicy('proposal')} ${grant('proposal', 'SELECT, INSERT')}`);
  }
  async down(): Promise<void> {}
}

@ObjectType('Proposal', { description: 'A row.' })
@Directive('@key(fields: "id")')
class ProposalType {
  @Field(() => ID, { description: 'Its id.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'Where it stands.' })
  @Access('public')
  state: string;
}

@Resolver()
class ProposalResolver {
  @Query(() => ProposalType, { nullable: true, description: 'One row.' })
  @Access('public')
  proposal(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ProposalType> {
    return readProposal(context, id);
  }

  @Subscription(() => ProposalType, { description: 'One row, as it changes.', subscribe: watchingId })
  @Access('public')
  proposalChanged(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ProposalType> {
    return readProposal(context, id);
  }
}

async function readProposal({ services: { store } }: Context, id: string): Promise<ProposalType> {
  const [row] = await store.transaction({ cooperative: await store.home(id) }, (tx) =>
    tx.query<ProposalType>('select id, state from proposal where id = $1', [id]),
  );
  if (!row) throw COMMON.NOT_FOUND.raise('There is none.');
  return row;
}

const startService = defineService<{ store: Store }>({
  name: 'governance',
  rows: [],
  migrations: [Bench1700000000001],
  schema: { resolvers: [ProposalResolver], references: {} },
  services: ({ store }) => ({ store }),
  live: { ProposalMoved: ['id'] },
});

const dataDir = mkdtempSync(join(tmpdir(), 'bench-live-'));
chmodSync(dataDir, 0o755);
const environment = {
  DATA_DIR: dataDir,
  PORT: '0',
  LOG_LEVEL: 'error',
  SUBSCRIPTIONS_MAX: '100000',
  LIVE_CONNECTIONS_PER_ADDRESS_MAX: '100000',
  LIVE_CONNECTIONS_PER_VIEWER_MAX: '100000',
  LIVE_SUBSCRIPTIONS_PER_CONNECTION_MAX: '10000',
  HTTP_CONNECTIONS_MAX: '100000',
};
const settings = readSettings(settingsSchema, environment);
const keys = new FileKeys(join(dataDir, 'keys'));
const databases = locateDatabases(settings);
const service = await startService({ settings, keys, ownerUrl: await databases.ownerUrl('governance') });
const silent = (source: string): FeedPort => ({
  source,
  read: (_, __, waitMs) => new Promise((done) => setTimeout(() => done([]), waitMs).unref()),
  positionOf: () => Promise.resolve(null),
});
await service.connect({ feed: silent, log: () => service.log });
await service.store.transaction({ cooperative: COOPERATIVE }, async (tx) => {
  await tx.query(`insert into proposal values ($1, $2, 'OPEN')`, [ROW, COOPERATIVE]);
  await tx.register(ROW, COOPERATIVE);
});
const tokens = benchTokens();
const gateway = await startGateway({
  settings: { ...settings, ...readSettings(gatewaySettingsSchema, environment) },
  keys,
  transports: [service],
  routes: [],
  tokens,
});
process.send?.({ url: gateway.url, id: ROW, token: tokens.token() });

process.on('message', (message) => void (message === 'measure' ? measure() : stop()));

function measure(): void {
  global.gc?.();
  global.gc?.();
  const { heapUsed: heap, external, rss } = process.memoryUsage();
  process.send?.({ heap, external, rss });
}

async function stop(): Promise<void> {
  await gateway.stop();
  await service.stop();
  await databases.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
}
