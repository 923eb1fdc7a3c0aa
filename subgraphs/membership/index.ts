import { defineService } from '../kit/service/service.js';
import { reactions } from './reactions/index.js';
import { CooperativeResolver } from './schema/cooperative.resolver.js';
import { IdentityResolver } from './schema/identity.resolver.js';
import { MemberResolver } from './schema/member.resolver.js';
import { OrganizationResolver } from './schema/organization.resolver.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { references } from './schema/references.js';
import { StewardshipResolver } from './schema/stewardship.resolver.js';
import { NotificationResolver, ViewerResolver } from './schema/viewer.resolver.js';
import { AccessTokens } from './service/accessTokens.js';
import { membershipServices } from './service/services.js';
import type { MembershipServices } from './service/services.js';
import { MIGRATIONS } from './store/migrations/index.js';
import { ROWS } from './store/rows.js';

/** Used nonces and dead sessions are small; a sweep now and then keeps their tables so. */
const SWEEP_EVERY_MS = 600_000;

/** Membership: co-ops, who belongs to them and as what, organisations, and who is who. */
export const start = defineService<MembershipServices>({
  name: 'membership',
  rows: ROWS,
  migrations: MIGRATIONS,
  schema: {
    resolvers: [
      CooperativeResolver,
      MemberResolver,
      StewardshipResolver,
      OrganizationResolver,
      IdentityResolver,
      ViewerResolver,
      NotificationResolver,
    ],
    references,
  },
  services: ({ store, keys, settings }) =>
    membershipServices({ store, keys, settings, tokens: new AccessTokens(keys, settings) }),
  publicChanges: PUBLIC_CHANGES,
  reactions: (_, { store, keys, settings }) => reactions({ store, keys, settings }),
  ticks: (services) => [{ name: 'sweep sessions', everyMs: SWEEP_EVERY_MS, run: services.sweep }],
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
