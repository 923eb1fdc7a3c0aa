import type { Store } from '../../../kit/store/store.js';
import { nearest, slipKeys } from '../../domain/search/spelling.js';
import type { SearchText, Wanted } from '../../domain/search/searchText.js';
import { stem } from '../../domain/search/words.js';

/** Words of one search that are looked for under other spellings: who makes more slips is not understood. */
const UNKNOWN_MAX = 8;
/** Words that share a slip with an unknown one, of which the nearest are taken. */
const CANDIDATES_MAX = 500;
/** Spellings that one word stands for. */
const NEAREST_MAX = 8;

/** Stems that are remembered to be known, some megabytes of them: what a text once held is never taken from the vocabulary. */
const REMEMBERED_MAX = 50_000;
const remembered = new WeakMap<object, Set<string>>();

/**
 * A search in the words of the catalogue: a word that stands in none of its texts means those that it is a slip of.
 *
 * @returns the same search where every word is known, or none is near.
 */
export async function inKnownWords(store: Pick<Store, 'unscoped'>, text: SearchText): Promise<SearchText> {
  const words = new Map(text.include.flatMap(wordsIn).map(({ word, spelt }) => [word, spelt]));
  const unknown = await unknownWords(store, [...words.entries()]);
  if (unknown.length === 0) return text;
  const meant = new Map(
    unknown.map(({ stem: asked, spelt, near }) => [
      asked,
      [...new Set(nearest(spelt, near).map(stem))].slice(0, NEAREST_MAX),
    ]),
  );
  return { ...text, include: text.include.map((wanted) => replaced(wanted, meant)) };
}

interface Unknown {
  readonly stem: string;
  readonly spelt: string;
  /** Words of the catalogue that share a slip with it. */
  readonly near: string[];
}

/** Of these stems with their words, those under which no text stands, in one statement. */
async function unknownWords(
  store: Pick<Store, 'unscoped'>,
  words: readonly (readonly [stem: string, spelt: string])[],
): Promise<Unknown[]> {
  const known = remembered.get(store) ?? new Set<string>();
  remembered.set(store, known);
  const asked = words.filter(([word, spelt]) => !known.has(word) && slipKeys(spelt).length > 0);
  if (asked.length === 0) return [];
  const rows = await store.unscoped<Unknown & { known: boolean }>(
    `with asked as (
       select * from jsonb_to_recordset($1) as asked (stem text, spelt text, keys text[], place integer)),
     judged as materialized (
       select asked.*, exists (select 1 from catalogue_word w where w.stem = asked.stem collate "C") as known
       from asked),
     unknown as (select * from judged where not known order by place limit ${UNKNOWN_MAX})
     select stem, spelt, known, '{}'::text[] as near from judged where known
     union all
     select stem, spelt, false, array(
       select word collate "default" from catalogue_word where near && unknown.keys limit ${CANDIDATES_MAX})
     from unknown`,
    [
      JSON.stringify(
        asked.map(([word, spelt], place) => ({ stem: word, spelt, keys: slipKeys(spelt), place })),
      ),
    ],
  );
  const found = rows.filter((row) => row.known);
  if (known.size + found.length > REMEMBERED_MAX) known.clear();
  for (const { stem: word } of found) known.add(word);
  return rows.filter((row) => !row.known);
}

function wordsIn(wanted: Wanted): { word: string; spelt: string }[] {
  if ('word' in wanted) return [wanted];
  if ('phrase' in wanted) return [];
  return ('all' in wanted ? wanted.all : wanted.any).flatMap(wordsIn);
}

function replaced(wanted: Wanted, meant: ReadonlyMap<string, readonly string[]>): Wanted {
  if ('all' in wanted) return { all: wanted.all.map((each) => replaced(each, meant)) };
  if ('any' in wanted) return { any: wanted.any.map((each) => replaced(each, meant)) };
  if ('phrase' in wanted) return wanted;
  const near = meant.get(wanted.word) ?? [];
  return near.length === 0 ? wanted : { any: near.map((word) => ({ word, spelt: word })) };
}
