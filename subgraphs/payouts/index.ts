import { join } from 'node:path';
import { readSettings } from '../kit/settings.js';
import { defineService } from '../kit/service/service.js';
import type { ServiceDeps } from '../kit/service/service.js';
import { connectRail } from './adapters/connectRail.js';
import type { Rail } from './adapters/connectRail.js';
import { webhookRoute } from './adapters/webhookRoute.js';
import { reactions } from './reactions/index.js';
import { liveTopics } from './schema/dividend.subscription.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { references } from './schema/references.js';
import { resolvers } from './schema/resolvers.js';
import { payoutsServices } from './service/index.js';
import type { PayoutsServices } from './service/index.js';
import { payoutsSettingsSchema } from './settings.js';
import type { PayoutsSettings } from './settings.js';
import { MIGRATIONS } from './store/migrations/index.js';
import { rows } from './store/rows.js';

/** A run goes on within this after a kill, and a transfer in doubt is looked after within it. */
const LOOK_EVERY_MS = 1_000;

/** A claim lapses by the day; whoever looks at a few rows an index holds may look often. */
const FORFEIT_EVERY_MS = 2_000;

interface Wired extends PayoutsServices {
  rail: Rail;
  settings: PayoutsSettings;
}

/** Payouts: the ledger, what buyers pay, and what members earn. */
export const start = defineService<Wired>({
  name: 'payouts',
  rows,
  migrations: MIGRATIONS,
  schema: { resolvers, references },
  settings: [payoutsSettingsSchema],
  services: wire,
  publicChanges: PUBLIC_CHANGES,
  live: liveTopics,
  reactions: ({ settings }, { logger }) => reactions(settings, logger),
  ticks: ({ workers, tellAccounts }) => [
    { name: 'order and ask about transfers', everyMs: LOOK_EVERY_MS, run: workers.orders.run },
    { name: 'forfeit what nobody claimed', everyMs: FORFEIT_EVERY_MS, run: workers.claims.run },
    { name: 'advance dividend runs', everyMs: LOOK_EVERY_MS, run: workers.runs.run },
    { name: 'tell of the accounts of buyers', everyMs: LOOK_EVERY_MS, run: tellAccounts },
  ],
  routes: (services, deps) => [webhooks(services, deps)],
  async sidecars(services, deps) {
    const disconnect = await services.rail.connect(webhooks(services, deps));
    return async () => {
      await Promise.all([
        services.workers.orders.stop(),
        services.workers.runs.stop(),
        services.workers.claims.stop(),
      ]);
      await disconnect();
    };
  },
});

function wire({ store, settings: shared, keys, logger, shutdown }: ServiceDeps): Wired {
  const settings = readSettings(payoutsSettingsSchema, process.env);
  const directory = join(shared.DATA_DIR, 'rail');
  const token = keys.secret('payouts/rail', 32);
  const rail = connectRail({ settings, directory, token, logger, shutdown });
  return { ...payoutsServices({ store, rail: rail.port, settings, logger }), rail, settings };
}

function webhooks({ rail, settings, handleRailEvent }: Wired, { logger }: ServiceDeps) {
  const toleranceMs = settings.WEBHOOK_TOLERANCE_SECONDS * 1_000;
  const expectsForgeries = settings.RAIL_URL === undefined && settings.RAIL_MISCHIEF === 'true';
  return webhookRoute({
    publicKey: rail.publicKey,
    toleranceMs,
    logger,
    expectsForgeries,
    handle: handleRailEvent,
  });
}
