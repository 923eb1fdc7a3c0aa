import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { openGatewayDatabase } from '../../../../gateway/store/gatewayDatabase.js';
import { composerIn } from '../../../../gateway/supergraph/registry/composer.js';
import type { Composer } from '../../../../gateway/supergraph/registry/composer.js';
import type { SubgraphSchema } from '../../../../gateway/engine/planner/composition.js';
import { directPlannerWorker } from '../../../../gateway/engine/planner/directPlannerWorker.js';
import { Registry } from '../../../../gateway/supergraph/registry/registry.js';
import { postgresSubgraphStore } from '../../../../gateway/supergraph/registry/subgraphStore.js';
import type { SubgraphStore } from '../../../../gateway/supergraph/registry/subgraphStore.js';
import { postgresUsageStore } from '../../../../gateway/supergraph/usage/usageStore.js';
import type { UsageStore } from '../../../../gateway/supergraph/usage/usageStore.js';
import { readSettings, settingsSchema } from '../../../../subgraphs/kit/settings.js';
import { ensureDatabase } from '../../../../subgraphs/kit/store/database.js';
import { createLogger } from '../../../../subgraphs/kit/observability/logger.js';
import { memoryKeys } from '../../support/toys.js';
import { CORE } from './core.js';
import { ownerPool } from '../../../support/ownerPool.js';

export const SILENT = createLogger('gateway', 'silent');

export interface RegistryDatabase {
  source: DataSource;
  store: SubgraphStore;
  usage: UsageStore;
  /** As the owner, who may do what the gateway may not. */
  sql<Row>(text: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A gateway's own database, migrated, under a random name. */
export async function openRegistryDatabase(): Promise<RegistryDatabase> {
  const database = `test_gateway_${randomBytes(6).toString('hex')}`;
  const adminUrl = process.env.TEST_POSTGRES_URL!;
  await ensureDatabase(adminUrl, database);
  const ownerUrl = new URL(adminUrl);
  ownerUrl.pathname = `/${database}`;
  const settings = readSettings(settingsSchema, { DATABASE_ROLE_PASSWORD: 'a password of the test roles' });
  const source = await openGatewayDatabase({ settings, keys: memoryKeys(), ownerUrl: ownerUrl.href });
  const owner = ownerPool(ownerUrl.href, 1);
  return {
    source,
    store: postgresSubgraphStore(source),
    usage: postgresUsageStore(source),
    sql: async <Row>(text: string, parameters?: unknown[]) =>
      (await owner.query<Row & object>(text, parameters)).rows,
    async drop() {
      await source.destroy();
      await owner.end();
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      await admin.query(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
}

export interface CountingComposer extends Composer {
  /** How often it has composed. */
  readonly composed: () => number;
}

/** Composes in this thread. */
export function directComposer(): CountingComposer {
  const composer = composerIn(directPlannerWorker({ plansMax: 100, pathsMax: 1_000 }));
  let count = 0;
  return {
    ...composer,
    composed: () => count,
    compose(parts) {
      count += 1;
      return composer.compose(parts);
    },
  };
}

export interface RegistryWorld extends RegistryDatabase {
  registry: Registry;
  composer: CountingComposer;
  /** What the services say; a test may change it. */
  core: SubgraphSchema[];
  /** As it was when the gateway had begun for the first time. */
  reset(): Promise<void>;
}

/** Begun once: composing is what takes its time. */
export async function startRegistry(): Promise<RegistryWorld> {
  const database = await openRegistryDatabase();
  const core = CORE.map((part) => ({ ...part }));
  const composer = directComposer();
  const { store, usage } = database;
  const registry = new Registry({
    store,
    usage,
    composer,
    core: () => Promise.resolve(core),
    usageDays: 30,
    logger: SILENT,
  });
  const { generation: _, ...first } = await registry.begin();
  async function reset(): Promise<void> {
    await database.sql(
      'truncate partner, publish_token, partner_schema, supergraph, operation_seen, operation_day restart identity',
    );
    await store.append(0, first);
    core.splice(0, core.length, ...CORE.map((part) => ({ ...part })));
  }
  return { ...database, registry, composer, core, reset };
}

export const ACME = {
  name: 'acme',
  prefix: 'Acme',
  url: 'https://acme.example/graphql',
  tellsPseudonym: false,
};
