import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ClockAdvanced } from '../contracts/entries/membership.js';
import { DomainError } from '../errors/define.js';
import { COMMON } from '../errors/table.js';
import { isUnavailable, levelOf } from '../store/outage.js';
import { followProjection, isProjected } from '../identity/projection.js';
import type { Store } from '../store/store.js';
import type { Tx } from '../store/tx.js';
import type { Logger } from '../observability/logger.js';
import { JournalChanged, lockCursor, moveCursor, readCursor, requireSameJournal } from './cursor.js';
import type { Cursor } from './cursor.js';
import { FEED_BATCH_MAX } from './feed.js';
import type { FeedEntry, FeedPort } from './feed.js';
import { EntryUnreadable, readerOf } from './reaction.js';
import type { Reaction } from './reaction.js';

const WAIT_MS = 10_000;
const RETRY_MS_MAX = 15_000;
/** The same where a database, or the other service, is away: one that is back is followed again within this time. */
const AWAY_RETRY_MS_MAX = 1_000;
/** How often one looks whether another copy has committed what is waited for. */
const LOOK_MS = 100;

/**
 * `starting` until the first look; `away` while the journal, or our own database, cannot be reached, which is no fault
 * of ours; `refused` where the other service does not know our key; `unreadable` where one of its entries breaks its
 * contract; `stuck` where one fails here again and again, or where the journal is not the one that was read.
 */
export type ReaderState = 'starting' | 'following' | 'away' | 'refused' | 'unreadable' | 'stuck';

export interface Reader {
  readonly source: string;
  /** How the reading goes. */
  state(): ReaderState;
  /** The last position that this process knows to be reached. */
  readonly reachedPosition: bigint;
  /** The last position whose effects are committed. */
  position(): Promise<bigint>;
  /** When it last knew that it had come to the journal's end, by `performance.now()`. */
  heardAt(): number;
  /** Resolves when effects up to that position are committed; false when `milliseconds` have passed. */
  reached(position: bigint, milliseconds: number): Promise<boolean>;
  stop(): Promise<void>;
}

interface ReaderOptions {
  feed: FeedPort;
  store: Store;
  reactions: readonly Reaction[];
  logger: Logger;
}

export function startReader(options: ReaderOptions): Reader {
  const { feed, store, logger } = options;
  const stopping = new AbortController();
  const byType = new Map<string, Reaction[]>();
  for (const reaction of options.reactions.filter(({ to }) => to.writer === feed.source)) {
    const { type } = reaction.to;
    byType.set(type, [...(byType.get(type) ?? []), reaction]);
  }
  // Who may act, and what time it is, is membership's to say and nobody else's.
  const official = feed.source === 'membership';
  let reachedPosition = 0n;
  let heardAt = -Infinity;
  let state: ReaderState = 'starting';
  /** Whether the journal is another one than was read. */
  let isChanged = false;
  const waiters = new Set<() => void>();

  /** @returns false, having done nothing, where the service has not read up to `place`. */
  const applyBatch = async (entries: readonly FeedEntry[], place: Cursor): Promise<boolean> => {
    const last = entries.at(-1)!;
    const isApplied = await store.transaction({}, async (tx) => {
      const cursor = await lockCursor(tx, feed.source);
      // Another copy may have been here first, whose work is not done twice; where it stands is to be looked at.
      if (!isDeepStrictEqual(cursor, place)) return false;
      let entered: string | undefined;
      for (const entry of entries) {
        const reacting = byType.get(entry.type) ?? [];
        const movesClock = official && entry.type === ClockAdvanced.type;
        const projects = official && isProjected(entry.values);
        if (entry.erased || !(reacting.length > 0 || movesClock || projects)) continue;
        if (entry.cooperative !== entered) await tx.enter({ cooperative: entry.cooperative });
        // A reaction may have entered another scope, and the clock is read on entering.
        entered = reacting.length > 0 || movesClock ? undefined : entry.cooperative;
        if (projects) await followProjection(tx, entry);
        if (movesClock) await moveClock(tx, entry);
        for (const reaction of reacting) await reaction.handle(tx, entry);
      }
      await moveCursor(tx, feed.source, last);
      return true;
    });
    if (isApplied) reachedPosition = last.position;
    for (const wake of waiters) wake();
    return isApplied;
  };

  const findPlace = async (): Promise<Cursor> => {
    const cursor = await readCursor(store, feed.source);
    await requireSameJournal(feed, cursor, stopping.signal);
    isChanged = false;
    reachedPosition = cursor.position;
    return cursor;
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    /** Up to where the service has read; undefined while that has to be looked up. */
    let place: Cursor | undefined;
    let isCurrent = false;
    while (!stopping.signal.aborted) {
      try {
        place ??= await findPlace();
        // After a failure one at a time, so that what stands before the entry that fails gets through.
        const limit = failures > 0 ? 1 : FEED_BATCH_MAX;
        // Whoever has not come to the end asks without waiting, so that they know at once when they have.
        const waitMs = isCurrent ? WAIT_MS : 0;
        const entries = await feed.read(place.position, limit, waitMs, stopping.signal);
        const readAt = performance.now();
        if (stopping.signal.aborted) return;
        const isApplied = entries.length === 0 || (await applyBatch(entries, place));
        isCurrent = isApplied && entries.length < limit;
        if (isCurrent) heardAt = readAt;
        // Whoever has heard nothing looks again whether this is still the journal that was read.
        const last = isApplied ? entries.at(-1) : undefined;
        place = last && { position: last.position, entryId: last.entryId };
        failures = 0;
        state = 'following';
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures += 1;
        place = undefined;
        isCurrent = false;
        if (error instanceof JournalChanged) {
          isChanged = true;
          // What was heard of such a journal is worth nothing.
          heardAt = -Infinity;
        }
        state = stateAfter(error, failures, state);
        logger[levelOf(error)](
          { err: error, source: feed.source, position: String(reachedPosition) },
          error instanceof JournalChanged
            ? 'a journal is not the one that was read'
            : 'a reaction failed; it is tried again',
        );
        const waitMsMax = isUnavailable(error) ? AWAY_RETRY_MS_MAX : RETRY_MS_MAX;
        await sleep(Math.min(100 * 2 ** failures, waitMsMax), undefined, {
          signal: stopping.signal,
        }).catch(() => undefined);
      }
    }
  };
  const running = run();

  /** Resolves when a batch is committed, or the time has passed; who has waited is forgotten either way. */
  const nextBatch = (withinMs: number): Promise<void> =>
    new Promise((done) => {
      const wake = (): void => {
        clearTimeout(timer);
        waiters.delete(wake);
        done();
      };
      const timer = setTimeout(wake, withinMs).unref();
      waiters.add(wake);
    });

  const reached = async (position: bigint, milliseconds: number): Promise<boolean> => {
    const until = Date.now() + milliseconds;
    while (reachedPosition < position) {
      // Another copy may have committed it.
      const { position: read } = await readCursor(store, feed.source);
      if (!isChanged && read >= position) break;
      const left = until - Date.now();
      if (left <= 0) return false;
      await nextBatch(Math.min(left, LOOK_MS));
    }
    return true;
  };

  return {
    source: feed.source,
    state: () => state,
    get reachedPosition() {
      return reachedPosition;
    },
    position: async () => (await readCursor(store, feed.source)).position,
    heardAt: () => heardAt,
    reached,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** What fails once may have met another copy; what fails three times stands in the way. */
const STUCK_FAILURES = 3;

function stateAfter(error: unknown, failures: number, before: ReaderState): ReaderState {
  if (isUnavailable(error)) return 'away';
  if (error instanceof EntryUnreadable) return 'unreadable';
  if (error instanceof JournalChanged) return 'stuck';
  if (error instanceof DomainError && error.code === COMMON.UNAUTHENTICATED.code) return 'refused';
  return failures >= STUCK_FAILURES ? 'stuck' : before;
}

const readClock = readerOf(ClockAdvanced, ['offsetSeconds']);

/** The demo's clock is one shared offset; membership journals it and every other service follows. */
async function moveClock(tx: Tx, entry: FeedEntry): Promise<void> {
  const { offsetSeconds } = readClock(entry);
  await tx.query('update clock_offset set seconds = $1', [offsetSeconds]);
}
