import { setTimeout as sleep } from 'node:timers/promises';
import { seal } from '../../subgraphs/kit/journal/entry.js';
import type { FeedEntry, FeedPort } from '../../subgraphs/kit/journal/feed.js';

/** Another service's journal, as a test writes it. */
export class MemoryFeed implements FeedPort {
  private readonly entries: FeedEntry[] = [];

  constructor(readonly source: string) {}

  get length(): number {
    return this.entries.length;
  }

  push(
    cooperative: string,
    type: string,
    values: Record<string, unknown>,
    digests: Record<string, string> = {},
  ): FeedEntry {
    const recordedAt = new Date();
    const sealed = seal(
      this.source,
      { cooperative, type, actorRole: 'SERVICE', digests, values },
      recordedAt,
    );
    const entry: FeedEntry = {
      position: BigInt(this.entries.length + 1),
      entryId: sealed.entryId,
      cooperative,
      type,
      recordedAt,
      index: BigInt(this.ofCooperative(cooperative).length),
      leafHash: sealed.leafHash.toString('hex'),
      leaf: JSON.parse(sealed.publicPart) as Record<string, unknown>,
      digests,
      erased: false,
      values: sealed.privatePart.values,
    };
    this.entries.push(entry);
    return entry;
  }

  /** An entry whose private part an erasure has deleted before it was read. */
  pushErased(cooperative: string, type: string): FeedEntry {
    return Object.assign(this.push(cooperative, type, {}), { erased: true });
  }

  /** The entries of one co-op's log, in the order of their leaves. */
  ofCooperative(cooperative: string): FeedEntry[] {
    return this.entries.filter((entry) => entry.cooperative === cooperative);
  }

  async read(after: bigint, limit: number, waitMs: number, signal?: AbortSignal): Promise<FeedEntry[]> {
    const until = Date.now() + waitMs;
    for (;;) {
      const found = this.entries.slice(Number(after), Number(after) + limit);
      if (found.length > 0 || signal?.aborted || Date.now() >= until) return found;
      await sleep(5);
    }
  }

  positionOf(entryId: string): Promise<bigint | 'UNKNOWN'> {
    return Promise.resolve(this.entries.find((entry) => entry.entryId === entryId)?.position ?? 'UNKNOWN');
  }
}
