import type { Logger } from '../../../subgraphs/kit/observability/logger.js';
import type { SwapCounts } from '../../observability/metrics.js';
import type { StoredSupergraph, SubgraphStore } from './subgraphStore.js';

/** Whoever runs supergraphs. */
export interface SupergraphSink {
  /** Goes over to another; what is under way finishes on its own. On failure the present one stays. @throws */
  swap(supergraph: StoredSupergraph): Promise<void>;
}

export interface FollowerOptions {
  store: Pick<SubgraphStore, 'latest' | 'latestGeneration'>;
  sink: SupergraphSink;
  /** The generation that already runs. */
  running: number;
  pollMs: number;
  logger: Logger;
}

/**
 * Goes over to whatever supergraph is the latest, whichever gateway made it. One that cannot be run is not tried again:
 * the one before it stays until there is a newer.
 */
export class Follower {
  private running: number;
  private failed = 0;
  private readonly swaps = { done: 0, failed: 0 };
  private unreachable = false;
  private looking: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: FollowerOptions) {
    this.running = options.running;
    this.timer = setInterval(() => void this.look(), options.pollMs).unref();
  }

  /** The generation that runs here. */
  get generation(): number {
    return this.running;
  }

  /** Which runs, and how often another was gone over to, or could not be. */
  get counts(): SwapCounts {
    return { generation: this.running, ...this.swaps };
  }

  /** Looks now, after the look that may be under way. Never rejects. */
  look(): Promise<void> {
    this.looking = this.looking.then(() => this.follow());
    return this.looking;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async follow(): Promise<void> {
    const { store, sink, logger } = this.options;
    const latest = await this.read(async () => {
      const generation = await store.latestGeneration();
      return generation === this.running || generation === this.failed ? undefined : store.latest();
    });
    if (!latest) return;
    try {
      await sink.swap(latest);
      this.running = latest.generation;
      this.swaps.done += 1;
      logger.info({ generation: latest.generation }, 'another supergraph runs');
    } catch (error) {
      this.failed = latest.generation;
      this.swaps.failed += 1;
      const facts = { err: error, generation: latest.generation, running: this.running };
      logger.error(facts, 'a supergraph cannot be run; the one before it stays');
    }
  }

  /** A database that is away for a while is logged once. */
  private async read<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const found = await work();
      this.unreachable = false;
      return found;
    } catch (error) {
      if (!this.unreachable) this.options.logger.error({ err: error }, 'the registry cannot be read');
      this.unreachable = true;
      return undefined;
    }
  }
}
