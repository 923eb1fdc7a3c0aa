import type { EntriesIn, TextPath } from '../contracts/journal.js';
import { uuidOf } from '../domain/ids.js';
import type { Id } from '../domain/ids.js';
import { FEED_BATCH_MAX } from './feed.js';
import type { FeedEntry, FeedPort } from './feed.js';

/** What an entry of one type changes of what everybody may see. */
export interface PublicChange<Path extends string = string> {
  /** By the name of an entity's type: the path, among the entry's values, of the id or ids of what has changed. */
  readonly entities?: Readonly<Record<string, Path>>;
  /** Root fields that may answer otherwise for any arguments, such as `Query.datasets`. */
  readonly fields?: readonly string[];
  /** Whether lists that hang on the entry's co-op may have changed. */
  readonly ofCooperative?: boolean;
  /** Whether it does not say what it changed. */
  readonly anything?: boolean;
}

/** For entries that change nothing which everybody may see. */
export const NOTHING_PUBLIC: PublicChange<never> = {};

/** For entries that must not say what they changed. */
export const ANYTHING_PUBLIC: PublicChange<never> = { anything: true };

/**
 * By the type of an entry. One that nobody classified may have changed anything: what is kept of this service's answers
 * is then forgotten whole.
 */
export type PublicChanges = Readonly<Record<string, PublicChange>>;

/**
 * The same, held to what a service writes: an entry that nobody classified, one that nobody writes, and a path to no text
 * of the entry are errors of the compiler.
 *
 * @example const PUBLIC_CHANGES: PublicChangesOf<typeof import('../contracts/entries/data.js')> = { … };
 */
export type PublicChangesOf<Module> = {
  readonly [Name in keyof EntriesIn<Module>]: PublicChange<TextPath<Module[Name & keyof Module]>>;
};

/**
 * What a service's journal says to whoever keeps public answers: that something has changed, by name, and never what
 * or by whom.
 */
export interface ChangedPage {
  /** Where the page ends in the feed of the service. */
  position: bigint;
  /** Ids of the entries of the page, by which a viewer's own change is known. */
  entries: string[];
  /** `Type:id` and `Type` for entities, `Type.field` for fields. */
  tags: string[];
  /** Whether anything at all may have changed. */
  all: boolean;
}

export interface PublicChangesPort {
  /**
   * What has changed after that position, waiting up to `waitMs` for the first entry; for null, where the journal ends
   * at present, at once.
   */
  read(after: bigint | null, waitMs: number, signal?: AbortSignal): Promise<ChangedPage>;
}

type Feed = Pick<FeedPort, 'read'> & { head(): Promise<bigint> };

/** The public changes of the service in this process. */
export function publicChangesOf(feed: Feed, changes: PublicChanges): PublicChangesPort {
  return {
    async read(after, waitMs, signal) {
      if (after === null) return { position: await feed.head(), entries: [], tags: [], all: false };
      const entries = await feed.read(after, FEED_BATCH_MAX, waitMs, signal);
      const tags = new Set<string>();
      let all = false;
      for (const entry of entries) {
        const change = changes[entry.type];
        if (!change || change.anything || !addTags(change, entry, tags)) all = true;
      }
      return {
        position: entries.at(-1)?.position ?? after,
        entries: entries.map(({ entryId }) => entryId),
        tags: [...tags],
        all,
      };
    },
  };
}

/** When an entry was born, by the clock of its service: milliseconds since 1970. */
export function bornAt(entryId: string): number {
  const hex = uuidOf(entryId as Id).toHex();
  return Number.parseInt(hex.slice(0, TIME_HEX_DIGITS), 16);
}

/** A UUIDv7 begins with 48 bits of time. */
const TIME_HEX_DIGITS = 12;

/** @returns false for an entry that does not say what it changed, since it was erased or has another form. */
function addTags(change: PublicChange, { cooperative, values }: FeedEntry, tags: Set<string>): boolean {
  const { entities = {}, fields = [], ofCooperative } = change;
  for (const field of fields) tags.add(field);
  if (ofCooperative) addEntity('Cooperative', cooperative, tags);
  return Object.entries(entities).every(([type, path]) => {
    const found = path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);
    const ids: unknown[] = Array.isArray(found) ? found : [found];
    for (const id of ids) if (typeof id === 'string') addEntity(type, id, tags);
    return ids.every((id) => typeof id === 'string');
  });
}

/** Answers that do not say which one they hold stand under the type alone. */
function addEntity(type: string, id: string, tags: Set<string>): void {
  tags.add(type).add(`${type}:${id}`);
}
