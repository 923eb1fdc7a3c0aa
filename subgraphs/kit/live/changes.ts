import { setTimeout as sleep } from 'node:timers/promises';
import type { EntriesIn, ValueName } from '../contracts/journal.js';
import { COMMON } from '../errors/table.js';
import { FEED_BATCH_MAX } from '../journal/feed.js';
import type { FeedEntry, FeedPort } from '../journal/feed.js';
import type { Ending } from '../identity/expiry.js';
import { levelOf } from '../store/outage.js';
import type { Logger } from '../observability/logger.js';

/** How long one look at the journal may wait; the feed is woken, and looks by itself twice a second. */
const WAIT_MS = 10_000;
const RETRY_MS_MAX = 5_000;

/**
 * What wakes subscriptions: by the type of an entry, the names of those of its values that hold the id of what has
 * changed. Entries of other types wake nobody.
 */
export type LiveTopics = Readonly<Record<string, readonly string[]>>;

/** The same, held to what a service writes: a topic that nobody writes to, or a value that it lacks, does not compile. */
export type LiveTopicsOf<Module> = {
  readonly [Name in keyof EntriesIn<Module>]?: readonly ValueName<Module[Name & keyof Module]>[];
};

export interface ChangesOptions {
  feed: Pick<FeedPort, 'read'> & { head(): Promise<bigint> };
  topics: LiveTopics;
  /** Subscriptions at once. */
  subscriptionsMax: number;
  logger: Logger;
}

/** Somebody who wants to know of one subject. However often it changes meanwhile, they are told once. */
interface Watcher {
  changed: boolean;
  wake: (() => void) | undefined;
}

/**
 * Follows this service's own journal once for all subscriptions of the process, while there are any, and wakes those
 * whose subject an entry names. It passes on that something changed, and never what.
 */
export class Changes {
  private readonly watchers = new Map<string, Set<Watcher>>();
  private count = 0;
  private following: { stop: AbortController; ready: Promise<void> } | undefined;
  private ended = false;

  constructor(private readonly options: ChangesOptions) {}

  /** Subscriptions open. */
  get open(): number {
    return this.count;
  }

  /**
   * Yields at once, and then whenever the subject has changed since what was yielded last. Ends with `signal`, or
   * when the service stops.
   *
   * @throws SUBSCRIPTIONS_EXCEEDED
   */
  async *of(subject: string, signal: Ending): AsyncGenerator<undefined, void, void> {
    if (this.ended || signal.aborted) return;
    if (this.count >= this.options.subscriptionsMax) {
      throw COMMON.SUBSCRIPTIONS_EXCEEDED.raise('This service holds as many subscriptions as it can.');
    }
    const watcher: Watcher = { changed: true, wake: undefined };
    const leave = this.enter(subject, watcher);
    // Frees the place also while nobody asks for what comes next.
    const stop = (): void => {
      leave();
      watcher.wake?.();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      // From here on entries are heard of: what is read now may be older than none of them.
      await this.following!.ready;
      while (!this.ended && !signal.aborted) {
        if (watcher.changed) {
          watcher.changed = false;
          yield undefined;
        } else {
          await new Promise<void>((wake) => (watcher.wake = wake));
          watcher.wake = undefined;
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
      leave();
    }
  }

  /** Ends all subscriptions; none are taken from here on. */
  end(): void {
    this.ended = true;
    this.following?.stop.abort();
    for (const watchers of this.watchers.values()) for (const { wake } of watchers) wake?.();
  }

  private enter(subject: string, watcher: Watcher): () => void {
    const watchers = this.watchers.get(subject) ?? new Set();
    this.watchers.set(subject, watchers.add(watcher));
    this.count += 1;
    this.following ??= this.follow();
    return () => {
      if (!watchers.delete(watcher)) return;
      if (watchers.size === 0 && this.watchers.get(subject) === watchers) this.watchers.delete(subject);
      this.count -= 1;
      if (this.count > 0) return;
      this.following?.stop.abort();
      this.following = undefined;
    };
  }

  private follow(): { stop: AbortController; ready: Promise<void> } {
    const stop = new AbortController();
    const head = this.findHead(stop.signal);
    void head.then((position) => this.run(position, stop.signal));
    return { stop, ready: head.then(() => undefined) };
  }

  private async findHead(signal: AbortSignal): Promise<bigint> {
    return this.persist(signal, 0n, () => this.options.feed.head());
  }

  private async run(head: bigint, signal: AbortSignal): Promise<void> {
    let position = head;
    while (!signal.aborted) {
      const entries = await this.persist(signal, [], () =>
        this.options.feed.read(position, FEED_BATCH_MAX, WAIT_MS, signal),
      );
      if (signal.aborted) return;
      for (const entry of entries) this.tell(entry);
      position = entries.at(-1)?.position ?? position;
    }
  }

  private tell({ type, values }: FeedEntry): void {
    for (const name of this.options.topics[type] ?? []) {
      for (const watcher of this.watchers.get(String(values[name])) ?? []) {
        watcher.changed = true;
        watcher.wake?.();
      }
    }
  }

  /** Tries until it succeeds, ever more rarely; a database that is away for a while costs no event. */
  private async persist<T>(signal: AbortSignal, otherwise: T, work: () => Promise<T>): Promise<T> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted) break;
        this.options.logger[levelOf(error)](
          { err: error },
          'the journal cannot be followed; it is tried again',
        );
        const pauseMs = Math.min(100 * 2 ** failures, RETRY_MS_MAX);
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
    return otherwise;
  }
}
