import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.js';
import { SteadyClient } from './steadyClient.js';
import type { SteadySource } from './steadySource.js';

/** With the answer's time it makes less than the two seconds within which readiness tells the truth. */
const LOOK_MS = 500;
const ANSWER_MS = 1_000;
const QUICK_MS = 200;

/**
 * Knows at every moment whether the database of a service can be used. It asks over a connection of its own, which no
 * request can hold up, and whose end tells of a loss at once; and where requests were refused a connection, whether
 * they would be given one now.
 */
export class DatabaseWatch {
  private up = true;
  private since = performance.now();
  private client: Promise<SteadyClient> | undefined;
  private newest: SteadyClient | undefined;
  private readonly stopping = new AbortController();
  /** Cut short when a connection ends: that is news. */
  private pause = new AbortController();
  private readonly watching: Promise<void>;

  constructor(
    private readonly source: SteadySource,
    private readonly logger: Logger,
  ) {
    this.watching = this.watch();
  }

  get isUp(): boolean {
    return this.up;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.pause.abort();
    await this.watching;
    await this.leave();
  }

  private async watch(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.pause = new AbortController();
      await this.look();
      if (this.stopping.signal.aborted) return;
      const { signal } = this.pause;
      await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    for (let mayRepeat = true; ; mayRepeat = false) {
      const began = performance.now();
      try {
        await this.ask();
        return this.learn(true);
      } catch (error) {
        await this.leave();
        // One connection that was cut says nothing of the next.
        if (mayRepeat && performance.now() - began < QUICK_MS) continue;
        return this.learn(false, error);
      }
    }
  }

  private async ask(): Promise<void> {
    this.client ??= this.enter();
    const client = await this.client;
    await client.query('select 1');
    // A busy pool is no lost database: in the line of its requests one would wait as long as they do.
    if (!this.source.isRefused || this.source.isWhole) return;
    const given = this.source.query('select 1').then(() => true);
    given.catch(() => undefined);
    if (!(await Promise.race([given, sleep(ANSWER_MS, false, { ref: false })]))) {
      throw new Error('no connection is to be had');
    }
  }

  private async enter(): Promise<SteadyClient> {
    const client = new SteadyClient({
      connectionString: this.source.url,
      application_name: 'data-cooperative watch',
      silenceMs: ANSWER_MS,
    });
    await client.connectWithin(ANSWER_MS);
    this.newest = client;
    client.once('end', () => {
      // The end of a connection that was left says nothing of the one that stands now.
      if (client !== this.newest) return;
      this.client = undefined;
      this.pause.abort();
    });
    return client;
  }

  private async leave(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    this.newest = undefined;
    await (await client?.catch(() => undefined))?.end().catch(() => undefined);
  }

  private learn(up: boolean, error?: unknown): void {
    if (up === this.up || this.stopping.signal.aborted) return;
    this.up = up;
    const now = performance.now();
    if (up) this.logger.warn({ awayMs: Math.round(now - this.since) }, 'the database can be used again');
    else this.logger.error({ err: error }, 'the database cannot be used; it is waited for');
    this.since = now;
  }
}
