import type { Store } from '../store/store.js';
import type { Tx } from '../store/tx.js';
import type { FeedEntry, FeedPort } from './feed.js';

/** How far a service has read in another's journal: the last entry whose effects it has. */
export interface Cursor {
  /** 0 before the first. */
  readonly position: bigint;
  /** Null before the first, and where it was read before entries were kept by their ids. */
  readonly entryId: string | null;
}

interface Row {
  position: string;
  entry_id: string | null;
}

/** Makes the row at first, locks it, and reads it. */
export async function lockCursor(tx: Tx, source: string): Promise<Cursor> {
  const [row] = await tx.query<Row>(
    `insert into reaction_cursor as c (source, position) values ($1, 0)
     on conflict (source) do update set position = c.position returning position, entry_id`,
    [source],
  );
  return cursorOf(row);
}

export async function readCursor(store: Store, source: string): Promise<Cursor> {
  const [row] = await store.unscoped<Row>(
    'select position, entry_id from reaction_cursor where source = $1',
    [source],
  );
  return cursorOf(row);
}

export async function moveCursor(
  tx: Tx,
  source: string,
  { position, entryId }: Pick<FeedEntry, 'position' | 'entryId'>,
): Promise<void> {
  await tx.query('update reaction_cursor set position = $2, entry_id = $3 where source = $1', [
    source,
    String(position),
    entryId,
  ]);
}

/**
 * That the journal has the entry that was read last, and in its place. Where it has not, one of the two databases was
 * put back to an older state, or somebody has written in it: what the journal says next may never have been read.
 *
 * @throws JournalChanged
 */
export async function requireSameJournal(
  feed: FeedPort,
  { position, entryId }: Cursor,
  signal?: AbortSignal,
): Promise<void> {
  if (position === 0n) return;
  const [entry] = await feed.read(position - 1n, 1, 0, signal);
  if (signal?.aborted) return;
  const isThere = entry?.position === position && (entryId === null || entry.entryId === entryId);
  if (!isThere) throw new JournalChanged(feed.source, { position, entryId });
}

/** The journal is not the one that was read: only who knows which of the two databases is right can mend it. */
export class JournalChanged extends Error {
  override readonly name = 'JournalChanged';

  constructor(source: string, { position, entryId }: Cursor) {
    super(
      `the journal of ${source} has no entry ${entryId ?? 'at all'} at position ${position}, up to which it was read here`,
    );
  }
}

function cursorOf(row: Row | undefined): Cursor {
  return { position: BigInt(row?.position ?? 0), entryId: row?.entry_id ?? null };
}
