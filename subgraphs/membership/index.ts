import { defineService } from '../kit/service/service.js';
import { reactions } from './reactions/index.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { references } from './schema/references.js';
import { resolvers } from './schema/resolvers.js';
import { AccessTokens } from './service/accessTokens.js';
import { membershipServices } from './service/index.js';
import type { MembershipServices } from './service/index.js';
import { MIGRATIONS } from './store/migrations/index.js';
import { rows } from './store/rows.js';

/** Used nonces and dead sessions are small; a sweep now and then keeps their tables so. */
const SWEEP_EVERY_MS = 600_000;

/** Membership: co-ops, who belongs to them and as what, organisations, and who is who. */
export const start = defineService<MembershipServices>({
  name: 'membership',
  rows,
  migrations: MIGRATIONS,
  schema: { resolvers, references },
  services: ({ store, keys, settings }) =>
    membershipServices({ store, keys, settings, tokens: new AccessTokens(keys, settings) }),
  publicChanges: PUBLIC_CHANGES,
  reactions: (_, { store, keys, settings }) => reactions({ store, keys, settings }),
  ticks: (services) => [{ name: 'sweep sessions', everyMs: SWEEP_EVERY_MS, run: services.sweepSessions }],
  routes: (services) => [
    {
      method: 'GET',
      path: '/.well-known/jwks.json',
      bodyBytesMax: 0,
      handle: () =>
        Promise.resolve({
          status: 200,
          headers: { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' },
          body: JSON.stringify(services.keySet()),
        }),
    },
  ],
});
