import { setTimeout as sleep } from 'node:timers/promises';
import type { PublicChangesPort } from '../../subgraphs/kit/journal/publicChanges.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { LRUCache } from 'lru-cache';
import { atMost } from '../atMost.js';

export interface JournalWatchOptions {
  service: string;
  changes: PublicChangesPort;
  /** Milliseconds after the last word from the journal for which what was heard is believed. */
  blindMsMax: number;
  /** Changes remembered, and as many entries. */
  changesMax: number;
  /** Milliseconds since 1970. */
  now: () => number;
  logger: Pick<Logger, 'warn'>;
}

const RETRY_MS_MAX = 5_000;
/** A journal that ends does not let anybody wait. */
const PAUSE_MS = 100;
/** Looks within the time for which one is believed; so that a late one blinds nobody. */
const LOOKS = 3;

/**
 * Follows what one service's journal says of public changes. Places are positions in its feed: what was asked for at
 * one place is outdated by a change read at a later one.
 */
export class JournalWatch {
  private position: bigint | undefined;
  /** When the last answered look was begun: it told of everything up to then. */
  private heardAt = -Infinity;
  /** The place of the last change, by tag. */
  private readonly changed: LRUCache<string, number>;
  private readonly read: LRUCache<string, true>;
  /** Entries that this gateway knows of before the journal tells of them, with the time at which it learned of them. */
  private readonly expected: LRUCache<string, number>;
  /** Whatever was asked for before this place is outdated. */
  private floor = 0;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: JournalWatchOptions) {
    const size = atMost(options.changesMax);
    this.changed = new LRUCache({
      ...size,
      // Of what is not remembered, anything may have changed by then.
      dispose: (place, _, reason) => {
        if (reason === 'evict') this.floor = Math.max(this.floor, place);
      },
    });
    this.read = new LRUCache(size);
    this.expected = new LRUCache(size);
  }

  /** How far the journal has been read; undefined while nothing is known of it, or nothing recent. */
  get place(): number | undefined {
    const { now, blindMsMax } = this.options;
    return now() - this.heardAt > blindMsMax || this.position === undefined
      ? undefined
      : Number(this.position);
  }

  /** Whether something of what was asked for at that place has changed since. */
  isOutdated({ place, tags }: { place: number; tags: readonly string[] }): boolean {
    return place < this.floor || tags.some((tag) => (this.changed.peek(tag) ?? 0) > place);
  }

  /** Whether that entry's changes are known; false also for entries from before the watch began. */
  hasRead(entryId: string): boolean {
    return this.read.has(entryId);
  }

  /** A mutation that went through here has left that entry, and whoever asks from now on may know of it. */
  expect(entryId: string): void {
    if (!this.read.has(entryId)) this.expected.set(entryId, this.options.now());
  }

  /** Whether what was asked for then may lack something that went through here and was not heard of yet. */
  mayLack(askedAt: number): boolean {
    // The newest comes first.
    const { value: learnedAt } = this.expected.values().next();
    return learnedAt !== undefined && askedAt <= learnedAt;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { service, logger } = this.options;
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      try {
        const isNews = await this.look(signal);
        failures = 0;
        if (!isNews) await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0) logger.warn({ err: error, service }, 'a journal cannot be followed');
        failures += 1;
        const pauseMs = Math.min(100 * 2 ** failures, RETRY_MS_MAX);
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** @returns whether to look again at once. */
  private async look(signal: AbortSignal): Promise<boolean> {
    const { changes, blindMsMax, now } = this.options;
    const begunAt = now();
    const isFirst = this.position === undefined;
    const page = await changes.read(this.position ?? null, Math.floor(blindMsMax / LOOKS), signal);
    const place = Number(page.position);
    if (page.all) this.floor = place;
    for (const tag of page.tags) this.changed.set(tag, place);
    for (const entry of page.entries) {
      this.read.set(entry, true);
      this.expected.delete(entry);
    }
    this.position = page.position;
    this.heardAt = begunAt;
    return isFirst || page.entries.length > 0 || now() - begunAt >= PAUSE_MS;
  }
}
