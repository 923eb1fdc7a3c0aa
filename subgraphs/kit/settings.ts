import { z } from 'zod';
import type { DatabaseLimits } from './store/database.js';
import { isDid } from './domain/didKey.js';
import { count, flag, isHost, isOrigin, listOf, urlOf, urlsOf } from './settingForms.js';
import { contradictions } from './settingContradictions.js';
import type { ServiceName } from './contracts/serviceNames.js';

/**
 * Settings that every process reads from its environment. Each carries its description, so that the README's
 * table is this table. A wrong value is named and the process does not start.
 */
const postgres = urlOf('postgres', 'postgresql');
const port = count(0, 65_535);
/** An origin: the paths below it are ours to say. */
const origin = z
  .string()
  .transform((value) => value.replace(/\/$/, ''))
  .refine(isOrigin, 'an origin is meant, http or https, without a path: https://data.example:4003')
  .optional();

export const settingsSchema = z.object({
  HOST: z
    .string()
    .default('127.0.0.1')
    .refine(isHost, 'an address or a name is asked for, without scheme and port')
    .describe('address to listen on; loopback, so that nothing is exposed unasked'),
  PORT: port.default(4000).describe('TCP port of the gateway'),
  DATA_DIR: z.string().min(1).default('.data').describe('folder of keys, blobs and the embedded database'),
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe(
      'production serves no IDE, hides the schema unless INTROSPECTION says otherwise, and is no demo unless DEMO says so',
    ),
  DEMO: flag
    .default(true)
    .describe(
      'true loads the demo world at the first start and allows moving the clock; default false where NODE_ENV is production',
    ),
  OPERATOR_DIDS: listOf(isDid, 'a did:key of an Ed25519 key').describe(
    'DIDs, comma separated, of the operators',
  ),
  PUBLIC_URL: urlOf('http', 'https')
    .refine((text) => !/[?#@]/.test(text), 'it has neither a query nor a password')
    .optional()
    .describe('URL under which clients reach the gateway; default from HOST and PORT'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('warn')
    .describe('least severe level logged'),
  DATABASE_POOL_MAX: count(2, 100).default(8).describe('connections a service opens to its database'),
  DATABASE_STATEMENT_TIMEOUT_MS: count(100, 600_000)
    .default(15_000)
    .describe(
      'milliseconds one statement may take; in a transaction no more than whoever asked still waits, beyond which nobody reads its answer',
    ),
  DATABASE_LOCK_TIMEOUT_MS: count(10, 600_000)
    .default(5_000)
    .describe(
      'milliseconds a statement waits for a lock before SERVICE_UNAVAILABLE; our own transactions hold theirs for well under a second',
    ),
  DATABASE_CONNECT_TIMEOUT_MS: count(100, 600_000)
    .default(10_000)
    .describe(
      'milliseconds to wait for a free connection to the database, or for a new one to stand, before SERVICE_UNAVAILABLE; next door takes 5, and a server that is slow by two seconds takes 8',
    ),
  DATABASE_CALLS_WAITING_MAX: count(1, 1_000_000)
    .default(10_000)
    .describe(
      'callers that wait for their share of a service’s connections before more hear SERVICE_UNAVAILABLE; each waits in a few hundred bytes',
    ),
  DATABASE_CALLS_WAITING_PER_CALLER_MAX: count(1, 1_000_000)
    .default(2_000)
    .describe('the same of one caller, so that the others find room'),
  LOG_READS_WAITING_MAX: count(1, 100_000)
    .default(256)
    .describe(
      'reads of a service’s log that wait for their turn before more hear OVERLOADED; a gateway sends fewer',
    ),
  LOG_READS_WAITING_PER_CALLER_MAX: count(1, 100_000)
    .default(64)
    .describe('the same of one caller; all proofs are one caller’s, since nobody says who asks for them'),
  DATABASE_ROLE_PREFIX: z
    .string()
    .regex(
      /^(?!pg_)[a-z_]{1,30}$/,
      'lower case letters and underscores, at most 30, and not pg_ first: that is PostgreSQL’s',
    )
    .default('cooperative')
    .describe('prefix of the database roles; another for each installation that shares a server'),
  DATABASE_ROLE_PASSWORD: z
    .string()
    .min(12)
    .optional()
    .describe('password of those roles; default random, kept in DATA_DIR'),
  DATABASE_URL_MEMBERSHIP: postgres
    .optional()
    .describe('owner URL of a real PostgreSQL database; default embedded'),
  DATABASE_URL_GOVERNANCE: postgres.optional().describe('as above'),
  DATABASE_URL_DATA: postgres.optional().describe('as above'),
  DATABASE_URL_PAYOUTS: postgres.optional().describe('as above'),
  DATABASE_URL_GATEWAY: postgres.optional().describe('as above, for what the gateway keeps itself'),
  PORT_MEMBERSHIP: port.default(4001).describe('TCP port of the membership service when it runs alone'),
  PORT_GOVERNANCE: port.default(4002).describe('TCP port of the governance service when it runs alone'),
  PORT_DATA: port.default(4003).describe('TCP port of the data service when it runs alone'),
  PORT_PAYOUTS: port.default(4004).describe('TCP port of the payouts service when it runs alone'),
  SERVICE_URL_MEMBERSHIP: origin.describe(
    'URL at which the gateway and the other services reach the membership service; http or https, no path; default from HOST and PORT_MEMBERSHIP',
  ),
  SERVICE_URL_GOVERNANCE: origin.describe('as above'),
  SERVICE_URL_DATA: origin.describe('as above'),
  SERVICE_URL_PAYOUTS: origin.describe('as above'),
  PINNED_KEYS_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'folder of the public keys of the other processes, `<name>.json` each, as `npm run pins` prints them; default none: all processes share the keys in DATA_DIR',
    ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('bearer token that opens /metrics to others than this machine; without it they hear FORBIDDEN'),
  PROJECTION_WAIT_MS: count(0, 30_000)
    .default(5_000)
    .describe('milliseconds a reader waits for a projection before PROJECTION_BEHIND'),
  PROJECTION_WAITS_MAX: count(0, 10_000)
    .default(16)
    .describe(
      'requests that a service lets wait for a projection at once; each keeps a connection, and no place in flight; more hear PROJECTION_BEHIND at once',
    ),
  PROJECTION_WAITS_PER_VIEWER_MAX: count(0, 10_000)
    .default(6)
    .describe(
      'the same for one viewer; as many as a browser asks at once; nobody waits who is not signed in',
    ),
  SESSION_LAG_MAX_MS: count(15_000, 900_000)
    .default(60_000)
    .describe(
      'milliseconds without word from membership after which a service refuses mutations of signed-in people, as it cannot tell which sessions have ended; a restart takes a few seconds, and a token is good for fifteen minutes',
    ),
  INCLUSION_DELAY_MAX_MS: count(1_000, 86_400_000)
    .default(60_000)
    .describe('milliseconds within which an entry is promised to stand in its log'),
  SUBSCRIPTIONS_MAX: count(1, 1_000_000)
    .default(10_000)
    .describe('subscriptions that a service holds at once; at about 5 KiB each they stay under 50 MiB'),
  NATS_URL: urlsOf('nats', 'tls')
    .optional()
    .describe(
      'NATS servers, comma separated, that wake readers of journals in other processes; default none',
    ),
  CLOCK_OFFSET_START_SECONDS: count(-31_536_000, 0)
    .default(0)
    .describe('seconds by which a new demo starts in the past'),
});

export type Settings = z.infer<typeof settingsSchema>;

/**
 * @param others - what the same environment must satisfy as well: whoever starts hears at once of all that is wrong.
 * @throws Error naming each wrong setting, with its value left out: it may be a secret.
 */
export function readSettings<S extends z.ZodType>(
  schema: S,
  environment: NodeJS.ProcessEnv,
  others: readonly z.ZodType[] = [],
): z.infer<S> {
  // Files that hand variables on name also those that nobody has filled in.
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const given = filled.NODE_ENV === 'production' ? { DEMO: 'false', ...filled } : filled;
  const read = schema.safeParse(given);
  const issues = [read, ...others.map((other) => other.safeParse(given))].flatMap(
    ({ error }) => error?.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`) ?? [],
  );
  const wrong = [...new Set([...issues, ...contradictions(given, defaultsOf([schema, ...others]))])];
  if (wrong.length > 0) throw new Error(`these settings are wrong:\n${wrong.join('\n')}`);
  return read.data!;
}

/** Of those settings that have one. */
function defaultsOf(schemas: readonly z.ZodType[]): Record<string, unknown> {
  const fields = schemas.flatMap((schema) =>
    schema instanceof z.ZodObject ? Object.entries(schema.shape) : [],
  );
  return Object.fromEntries(
    fields.map(([name, field]) => [name, (field as z.ZodType).safeParse(undefined).data]),
  );
}

/** How long a database is waited for, and by how many connections it is asked. */
export function databaseLimits(settings: Settings, poolMax = settings.DATABASE_POOL_MAX): DatabaseLimits {
  return {
    poolMax,
    connectTimeoutMs: settings.DATABASE_CONNECT_TIMEOUT_MS,
    lockTimeoutMs: settings.DATABASE_LOCK_TIMEOUT_MS,
    statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT_MS,
    waitingMax: settings.DATABASE_CALLS_WAITING_MAX,
    waitingPerCallerMax: settings.DATABASE_CALLS_WAITING_PER_CALLER_MAX,
  };
}

/** Who has a database of their own. */
export type DatabaseOwner = ServiceName | 'gateway';

export function databaseUrl(settings: Settings, owner: DatabaseOwner): string | undefined {
  return settings[`DATABASE_URL_${owner.toUpperCase() as Uppercase<DatabaseOwner>}`];
}

export function servicePort(settings: Settings, service: ServiceName): number {
  return settings[`PORT_${service.toUpperCase() as Uppercase<ServiceName>}`];
}

export function serviceUrl(settings: Settings, service: ServiceName): string {
  const told = settings[`SERVICE_URL_${service.toUpperCase() as Uppercase<ServiceName>}`];
  return told ?? `http://${settings.HOST}:${servicePort(settings, service)}`;
}

/** Under which URL clients reach the gateway: the issuer and the audience of access tokens. */
export function publicUrl(settings: Settings): string {
  return settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`;
}
