import { listOf } from '../../subgraphs/kit/settingForms.js';
import { count, isHeaderName, isNamedUrl } from './forms.js';

/** How operations are planned, and subgraphs asked. */
export const executionSettings = {
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
