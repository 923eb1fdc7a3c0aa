import { defineService } from '../kit/service/service.js';
import type { ServiceDeps } from '../kit/service/service.js';
import { AccessTokens } from './adapters/accessTokens.js';
import { banMarks } from './adapters/banMarks.js';
import { cooperativeIssuer } from './adapters/cooperativeIssuer.js';
import { reactionsOf } from './reactions/index.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { references } from './schema/references.js';
import { resolvers } from './schema/resolvers.js';
import { membershipServices } from './service/index.js';
import type { MembershipServices } from './service/index.js';
import type { MembershipPorts } from './service/ports.js';
import { MIGRATIONS } from './store/migrations/index.js';
import { rows } from './store/rows.js';

/** Used nonces and dead sessions are small; a sweep now and then keeps their tables so. */
const SWEEP_EVERY_MS = 600_000;

/** What the clock makes due is done within this. */
const DUE_EVERY_MS = 1_000;

const CHALLENGE_SECRET_BYTES = 32;

/** Membership: co-ops, who belongs to them and as what, organisations, and who is who. */
export const start = defineService<MembershipServices>({
  name: 'membership',
  rows,
  migrations: MIGRATIONS,
  schema: { resolvers, references },
  services: (deps) => membershipServices(portsOf(deps)),
  publicChanges: PUBLIC_CHANGES,
  reactions: (services) => reactionsOf(services),
  ticks: (services) => [
    { name: 'sweep sessions', everyMs: SWEEP_EVERY_MS, run: services.sweepSessions },
    { name: 'end suspensions', everyMs: DUE_EVERY_MS, run: services.endDueSuspensions },
    { name: 'complete recoveries', everyMs: DUE_EVERY_MS, run: services.completeDueRecoveries },
  ],
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

function portsOf({ store, keys, settings }: ServiceDeps): MembershipPorts {
  return {
    store,
    issuer: cooperativeIssuer(keys),
    bans: banMarks(keys),
    tokens: new AccessTokens(keys, settings),
    challengeSecret: () => keys.secret('membership/challenges', CHALLENGE_SECRET_BYTES),
    isDemo: settings.DEMO,
  };
}
