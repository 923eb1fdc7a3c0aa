import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { ERRORS } from '../errors.js';

/** Codes that may stand in a label. A partner's subgraph may answer any, and a label never forgets a value. */
const CODES: ReadonlySet<string> = new Set([...Object.keys(COMMON), ...Object.keys(ERRORS)]);
const OTHER = 'OTHER';
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const NANOSECONDS_PER_SECOND = 1e9;
const LOOP_RESOLUTION_MS = 20;

export interface AnsweredRequest {
  /** A path of ours; undefined for one that is not served. */
  route: string | undefined;
  status: number;
  codes: readonly string[];
  seconds: number;
}

/** What the gateway counts, for whoever watches it. No label takes a value that a caller makes up. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  private readonly caches = new Map<string, () => number>();
  private inFlight = 0;

  private readonly requests = this.counter('gateway_http_requests_total', 'Requests answered.', [
    'route',
    'status',
    'outcome',
  ]);
  private readonly durations = new Histogram({
    name: 'gateway_http_request_duration_seconds',
    help: 'From the first byte of the headers to the answer.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly refusals = this.counter(
    'gateway_refusals_total',
    'Errors with a code of the gateway, by code.',
    ['code'],
  );
  private readonly steps = this.counter('gateway_subgraph_requests_total', 'Requests to subgraphs.', [
    'subgraph',
    'outcome',
  ]);
  private readonly looks = this.counter(
    'gateway_public_cache_looks_total',
    'Looks into the cache of public answers: hit, miss, outdated by a change, bypass.',
    ['outcome'],
  );
  /** Children by their labels joined: looking them up by an object of labels costs more than all the rest. */
  private readonly children = new Map<string, Counter.Internal>();
  private readonly timers = new Map<string, Histogram.Internal<'route'>>();

  constructor() {
    this.gauge('gateway_http_requests_in_flight', 'Requests being worked on.', () => this.inFlight);
    this.gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
    this.gauge('process_cpu_seconds', 'CPU time of the process since its start.', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    const entries = new Gauge({
      name: 'gateway_cache_entries',
      help: 'Entries of a cache.',
      labelNames: ['cache'],
      registers: [this.registry],
      collect: () => this.caches.forEach((size, cache) => entries.set({ cache }, size())),
    });
    const lag = new Gauge({
      name: 'gateway_event_loop_lag_seconds',
      help: 'How late the event loop came to its timers since the last look.',
      labelNames: ['quantile'],
      registers: [this.registry],
      collect: () => {
        const late = (nanoseconds: number): number =>
          Math.max(0, (nanoseconds || 0) / NANOSECONDS_PER_SECOND - LOOP_RESOLUTION_MS / 1_000);
        lag.set({ quantile: '0.5' }, late(this.loop.percentile(50)));
        lag.set({ quantile: '0.99' }, late(this.loop.percentile(99)));
        lag.set({ quantile: '1' }, late(this.loop.max));
        this.loop.reset();
      },
    });
    this.loop.enable();
  }

  requestStarted(): void {
    this.inFlight += 1;
  }

  requestAnswered({ route = 'none', status, codes, seconds }: AnsweredRequest): void {
    this.inFlight -= 1;
    const outcome = labelOf(codes[0]);
    this.count(this.requests, { route, status: String(status), outcome });
    for (const code of codes) if (code in ERRORS || code === COMMON.RATE_LIMITED.code) this.refused(code);
    const timer = this.timers.get(route) ?? this.durations.labels(route);
    this.timers.set(route, timer);
    timer.observe(seconds);
  }

  /** @param code - of the error that there was instead of an answer; undefined if there was one. */
  subgraphAnswered(subgraph: string, code: string | undefined): void {
    this.count(this.steps, { subgraph, outcome: labelOf(code) });
  }

  cacheLooked(outcome: 'hit' | 'miss' | 'outdated' | 'bypass', times: number): void {
    if (times > 0) this.count(this.looks, { outcome }, times);
  }

  /** @param size - asked for at every look. */
  watchCache(cache: string, size: () => number): void {
    this.caches.set(cache, size);
  }

  /** @returns Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  stop(): void {
    this.loop.disable();
  }

  private refused(code: string): void {
    this.count(this.refusals, { code });
  }

  private count(counter: Counter, labels: Record<string, string>, times = 1): void {
    const key = Object.values(labels).join(' ') + Object.keys(labels).join(' ');
    const child = this.children.get(key) ?? counter.labels(labels);
    this.children.set(key, child);
    child.inc(times);
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () => gauge.set(value()),
    });
  }
}

function labelOf(code: string | undefined): string {
  if (code === undefined) return 'ok';
  return CODES.has(code) ? code : OTHER;
}
