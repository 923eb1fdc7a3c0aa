import { createHash } from 'node:crypto';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Logger } from '../../../subgraphs/kit/observability/logger.js';
import { coordinatesUsed } from './coordinatesUsed.js';
import type { Seen, UsageStore } from './usageStore.js';

export interface UsageLimits {
  /** Between two batches. */
  flushMs: number;
  /** Operations counted between two batches; one more is not counted, and that is. */
  operationsMax: number;
  /** Days for which an operation counts as in use. */
  days: number;
  /** Operations remembered over those days. */
  rememberedMax: number;
}

interface Counter extends Omit<Seen, 'requests'> {
  requests: number;
}

const NAME_CHARACTERS_MAX = 100;
const SWEEP_MS = 3_600_000;

/**
 * Counts which operations are really asked, so that a change of the schema can be held against them. Looks at an
 * operation's selections once, adds one for each request, and writes a batch now and then.
 */
export class UsageRecorder {
  private readonly counters = new WeakMap<OperationDefinitionNode, Counter>();
  private pending = new Map<string, Counter>();
  private missed = 0;
  private sweptAt = -Infinity;
  private flushing: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: UsageStore,
    private readonly limits: UsageLimits,
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => void this.flush(), limits.flushMs).unref();
  }

  /** Counts one request. The nodes are those that the schema was validated against, the same for each request. */
  record(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): void {
    let counter = this.counters.get(operation);
    if (!counter) {
      counter = counterOf(schema, document, operation);
      this.counters.set(operation, counter);
    }
    if (counter.coordinates.length === 0) return;
    const known = this.pending.get(counter.signature);
    if (known) {
      known.requests += 1;
    } else if (this.pending.size < this.limits.operationsMax) {
      this.pending.set(counter.signature, counter);
      counter.requests = 1;
    } else {
      this.missed += 1;
    }
  }

  /** Writes what was counted; what cannot be written is lost, and logged. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.write());
    return this.flushing;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async write(): Promise<void> {
    const batch = [...this.pending.values()].map((counter) => ({ ...counter }));
    this.pending = new Map();
    if (this.missed > 0) this.logger.warn({ missed: this.missed }, 'more operations than are counted');
    this.missed = 0;
    try {
      if (batch.length > 0) await this.store.add(batch);
      if (performance.now() - this.sweptAt < SWEEP_MS) return;
      this.sweptAt = performance.now();
      await this.store.forget(this.limits.days, this.limits.rememberedMax);
    } catch (error) {
      this.logger.warn({ err: error, operations: batch.length }, 'what operations use could not be kept');
    }
  }
}

function counterOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Counter {
  const coordinates = coordinatesUsed(schema, document, operation);
  const name = operation.name?.value.slice(0, NAME_CHARACTERS_MAX) ?? null;
  const signature = createHash('sha256')
    .update(JSON.stringify([name, coordinates]))
    .digest('hex');
  return { signature, name, coordinates, requests: 0 };
}
