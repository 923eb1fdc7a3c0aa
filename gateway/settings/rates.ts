import { z } from 'zod';
import { listOf, urlOf } from '../../subgraphs/kit/settingForms.js';
import { isAddressRange } from '../guard/rate/callers.js';
import { count } from './forms.js';

/** Where the setting of the same name is not set. */
export const RATE_ADDRESS_PER_SECOND = 50_000;

/** What callers may spend. */
export const rateSettings = {
  TRUSTED_PROXIES: listOf(
    isAddressRange,
    'an address or a range of addresses, of eight bits or more (sixteen for IPv6)',
  ).describe(
    'addresses or ranges, comma separated, of proxies whose x-forwarded-for is believed; none by default, since anybody can send that header',
  ),
  RATE_ADDRESS_PER_SECOND: count(0, 100_000_000)
    .optional()
    .describe(
      `cost (GUARD_COST_MAX is that of one operation) flowing into the allowance of an address; default ${RATE_ADDRESS_PER_SECOND}, five of the dearest operations a second, as many people may share one; unless it is set, programs on this machine are not counted; 0 sets no limit`,
    ),
  RATE_ADDRESS_BURST: count(1, 1_000_000_000)
    .default(1_000_000)
    .describe('cost that an address may have saved up; twenty seconds of the above'),
  RATE_VIEWER_PER_SECOND: count(0, 100_000_000)
    .default(100_000)
    .describe(
      'cost flowing into the allowance of a viewer; ten of the dearest operations a second; 0 sets no limit',
    ),
  RATE_VIEWER_BURST: count(1, 1_000_000_000)
    .default(2_000_000)
    .describe('cost that a viewer may have saved up; twenty seconds of the above'),
  RATE_ANONYMOUS_MUTATION_PER_SECOND: count(0, 100_000_000)
    .default(500)
    .describe(
      'cost flowing into the allowance of an address for mutations of nobody, such as signIn and registerOrganization; twenty sign-ins a second; 0 sets no limit',
    ),
  RATE_ANONYMOUS_MUTATION_BURST: count(1, 1_000_000_000)
    .default(60_000)
    .describe(
      'cost that an address may have saved up for these; the demo world signs in 675 people from one address',
    ),
  RATE_BUCKETS_MAX: count(1_000, 10_000_000)
    .default(100_000)
    .describe('allowances kept in memory, about 200 bytes each; beyond it the one idle longest is forgotten'),
  REDIS_URL: urlOf('redis', 'rediss')
    .optional()
    .describe(
      'URL of a Redis that several gateways share for rates and persisted queries; default in memory',
    ),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w:.-]{1,40}$/)
    .default('cooperative:')
    .describe('what our keys in Redis begin with; another for each installation that shares one'),
};
