import { Agent, request } from 'undici';
import type { Logger } from '../observability/logger.js';
import { otlpJson } from './otlp.js';
import type { EndedSpan } from './otlp.js';
import type { Attributes } from './span.js';

export interface SpanQueueOptions {
  url: string;
  headers: Readonly<Record<string, string>>;
  resource: Attributes;
  timeoutMs: number;
  everyMs: number;
  queueMax: number;
  batchMax: number;
  logger: Pick<Logger, 'warn'>;
}

/** A collector that is away for an hour is told of sixty times. */
const WARN_EVERY_MS = 60_000;
/** What is left at a stop is sent once more, within this. */
const LAST_MS_MAX = 2_000;

/**
 * Spans on their way to the collector. It holds no request up: where the collector is slow or away, what does not fit
 * is dropped and counted.
 */
export class SpanQueue {
  private waiting: EndedSpan[] = [];
  private dropped = 0;
  private warnedAt = -Infinity;
  private sending: Promise<void> | undefined;
  private readonly timer: NodeJS.Timeout;
  private readonly agent = new Agent({ connections: 1 });

  constructor(private readonly options: SpanQueueOptions) {
    this.timer = setInterval(() => void this.flush(), options.everyMs).unref();
  }

  readonly add = (span: EndedSpan): void => {
    const { queueMax, batchMax } = this.options;
    if (this.waiting.length >= queueMax) return this.lose(1, 'more spans than the queue holds');
    this.waiting.push(span);
    if (this.waiting.length >= batchMax) void this.flush();
  };

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.sending;
    await this.flush(LAST_MS_MAX);
    await this.agent.destroy();
  }

  /** One at a time; what comes meanwhile waits. */
  private flush(timeoutMs = this.options.timeoutMs): Promise<void> {
    this.sending ??= this.sendAll(Math.min(timeoutMs, this.options.timeoutMs)).finally(() => {
      this.sending = undefined;
    });
    return this.sending;
  }

  private async sendAll(timeoutMs: number): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.batchMax);
      const trouble = await this.send(batch, timeoutMs);
      if (trouble !== undefined) return this.lose(batch.length, trouble);
    }
  }

  /** @returns why it was not taken. */
  private async send(batch: readonly EndedSpan[], timeoutMs: number): Promise<string | undefined> {
    const { url, headers, resource } = this.options;
    try {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: otlpJson(resource, batch),
        dispatcher: this.agent,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await body.dump();
      return statusCode < 300 ? undefined : `the collector answers ${statusCode}`;
    } catch (error) {
      return `the collector cannot be reached (${(error as NodeJS.ErrnoException).code ?? (error as Error).name})`;
    }
  }

  private lose(count: number, reason: string): void {
    this.dropped += count;
    if (performance.now() - this.warnedAt < WARN_EVERY_MS) return;
    this.warnedAt = performance.now();
    this.options.logger.warn({ reason, dropped: this.dropped }, 'spans were not sent');
  }
}
