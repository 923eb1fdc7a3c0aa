import { z } from 'zod';
import { told } from '../contracts/entry.js';
import type { Entry } from '../contracts/entry.js';
import type { Tx } from '../store/tx.js';
import type { FeedEntry } from './feed.js';

/**
 * What a service does when another one's journal says that something happened. It runs in a transaction of the
 * entry's co-op, together with the reader's cursor, so that each effect happens once. A refusal of the business
 * must be recorded, not thrown: what throws is tried again and holds up the feed.
 */
export interface Reaction {
  /** What it reacts to. */
  readonly to: Entry;
  /** The private fields that it reads, and so the only ones that it may depend on. */
  readonly reads: readonly string[];
  handle(tx: Tx, entry: FeedEntry): Promise<void>;
}

/** The entry beside its private part. */
export type Heard = Omit<FeedEntry, 'values'>;

type FieldOf<E extends Entry> = keyof z.output<E['private']> & string;
type Said<E extends Entry, Field extends FieldOf<E>> = Pick<z.output<E['private']>, Field>;

/**
 * Reacts to an entry of another service.
 *
 * @param reads - the private fields that are read. Others are not looked at, so that a writer may come to say more.
 */
export function on<E extends Entry, const Field extends FieldOf<E>>(
  to: E,
  reads: readonly Field[],
  handle: (tx: Tx, said: Said<E, Field>, heard: Heard) => Promise<void>,
): Reaction {
  const read = readerOf(to, reads);
  return { to, reads, handle: (tx, entry) => handle(tx, read(entry), entry) };
}

/** Reads some private fields of an entry. What it makes throws EntryUnreadable where the contract does not allow them. */
export function readerOf<E extends Entry, const Field extends FieldOf<E>>(
  contract: E,
  reads: readonly Field[],
): (entry: FeedEntry) => Said<E, Field> {
  const { shape } = contract.private;
  const fields = z.object(Object.fromEntries(reads.map((field) => [field, shape[field] as z.ZodType])));
  return (entry) => readValues(fields, entry) as Said<E, Field>;
}

/** @throws EntryUnreadable */
export function readValues<T>(schema: z.ZodType<T>, entry: FeedEntry): T {
  const { data, error } = schema.safeParse(entry.values);
  if (error) throw new EntryUnreadable(entry, error);
  return data;
}

/**
 * An entry says something that its contract does not allow. It will not become readable by being tried again: the
 * projection stands still before it until a version that can read it is running, and readiness says so.
 */
export class EntryUnreadable extends Error {
  override readonly name = 'EntryUnreadable';
  readonly entryId: string;
  readonly type: string;

  constructor({ entryId, type, position }: FeedEntry, cause: z.ZodError) {
    super(`the entry ${entryId} (${type}, position ${position}) breaks its contract: ${told(cause)}`);
    this.entryId = entryId;
    this.type = type;
  }
}
