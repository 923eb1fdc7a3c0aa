import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';

/** Entries a reader gets at most in one answer. */
export const FEED_BATCH_MAX = 200;
export const FEED_WAIT_MAX_MS = 20_000;
const POLL_MS = 500;
/** Entries whose place is remembered: many requests of a crowd are behind the same few changes. */
const PLACES_MAX = 10_000;

/** An entry as other services read it. */
export interface FeedEntry {
  /** Its place in the feed of its service, over all co-ops; gapless from 1. */
  position: bigint;
  entryId: string;
  cooperative: string;
  type: string;
  recordedAt: Date;
  /** Its index in the log of its co-op. */
  index: bigint;
  /** Lowercase hex. */
  leafHash: string;
  digests: Record<string, string>;
  /** The public part, whose canonical form `leafHash` commits to. */
  leaf: Record<string, unknown>;
  values: Record<string, unknown>;
  /** True after an erasure: `values` is empty, and nobody reacts to it any more. */
  erased: boolean;
}

/** Where one service's entries are read from: in the same process, or over HTTP. */
export interface FeedPort {
  readonly source: string;
  /** Entries after that position, in order, waiting up to `waitMs` for the first. */
  read(after: bigint, limit: number, waitMs: number, signal?: AbortSignal): Promise<FeedEntry[]>;
  /** The position of an entry; null if it has none within `waitMs`, UNKNOWN at once if there is no such entry. */
  positionOf(entryId: string, waitMs: number): Promise<bigint | 'UNKNOWN' | null>;
}

interface Row {
  position: string;
  entry_id: string;
  cooperative_id: string;
  type: string;
  recorded_at: Date;
  log_index: string;
  leaf_hash: Buffer;
  public_part: string;
  private_part: { values: Record<string, unknown> } | null;
}

/** The feed of the service in this process. `sequenced` is called whenever the sequencer has placed entries. */
export class LocalFeed implements FeedPort {
  private readonly wakes = new EventEmitter().setMaxListeners(0);
  private readonly reading = new Map<string, Promise<FeedEntry[]>>();
  /** Where entries stand; an entry never moves. */
  private readonly places = new LRUCache<string, bigint>({ max: PLACES_MAX });
  private ending = false;

  constructor(
    readonly source: string,
    private readonly database: DataSource,
  ) {}

  sequenced(): void {
    this.wakes.emit('sequenced');
  }

  /** Answers those who wait with what there is; nobody waits from here on. */
  endWaits(): void {
    this.ending = true;
    this.wakes.emit('sequenced');
  }

  async read(after: bigint, limit: number, waitMs: number, signal?: AbortSignal): Promise<FeedEntry[]> {
    const until = Date.now() + Math.min(waitMs, FEED_WAIT_MAX_MS);
    for (;;) {
      const wake = this.nextWake(Math.min(POLL_MS, Math.max(0, until - Date.now())), signal);
      const entries = await this.readNow(after, Math.min(limit, FEED_BATCH_MAX));
      if (entries.length > 0 || this.ending || Date.now() >= until || signal?.aborted) return entries;
      await wake;
    }
  }

  /** The position of the last entry that has one; 0 before the first. */
  async head(): Promise<bigint> {
    const [lease] = await this.database.query<{ position: string }[]>('select position from sequencer_lease');
    return BigInt(lease!.position);
  }

  async positionOf(entryId: string, waitMs: number): Promise<bigint | 'UNKNOWN' | null> {
    const known = this.places.get(entryId);
    if (known !== undefined) return known;
    const until = Date.now() + Math.min(waitMs, FEED_WAIT_MAX_MS);
    for (;;) {
      const wake = this.nextWake(Math.min(POLL_MS, Math.max(0, until - Date.now())));
      const [row] = await this.database.query<{ place: string | null }[]>(
        'select place from feed_place($1)',
        [entryId],
      );
      if (!row) return 'UNKNOWN';
      if (row.place) {
        const place = BigInt(row.place);
        this.places.set(entryId, place);
        return place;
      }
      if (this.ending || Date.now() >= until) return null;
      await wake;
    }
  }

  /** Readers that stand at the same place share one look at the database. */
  private readNow(after: bigint, limit: number): Promise<FeedEntry[]> {
    const place = `${after}:${limit}`;
    const reading = this.reading.get(place) ?? this.readOnce(after, limit);
    this.reading.set(place, reading);
    const forget = (): void => void this.reading.delete(place);
    reading.then(forget, forget);
    return reading;
  }

  private async readOnce(after: bigint, limit: number): Promise<FeedEntry[]> {
    const rows = await this.database.query<Row[]>('select * from feed_after($1, $2)', [String(after), limit]);
    return rows.map(toEntry);
  }

  /** Another copy of this service may be the one that sequences, so a wake may never come: look again anyway. */
  private async nextWake(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const done = new AbortController();
    const stop = (): void => done.abort();
    this.wakes.once('sequenced', stop);
    signal?.addEventListener('abort', stop, { once: true });
    await sleep(milliseconds, undefined, { signal: done.signal }).catch(() => undefined);
    this.wakes.off('sequenced', stop);
    signal?.removeEventListener('abort', stop);
  }
}

function toEntry(row: Row): FeedEntry {
  const leaf = JSON.parse(row.public_part) as Record<string, unknown> & { digests: Record<string, string> };
  return {
    position: BigInt(row.position),
    entryId: row.entry_id,
    cooperative: row.cooperative_id,
    type: row.type,
    recordedAt: row.recorded_at,
    index: BigInt(row.log_index),
    leafHash: row.leaf_hash.toString('hex'),
    digests: leaf.digests,
    leaf,
    values: row.private_part?.values ?? {},
    erased: row.private_part === null,
  };
}
