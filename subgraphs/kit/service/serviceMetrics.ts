import { Gauge, Histogram, Registry } from 'prom-client';
import { COMMON } from '../errors/table.js';
import { gauge, watchProcess } from '../observability/processMetrics.js';
import type { RunningService } from './service.js';
import { Tally } from '../observability/tally.js';
import type { SubgraphAnswer } from '../wire/transport.js';

/** A service's own codes are many, and each is a refusal of the business; those that tell of the service stand alone. */
const CODES: ReadonlySet<string> = new Set(Object.keys(COMMON));
const REFUSED = 'REFUSED';
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What a service that runs alone counts. No label takes a value that a caller makes up. */
export class ServiceMetrics {
  private readonly registry = new Registry();
  private readonly endWatch = watchProcess(this.registry, 'service');
  private readonly answers = new Tally(
    this.registry,
    'service_requests_total',
    'GraphQL requests answered, by the first error’s code; REFUSED stands for codes of the service’s own.',
    ['outcome'],
  );
  private readonly calls = new Tally(
    this.registry,
    'service_procedure_calls_total',
    'Calls of other processes of this installation.',
    ['procedure', 'outcome'],
  );
  private readonly durations = new Histogram({
    name: 'service_request_duration_seconds',
    help: 'Of GraphQL requests.',
    buckets: SECONDS,
    registers: [this.registry],
  });
  private inFlight = 0;

  constructor(private readonly service: RunningService) {
    const { registry } = this;
    this.answers.under('ok');
    gauge(registry, 'service_requests_in_flight', 'GraphQL requests worked on.', () => this.inFlight);
    gauge(registry, 'service_ready', '1 where /ready says 200.', () => Number(service.isReady()));
    gauge(registry, 'service_database_up', '1 while the database can be used.', () =>
      Number(service.vitals().database),
    );
    gauge(registry, 'service_subscriptions', 'Subscriptions open.', () => service.vitals().subscriptions);
    this.labelled(
      'service_database_connections',
      'Connections to the database, and who waits.',
      'state',
      () => Object.entries(service.vitals().connections),
    );
    this.labelled('service_journal_following', '1 while that journal is followed.', 'source', () =>
      this.journals(({ state }) => Number(state === 'following')),
    );
    this.labelled('service_journal_read_position', 'How far that journal was read.', 'source', () =>
      this.journals(({ position }) => Number(position)),
    );
    const head: Gauge = new Gauge({
      name: 'service_journal_position',
      help: 'Where the journal of this service ends; absent while its database is away.',
      registers: [registry],
      collect: async () => {
        head.reset();
        const position = await service.journalEnd().catch(() => undefined);
        if (position === undefined) head.remove();
        else head.set(Number(position));
      },
    });
  }

  async answered(work: () => Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    this.inFlight += 1;
    const began = performance.now();
    try {
      const answer = await work();
      this.answers.add(labelOf(answer.errors?.[0]?.extensions?.code));
      return answer;
    } finally {
      this.inFlight -= 1;
      this.durations.observe((performance.now() - began) / 1_000);
    }
  }

  /** @param code - of the error that it was refused with. */
  called(procedure: string, code?: string): void {
    this.calls.add(procedure, labelOf(code));
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

  private journals(value: (of: Journal) => number): [string, number][] {
    return Object.entries(this.service.vitals().journals).map(([source, of]) => [source, value(of)]);
  }

  private labelled(name: string, help: string, label: string, values: () => [string, number][]): void {
    const made: Gauge = new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: () => values().forEach(([value, number]) => made.set({ [label]: value }, number)),
    });
  }
}

type Journal = ReturnType<RunningService['vitals']>['journals'][string];

function labelOf(code: unknown): string {
  if (code === undefined) return 'ok';
  return typeof code === 'string' && CODES.has(code) ? code : REFUSED;
}
