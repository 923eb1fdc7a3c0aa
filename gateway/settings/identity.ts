import { count } from './forms.js';

/** How access tokens are checked, and what sessions see of their own writes. */
export const identitySettings = {
  TOKEN_CLOCK_TOLERANCE_SECONDS: count(0, 60)
    .default(5)
    .describe('seconds by which the clock of the token issuer may differ from ours'),
  JWKS_LIFE_MS: count(1_000, 86_400_000)
    .default(300_000)
    .describe(
      'milliseconds that fetched token keys count as fresh; a key taken out is refused five minutes later',
    ),
  JWKS_REFETCH_MIN_MS: count(100, 600_000)
    .default(10_000)
    .describe(
      'least milliseconds between two fetches of token keys; made-up key ids cannot make us ask more often',
    ),
  JWKS_TIMEOUT_MS: count(100, 60_000)
    .default(5_000)
    .describe('milliseconds that a fetch of token keys may take; a local answer takes 5'),
  POSITION_SESSIONS_MAX: count(1, 10_000_000)
    .default(10_000)
    .describe('sessions whose last journal positions are remembered; about 300 bytes each'),
  POSITION_LIFE_MS: count(1_000, 3_600_000)
    .default(60_000)
    .describe(
      'milliseconds that a session keeps reading its own writes; projections are behind by well under a second',
    ),
};
