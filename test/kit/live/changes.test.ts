import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pino from 'pino';
import { Changes } from '../../../subgraphs/kit/live/changes.js';
import type { FeedEntry } from '../../../subgraphs/kit/journal/feed.js';
import { MemoryFeed } from '../../support/memoryFeed.js';
import { until } from '../../support/testService.js';

const COOP = 'coop_a';

/** A journal that counts how often it is looked at, and may be away. */
class CountedFeed extends MemoryFeed {
  reads = 0;
  heads = 0;
  away = 0;

  head(): Promise<bigint> {
    this.heads += 1;
    if (this.away-- > 0) return Promise.reject(new Error('the database is away'));
    return Promise.resolve(BigInt(this.length));
  }

  override async read(...given: Parameters<MemoryFeed['read']>): Promise<FeedEntry[]> {
    this.reads += 1;
    if (this.away-- > 0) throw new Error('the database is away');
    return super.read(...given);
  }
}

describe('changes', () => {
  let feed: CountedFeed;
  let changes: Changes;
  let stop: AbortController;

  beforeEach(() => {
    feed = new CountedFeed('governance');
    stop = new AbortController();
    setMaxListeners(0, stop.signal);
    changes = new Changes({
      feed,
      topics: { Moved: ['proposal'], Swapped: ['from', 'to'] },
      subscriptionsMax: 1_200,
      logger: pino({ level: 'silent' }),
    });
  });
  afterEach(() => {
    stop.abort();
    changes.end();
  });

  const moved = (proposal: string) => feed.push(COOP, 'Moved', { proposal });
  /** Counts how often a subject was told of. */
  function watch(subject: string) {
    const told = { count: 0, ended: false };
    const run = async () => {
      for await (const _ of changes.of(subject, stop.signal)) told.count += 1;
      told.ended = true;
    };
    return Object.assign(told, { done: run() });
  }

  it('are told of at once, and then as the journal names the subject', async () => {
    const one = watch('prp_1');
    const other = watch('prp_2');
    await until(() => Promise.resolve(one.count === 1 && other.count === 1), 'the first look');
    moved('prp_1');
    await until(() => Promise.resolve(one.count === 2), 'the change');
    expect(other.count).toBe(1);
  });

  it.each([
    ['of another type', () => feed.push(COOP, 'BallotCast', { proposal: 'prp_1' })],
    ['about another subject', () => feed.push(COOP, 'Moved', { proposal: 'prp_9' })],
    ['whose private part was erased', () => feed.push(COOP, 'Moved', {})],
    [
      'that names it in a value that means something else',
      () => feed.push(COOP, 'Moved', { before: 'prp_1' }),
    ],
  ])('are not an entry %s', async (_, write) => {
    const one = watch('prp_1');
    await until(() => Promise.resolve(one.count === 1), 'the first look');
    write();
    const marker = watch('prp_marker');
    await until(() => Promise.resolve(marker.count === 1), 'the marker');
    moved('prp_marker');
    await until(() => Promise.resolve(marker.count === 2), 'the marker to move');
    expect(one.count).toBe(1);
  });

  it('of either subject that an entry names wake whoever watches it', async () => {
    const [from, to] = [watch('prp_1'), watch('prp_2')];
    await until(() => Promise.resolve(from.count + to.count === 2), 'the first look');
    feed.push(COOP, 'Swapped', { from: 'prp_1', to: 'prp_2' });
    await until(() => Promise.resolve(from.count + to.count === 4), 'both');
  });

  it('that come while nobody looks are told of once', async () => {
    const source = changes.of('prp_1', stop.signal);
    await source.next();
    for (let count = 0; count < 50; count += 1) moved('prp_1');
    const marker = watch('prp_1');
    await until(() => Promise.resolve(marker.count >= 1), 'the follower');
    moved('prp_1');
    await until(() => Promise.resolve(marker.count >= 2), 'the marker');
    await source.next();
    const waiting = source.next();
    stop.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('leave no change untold, whatever is written and read in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('write', 'read'), { minLength: 1, maxLength: 30 }),
        async (steps) => {
          const ending = new AbortController();
          const source = changes.of('prp_1', ending.signal);
          await source.next();
          let written = 0;
          let seen = 0;
          for (const step of steps) {
            if (step === 'write') {
              moved('prp_1');
              written += 1;
            } else if (written > seen) {
              await source.next();
              seen = written;
            }
          }
          if (written > seen) expect((await source.next()).done).toBe(false);
          ending.abort();
          await source.return();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are followed once for a thousand who watch, and not at all when nobody does', async () => {
    const watched = Array.from({ length: 1_000 }, (_, index) => watch(`prp_${index}`));
    await until(() => Promise.resolve(watched.every(({ count }) => count === 1)), 'all to look');
    expect(feed.heads).toBe(1);
    expect(feed.reads).toBe(1);
    moved('prp_7');
    await until(() => Promise.resolve(watched[7]!.count === 2), 'the change');
    expect(watched.filter(({ count }) => count > 1)).toHaveLength(1);
    expect(feed.reads).toBeLessThanOrEqual(2);
    stop.abort();
    await Promise.all(watched.map(({ done }) => done));
    const { reads } = feed;
    moved('prp_7');
    stop = new AbortController();
    const next = watch('prp_7');
    await until(() => Promise.resolve(next.count === 1), 'a new look');
    expect(feed.heads).toBe(2);
    expect(feed.reads - reads).toBeLessThanOrEqual(1);
  });

  it('are found again after the journal was away', async () => {
    feed.away = 2;
    const one = watch('prp_1');
    await until(() => Promise.resolve(one.count === 1), 'the first look');
    feed.away = 2;
    moved('prp_1');
    await until(() => Promise.resolve(one.count === 2), 'the change');
  });

  it('are refused to one more than there may be', async () => {
    Array.from({ length: 1_200 }, () => watch('prp_1'));
    await expect(changes.of('prp_1', stop.signal).next()).rejects.toMatchObject({
      code: 'SUBSCRIPTIONS_EXCEEDED',
    });
  });

  it('end for everybody with the service, and are not begun anew', async () => {
    const one = watch('prp_1');
    await until(() => Promise.resolve(one.count === 1), 'the first look');
    changes.end();
    await one.done;
    expect((await changes.of('prp_1', stop.signal).next()).done).toBe(true);
  });

  it('are not begun for who is gone already', async () => {
    stop.abort();
    expect((await changes.of('prp_1', stop.signal).next()).done).toBe(true);
    expect(feed.heads).toBe(0);
  });
});
