import { Counter, Gauge, Registry } from 'prom-client';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { ERRORS } from '../errors.js';
import { Durations } from '../../subgraphs/kit/observability/durations.js';
import { gauge, watchProcess } from '../../subgraphs/kit/observability/processMetrics.js';
import { Tally } from '../../subgraphs/kit/observability/tally.js';

/** Codes that may stand in a label. A partner's subgraph may answer any, and a label never forgets a value. */
const CODES: ReadonlySet<string> = new Set([...Object.keys(COMMON), ...Object.keys(ERRORS)]);
/** The gateway's own, and those of all that its limits raise. */
const REFUSALS: ReadonlySet<string> = new Set([
  ...Object.keys(ERRORS),
  ...[COMMON.RATE_LIMITED, COMMON.OVERLOADED, COMMON.SUBSCRIPTIONS_EXCEEDED].map(({ code }) => code),
]);
const OTHER = 'OTHER';
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface AnsweredRequest {
  /** A path of ours; undefined for one that is not served. */
  route: string | undefined;
  status: number;
  codes: readonly string[];
  seconds: number;
}

/** Connections that stay open, and what is asked over them. */
export interface LiveCounts {
  readonly sockets: number;
  readonly streams: number;
  readonly subscriptions: number;
}

/** Which supergraph runs, and how it went to come to it. */
export interface SwapCounts {
  readonly generation: number;
  readonly done: number;
  readonly failed: number;
}

/**
 * Hears how each request to one subgraph ended.
 *
 * @param code - of the first error; undefined if there was none.
 */
export type SubgraphAnswered = (code: string | undefined) => void;

/** What the gateway counts, for whoever watches it. No label takes a value that a caller makes up. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly endWatch = watchProcess(this.registry, 'gateway');
  private readonly caches = new Map<string, () => number>();
  private inFlight = 0;

  private readonly requests = this.tally('gateway_http_requests_total', 'Requests answered.', [
    'route',
    'status',
    'outcome',
  ]);
  private readonly durations = new Durations(
    this.registry,
    'gateway_http_request_duration_seconds',
    'From the first byte of the headers to the answer.',
    'route',
    SECONDS,
  );
  private readonly socketOperations = this.tally(
    'gateway_websocket_operations_total',
    'Operations asked for over WebSockets, by how they were answered; a subscription when it begins.',
    ['outcome'],
  );
  private readonly refusals = this.tally(
    'gateway_refusals_total',
    'Errors with a code of the gateway, by code.',
    ['code'],
  );
  private readonly asked = this.tally('gateway_subgraph_requests_total', 'Requests to subgraphs.', [
    'subgraph',
    'outcome',
  ]);
  private readonly looks = this.tally(
    'gateway_public_cache_looks_total',
    'Looks into the cache of public answers: hit, miss, outdated by a change, bypass.',
    ['outcome'],
  );
  /** Counts of requests answered with 200 and without an error, by route. */
  private readonly wells = new Map<string, { count: number }>();

  constructor() {
    this.gauge('gateway_http_requests_in_flight', 'Requests being worked on.', () => this.inFlight);
    const entries = new Gauge({
      name: 'gateway_cache_entries',
      help: 'Entries of a cache.',
      labelNames: ['cache'],
      registers: [this.registry],
      collect: () => this.caches.forEach((size, cache) => entries.set({ cache }, size())),
    });
  }

  requestStarted(): void {
    this.inFlight += 1;
  }

  requestAnswered({ route = 'none', status, codes, seconds }: AnsweredRequest): void {
    this.inFlight -= 1;
    if (status === 200 && codes.length === 0) this.answeredWell(route).count += 1;
    else this.requests.add(route, String(status), labelOf(codes[0]));
    for (const code of codes) if (REFUSALS.has(code)) this.refusals.add(code);
    this.durations.add(route, seconds);
  }

  /** @param codes - of the errors that an operation over a WebSocket was answered with. */
  socketAnswered(codes: readonly string[]): void {
    this.socketOperations.under(labelOf(codes[0])).count += 1;
    for (const code of codes) if (REFUSALS.has(code)) this.refusals.add(code);
  }

  /** Most are, and are counted without making a key. */
  private answeredWell(route: string): { count: number } {
    let well = this.wells.get(route);
    if (!well) this.wells.set(route, (well = this.requests.under(route, '200', labelOf(undefined))));
    return well;
  }

  /** @param subgraph - a name of ours, or one that an operator has registered. */
  subgraph(subgraph: string): SubgraphAnswered {
    const well = this.asked.under(subgraph, labelOf(undefined));
    return (code) => {
      if (code === undefined) well.count += 1;
      else this.asked.add(subgraph, labelOf(code));
    };
  }

  cacheLooked(outcome: 'hit' | 'miss' | 'outdated' | 'bypass', times: number): void {
    this.looks.under(outcome).count += times;
  }

  /** @param size - asked for at every look. */
  watchCache(cache: string, size: () => number): void {
    this.caches.set(cache, size);
  }

  /** @param counts - asked for at every look; so for all that is watched. */
  watchLive(counts: () => LiveCounts): void {
    const connections = new Gauge({
      name: 'gateway_live_connections',
      help: 'Connections that stay open, by what they are.',
      labelNames: ['kind'],
      registers: [this.registry],
      collect: () => {
        const { sockets, streams } = counts();
        connections.set({ kind: 'websocket' }, sockets);
        connections.set({ kind: 'event-stream' }, streams);
      },
    });
    this.gauge('gateway_live_subscriptions', 'Subscriptions open.', () => counts().subscriptions);
  }

  watchSwaps(counts: () => SwapCounts): void {
    this.gauge('gateway_supergraph_generation', 'The supergraph that runs.', () => counts().generation);
    const name = 'gateway_supergraph_swaps_total';
    const help = 'Changes to another supergraph, by whether it could be run.';
    const swaps: Counter = new Counter({
      name,
      help,
      labelNames: ['outcome'],
      registers: [this.registry],
      collect: () => {
        swaps.reset();
        const { done, failed } = counts();
        swaps.inc({ outcome: 'done' }, done);
        swaps.inc({ outcome: 'failed' }, failed);
      },
    });
  }

  /** @returns Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  stop(): void {
    this.endWatch();
  }

  private tally(name: string, help: string, labelNames: readonly string[]): Tally {
    return new Tally(this.registry, name, help, labelNames);
  }

  private gauge(name: string, help: string, value: () => number): void {
    gauge(this.registry, name, help, value);
  }
}

function labelOf(code: string | undefined): string {
  if (code === undefined) return 'ok';
  return CODES.has(code) ? code : OTHER;
}
