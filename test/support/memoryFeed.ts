import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import type { FeedEntry, FeedPort } from '../../subgraphs/kit/journal/feed.js';

/** Another service's journal, as a test writes it. */
export class MemoryFeed implements FeedPort {
  private readonly entries: FeedEntry[] = [];

  constructor(readonly source: string) {}

  push(
    cooperative: string,
    type: string,
    values: Record<string, unknown>,
    digests: Record<string, string> = {},
  ): FeedEntry {
    const position = BigInt(this.entries.length + 1);
    const entry: FeedEntry = {
      position,
      entryId: newId('jrn'),
      cooperative,
      type,
      recordedAt: new Date(),
      index: position - 1n,
      leafHash: '00'.repeat(32),
      leaf: {},
      digests,
      erased: false,
      values: JSON.parse(JSON.stringify(values)) as Record<string, unknown>,
    };
    this.entries.push(entry);
    return entry;
  }

  async read(after: bigint, limit: number, waitMs: number, signal?: AbortSignal): Promise<FeedEntry[]> {
    const until = Date.now() + waitMs;
    for (;;) {
      const found = this.entries.slice(Number(after), Number(after) + limit);
      if (found.length > 0 || signal?.aborted || Date.now() >= until) return found;
      await sleep(5);
    }
  }

  positionOf(entryId: string): Promise<bigint | null> {
    return Promise.resolve(this.entries.find((entry) => entry.entryId === entryId)?.position ?? null);
  }
}
