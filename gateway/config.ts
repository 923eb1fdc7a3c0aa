import { z } from 'zod';
import { isOrigin, listOf, urlOf } from '../subgraphs/kit/settingForms.js';
import { isAddressRange } from './guard/rate/callers.js';

/**
 * The gateway's own settings, beside those that every process reads (kit/settings.ts). Each description says what
 * it is, in which unit and why the default is what it is: the README's table is this table.
 */
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const KIB = 1024;
const MIB = 1024 * KIB;

/** `name=url`, of where a subgraph is reached. */
const isNamedUrl = (text: string): boolean =>
  /^[^=\s]+=(http|ws)s?:\/\/[^/]/.test(text) && URL.canParse(text.replace(/^[^=]+=/, ''));

/** RFC 9110, a token. */
const isHeaderName = (text: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(text);

const httpSettings = {
  HTTP_BODY_MAX_BYTES: count(KIB, 16 * MIB)
    .default(256 * KIB)
    .describe(
      'bytes of a request body; holds the largest contribution (128 KiB) in base64 with room to spare',
    ),
  HTTP_BODY_INFLATED_MAX_BYTES: count(KIB, 16 * MIB)
    .default(256 * KIB)
    .describe(
      'bytes of a compressed request body when its compression is undone; no more than of one that is not compressed',
    ),
  HTTP_HEADER_MAX_BYTES: count(KIB, 64 * KIB)
    .default(16 * KIB)
    .describe('bytes of all request headers; an access token takes under 1 KiB'),
  HTTP_HEADER_TIMEOUT_MS: count(100, 120_000)
    .default(10_000)
    .describe(
      'milliseconds within which the headers must have come; a slow sender holds a connection no longer',
    ),
  HTTP_BODY_TIMEOUT_MS: count(100, 600_000)
    .default(30_000)
    .describe('milliseconds within which the whole request must have come; 256 KiB pass at 70 kbit/s'),
  HTTP_BODY_STALL_MS: count(100, 600_000)
    .default(10_000)
    .describe(
      'milliseconds without a byte of a request that has not come as a whole, looked at once a second; the longest gap of a train in a tunnel is cut, a slow line is not',
    ),
  HTTP_ANSWER_LINGER_MS: count(1_000, 3_600_000)
    .default(60_000)
    .describe('milliseconds for a client to take an answer; 8 MiB pass at 1.1 Mbit/s'),
  HTTP_UNSENT_MAX_BYTES: count(MIB, 64 * 1024 * MIB)
    .default(256 * MIB)
    .describe(
      'bytes of answers of more than 16 KiB that wait to be taken; when there are more, the connection is cut whose answer has waited longest, of the address for which the most wait; four addresses at their limit',
    ),
  HTTP_UNSENT_PER_ADDRESS_MAX_BYTES: count(MIB, 64 * 1024 * MIB)
    .default(64 * MIB)
    .describe('the same for one address; eight of the largest answers; one alone may be longer'),
  HTTP_KEEP_ALIVE_MS: count(0, 600_000)
    .default(65_000)
    .describe('milliseconds an idle connection stays open; longer than the 60 s of common load balancers'),
  HTTP_CONNECTIONS_MAX: count(1, 100_000)
    .default(4_096)
    .describe(
      'open connections; at about 10 KiB each they stay under 50 MiB; when there are more, one goes of the address that has the most',
    ),
  HTTP_CONNECTIONS_PER_ADDRESS_MAX: count(1, 100_000)
    .default(2_048)
    .describe(
      'open connections of one address, an IPv6 network of 64 bits counted as one; half of all, as an office shares one; those of TRUSTED_PROXIES are not counted',
    ),
  HTTP_UNFINISHED_PER_ADDRESS_MAX: count(1, 100_000)
    .default(1_024)
    .describe(
      'connections of one address on which no whole request has come, nor the greeting of a WebSocket; the oldest goes first; a flood of 10,000 a second leaves each 100 ms',
    ),
  HTTP_IN_FLIGHT_MAX: count(1, 10_000)
    .default(256)
    .describe(
      'requests worked on at once; more would only wait for the same database connections, so they hear OVERLOADED',
    ),
  HTTP_IN_FLIGHT_PER_ADDRESS_MAX: count(1, 10_000)
    .default(128)
    .describe('the same for one address; half of all, as an office shares one'),
  HTTP_PIPELINED_MAX: count(0, 1_000)
    .default(64)
    .describe(
      'requests that wait behind one another on a connection, which works on one at a time; beyond it the connection is cut; browsers send none',
    ),
  ANSWER_MAX_BYTES: count(KIB, 256 * MIB)
    .default(8 * MIB)
    .describe(
      'bytes of an answer, of a subgraph or to a client; a full page of rich items stays under 1 MiB',
    ),
  STOP_TIMEOUT_MS: count(0, 60_000)
    .default(10_000)
    .describe('milliseconds that running requests get to finish at a stop; orchestrators kill after 30 s'),
  CORS_ORIGINS: listOf(isOrigin, 'an origin such as https://shop.example, and never *').describe(
    'origins, comma separated, whose pages may call from a browser; none by default',
  ),
};

const identitySettings = {
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

const guardSettings = {
  GUARD_TOKENS_MAX: count(100, 1_000_000)
    .default(4_000)
    .describe('lexical tokens of a document; the introspection query of an IDE has about 250'),
  GUARD_NESTING_MAX: count(5, 1_000)
    .default(50)
    .describe(
      'brackets open at once in a document, and levels of its variables; keeps every recursion far from the end of the stack',
    ),
  GUARD_OPERATIONS_MAX: count(1, 1_000)
    .default(20)
    .describe('operations in a document, of which a request runs one; an IDE sends all that its tab holds'),
  GUARD_DEPTH_MAX: count(1, 200)
    .default(20)
    .describe(
      'fields below one another after fragment expansion; introspection needs 14, the deepest journey 10',
    ),
  GUARD_ROOT_FIELDS_MAX: count(1, 1_000)
    .default(20)
    .describe('root fields of an operation; each may be a request to a subgraph, or a mutation'),
  GUARD_ALIASES_MAX: count(0, 10_000)
    .default(60)
    .describe('aliases after fragment expansion; the cheapest way to repeat a dear field'),
  GUARD_DIRECTIVES_MAX: count(0, 10_000).default(60).describe('directives after fragment expansion'),
  GUARD_SELECTIONS_MAX: count(10, 1_000_000)
    .default(1_000)
    .describe(
      'selections after fragment expansion, counted without expanding; planning takes its time for each of these',
    ),
  GUARD_OBJECTS_MAX: count(10, 1_000_000)
    .default(150)
    .describe(
      'fields with selections of their own after fragment expansion; planning takes a millisecond for each, and an IDE’s question for the schema has 75',
    ),
  GUARD_OVERLAPS_MAX: count(10, 10_000_000)
    .default(10_000)
    .describe(
      'pairs of fields at one place of the answer, which validation compares; a field may be written 140 times in as many fragments',
    ),
  GUARD_INTROSPECTION_PERCENT_MAX: count(1, 10_000)
    .default(120)
    .describe(
      'objects that introspection visits, in percent of those that the question of an IDE for the whole schema visits',
    ),
  GUARD_COST_MAX: count(10, 100_000_000)
    .default(10_000)
    .describe(
      'objects that an operation may make us fetch at most: a hundred items with a hundred objects each; 32 characters of an alias count as one',
    ),
  GUARD_LIST_SIZE_ASSUMED: count(1, 1_000)
    .default(5)
    .describe('items reckoned for a list that takes no page size, such as the columns of a dataset'),
  GUARD_MUTATION_COST: count(0, 10_000)
    .default(10)
    .describe('cost of a root field of a mutation beside what it brings: it writes and signs'),
  GUARD_PAGE_SIZE_MAX: count(1, 1_000)
    .default(100)
    .describe('items of one page, as every connection promises'),
  GUARD_VARIABLE_VALUES_MAX: count(10, 1_000_000)
    .default(10_000)
    .describe('values in the variables at all levels; as much as twenty mutations of 500 values each'),
  GUARD_VARIABLE_LIST_MAX: count(1, 1_000_000)
    .default(1_000)
    .describe('items of one list in the variables; ten times the largest page'),
  GUARD_VARIABLE_STRING_MAX: count(100, 16 * MIB)
    .default(192 * KIB)
    .describe('characters of one text in the variables; holds the largest contribution (128 KiB) in base64'),
  GUARD_ERRORS_MAX: count(1, 100)
    .default(10)
    .describe('errors reported about one document or its variables; more help nobody and cost us'),
  INTROSPECTION: flag
    .optional()
    .describe(
      'true answers introspection and suggests names in errors; default true unless NODE_ENV is production',
    ),
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production serves no IDE, and hides the schema unless INTROSPECTION says otherwise'),
};

/** Where the setting of the same name is not set. */
export const RATE_ADDRESS_PER_SECOND = 50_000;

const rateSettings = {
  TRUSTED_PROXIES: listOf(isAddressRange, 'an address or a range of addresses').describe(
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

const documentSettings = {
  PERSISTED_DOCUMENTS: z
    .string()
    .min(1)
    .optional()
    .describe('file of trusted documents, made by npm run persist; where it is set no others are answered'),
  PERSISTED_QUERIES: flag
    .default(true)
    .describe(
      'true lets clients register a document and ask for it by its SHA-256; never in production, where anybody could fill the store',
    ),
  PERSISTED_QUERIES_MIB: count(1, 1_024)
    .default(8)
    .describe('MiB of registered documents kept in memory; some thousands of common size'),
};

const executionSettings = {
  REQUEST_DEADLINE_MS: count(100, 600_000)
    .default(30_000)
    .describe(
      'milliseconds that a request may take as a whole, the services included; browsers and proxies give up after 60 s',
    ),
  SUBGRAPH_TIMEOUT_MS: count(100, 600_000)
    .default(25_000)
    .describe(
      'milliseconds that a subgraph may take for one request; more than a statement (15 s) and a projection wait (5 s) together',
    ),
  SUBGRAPH_CONNECT_TIMEOUT_MS: count(10, 60_000)
    .default(2_000)
    .describe('milliseconds until a connection to a subgraph must stand; next door takes 1, overseas 300'),
  SUBGRAPH_SILENCE_MS: count(100, 600_000)
    .default(10_000)
    .describe('milliseconds without a byte in an answer of a subgraph that has begun'),
  SUBGRAPH_CONNECTIONS_MAX: count(1, 1_024)
    .default(64)
    .describe('sockets to one subgraph; a quarter of the requests in flight, none of which waits for long'),
  SUBGRAPH_WAITING_MAX: count(0, 10_000)
    .default(512)
    .describe('requests that wait for a socket to one subgraph; two for each request in flight'),
  SUBGRAPH_ERRORS_MAX: count(1, 10_000)
    .default(100)
    .describe('errors of one answer of a subgraph that are passed on; a page of items, all of them wrong'),
  BREAKER_FAILURES_MIN: count(1, 32)
    .default(5)
    .describe(
      'failures to reach a subgraph, within the window and at least half of what was tried, that stop the trying',
    ),
  BREAKER_WINDOW_MS: count(100, 600_000)
    .default(10_000)
    .describe('milliseconds for which a failure to reach a subgraph counts'),
  BREAKER_OPEN_MS: count(10, 600_000)
    .default(2_000)
    .describe(
      'milliseconds for which a subgraph that fails is left alone, until one request tries it again; a restart takes 3 s',
    ),
  SUBGRAPH_START_WAIT_MS: count(0, 600_000)
    .default(60_000)
    .describe(
      'milliseconds to wait at start for the schemas of subgraphs that are starting too; a cold start takes 30 s',
    ),
  FORWARD_HEADERS: listOf(isHeaderName, 'the name of a header').describe(
    'headers of the client, comma separated, that go on to the subgraphs of `--supergraph`; none by default, for each may be a secret',
  ),
  SUBSCRIPTION_URLS: listOf(isNamedUrl, 'a name, = and an http, https, ws or wss URL').describe(
    'where subgraphs of `--supergraph` are subscribed to that have another address for it, as `name=url`, comma separated; a ws or wss address is spoken to by WebSocket only, all others by server-sent events or else by WebSocket',
  ),
  PLANS_COMPARED_MAX: count(1, 100_000)
    .default(2_000)
    .describe('plans compared for one operation; the best so far is taken then, and our own need under 100'),
  PLAN_PATHS_MAX: count(1, 1_000_000)
    .default(5_000)
    .describe('ways considered for one field; an operation that has more is refused'),
  PLAN_TIMEOUT_MS: count(100, 120_000)
    .default(5_000)
    .describe(
      'milliseconds that planning may take; the operation is refused then, and our own take under 50',
    ),
  PLANS_WAITING_MAX: count(1, 10_000)
    .default(200)
    .describe('operations that may wait to be planned; at 10 ms each the last waits 2 s'),
  PLANNER_HEAP_MAX_MIB: count(64, 8_192)
    .default(512)
    .describe(
      'MiB of heap of a process that composes or plans; our own supergraph takes 60. One that fills it ends, alone',
    ),
  PLANNERS_MAX: count(2, 64)
    .default(2)
    .describe(
      'processes that plan; one, at about 100 MiB, until an operation takes long while others wait, and one is left to these always',
    ),
  PLAN_SHARE_MS: count(10, 60_000)
    .default(100)
    .describe(
      'milliseconds of processor that planning may take while others wait; what takes longer is put behind them',
    ),
  PLAN_WASTE_MAX_MS: count(0, 3_600_000)
    .default(60_000)
    .describe(
      'milliseconds of planning in vain that a viewer, or an address of nobody, may cause; a dozen operations without a plan. Beyond it what they ask for has PLAN_SHARE_MS; 50 of them are forgiven each second',
    ),
  ANSWER_ERRORS_MAX: count(1, 10_000)
    .default(100)
    .describe('errors told in one answer; more are one cause many times over'),
  PLAN_CACHE_MIB: count(1, 1_024)
    .default(8)
    .describe('MiB of compiled operations kept, and of parsed documents; one takes about 20 KiB'),
};

const publicCacheSettings = {
  PUBLIC_CACHE_MIB: count(0, 65_536)
    .default(32)
    .describe(
      'MiB of answers kept that are the same for everybody, such as the catalogue; some ten thousands of datasets; 0 keeps none',
    ),
  PUBLIC_CACHE_BLIND_MS: count(300, 60_000)
    .default(6_000)
    .describe(
      'milliseconds without word from a journal after which nothing of its service that was kept is shown; each is asked three times as often',
    ),
  PUBLIC_CACHE_CHANGES_MAX: count(100, 10_000_000)
    .default(50_000)
    .describe(
      'changes of each service remembered, about 150 bytes each; beyond it what was kept before the oldest is asked for anew',
    ),
};

const registrySettings = {
  REGISTRY_POLL_MS: count(50, 600_000)
    .default(1_000)
    .describe(
      'milliseconds between two looks for a newer supergraph; the gateway that published has it at once, the others this much later',
    ),
  USAGE_FLUSH_MS: count(100, 600_000)
    .default(10_000)
    .describe('milliseconds between two batches of what operations use; a crash loses one batch'),
  USAGE_DAYS: count(1, 366)
    .default(30)
    .describe('days for which an operation counts as in use, and is remembered; a monthly report is in it'),
  USAGE_OPERATIONS_MAX: count(10, 1_000_000)
    .default(5_000)
    .describe('different operations counted; the rarest are forgotten first, at about 2 KiB each'),
  PARTNER_TIMEOUT_MS: count(100, 60_000)
    .default(2_000)
    .describe(
      'milliseconds that a partner may take for one request, to its last byte; whoever asks for its fields waits no longer',
    ),
  PARTNER_ANSWER_MAX_BYTES: count(KIB, 16 * MIB)
    .default(MIB)
    .describe('bytes of a partner’s answer; a page of a hundred rich items has about 200 KiB'),
  PARTNER_CONNECTIONS_MAX: count(1, 256)
    .default(8)
    .describe('sockets to one partner; a partner that hangs holds no more'),
  PARTNER_WAITING_MAX: count(0, 10_000)
    .default(56)
    .describe('requests that wait for a socket to one partner beyond those; more would be late anyway'),
};

const liveSettings = {
  LIVE_CONNECTIONS_PER_ADDRESS_MAX: count(1, 100_000)
    .default(100)
    .describe('live connections (WebSockets and event streams) of one address; an office shares one'),
  LIVE_CONNECTIONS_PER_VIEWER_MAX: count(1, 100_000)
    .default(10)
    .describe('live connections of one viewer; a few pages on a few devices'),
  LIVE_SUBSCRIPTIONS_PER_CONNECTION_MAX: count(1, 10_000)
    .default(50)
    .describe('operations at once over one WebSocket; more than a page shows things that move'),
  LIVE_MESSAGE_MAX_BYTES: count(KIB, 16 * MIB)
    .default(256 * KIB)
    .describe('bytes of a message over a WebSocket; as much as a request body'),
  LIVE_INIT_TIMEOUT_MS: count(100, 60_000)
    .default(5_000)
    .describe(
      'milliseconds within which a WebSocket must say connection_init; it is sent with the first packet',
    ),
  LIVE_IDLE_MS: count(100, 86_400_000)
    .default(300_000)
    .describe(
      'milliseconds that a WebSocket without an operation stays open; a page that is read asks sooner',
    ),
  LIVE_UNUSED_MS: count(100, 86_400_000)
    .default(30_000)
    .describe(
      'the same for one that nobody has signed in on and that has never had an operation; a page asks with its first packets. The oldest of these makes room where its address has LIVE_CONNECTIONS_PER_ADDRESS_MAX',
    ),
  LIVE_PING_MS: count(100, 600_000)
    .default(20_000)
    .describe('milliseconds between pings; whoever has not answered one by the next is gone'),
  LIVE_UNSENT_EVENTS_MAX: count(1, 10_000)
    .default(64)
    .describe('answers kept for a reader who is slow; then the connection is cut with CONSUMER_TOO_SLOW'),
  LIVE_UNSENT_MAX_BYTES: count(KIB, 256 * MIB)
    .default(1 * MIB)
    .describe('bytes of those answers; one alone may be longer'),
  LIVE_BREAK_MAX_MS: count(0, 3_600_000)
    .default(120_000)
    .describe(
      'milliseconds for which a subscription waits for its service to come back; a cold start takes 30 s',
    ),
};

export const gatewaySettingsSchema = z.object({
  ...httpSettings,
  ...identitySettings,
  ...guardSettings,
  ...rateSettings,
  ...documentSettings,
  ...executionSettings,
  ...publicCacheSettings,
  ...registrySettings,
  ...liveSettings,
});

export type GatewaySettings = z.infer<typeof gatewaySettingsSchema>;

/** Whether people find an IDE: whoever runs production has clients of their own. */
export function servesIde(settings: Pick<GatewaySettings, 'NODE_ENV'>): boolean {
  return settings.NODE_ENV !== 'production';
}

/** Whether clients may see the schema: as set, or else unless this is production. */
export function showsSchema(settings: Pick<GatewaySettings, 'INTROSPECTION' | 'NODE_ENV'>): boolean {
  return settings.INTROSPECTION ?? settings.NODE_ENV !== 'production';
}
