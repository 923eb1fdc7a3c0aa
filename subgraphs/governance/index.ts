import { defineService } from '../kit/service/service.js';
import { reactions } from './reactions/index.js';
import { liveTopics } from './schema/proposal.subscription.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { references } from './schema/references.js';
import { resolvers } from './schema/resolvers.js';
import { governanceServices } from './service/index.js';
import type { GovernanceServices } from './service/index.js';
import { MIGRATIONS } from './store/migrations/index.js';
import { rows } from './store/rows.js';

/** Voting ends, and decisions take effect, within this of the announced instant. */
const DUE_EVERY_MS = 500;

/** Governance: charters, and what members decide. */
export const start = defineService<GovernanceServices>({
  name: 'governance',
  rows,
  migrations: MIGRATIONS,
  schema: { resolvers, references },
  services: ({ store }) => governanceServices(store),
  publicChanges: PUBLIC_CHANGES,
  live: liveTopics,
  reactions: () => reactions,
  ticks: (services) => [
    { name: 'move due proposals', everyMs: DUE_EVERY_MS, run: services.moveDueProposals },
  ],
});
