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

/**
 * A search in the words of the catalogue: a word that stands in none of its texts means those that it is a slip of.
 *
 * @returns the same search where every word is known, or none is near.
 */
export async function inKnownWords(store: Pick<Store, 'unscoped'>, text: SearchText): Promise<SearchText> {
  const words = new Map(text.include.flatMap(wordsIn).map(({ word, spelt }) => [word, spelt]));
  if (words.size === 0) return text;
  const known = await store.unscoped<{ stem: string }>(
    'select distinct stem from catalogue_word where stem = any($1)',
    [[...words.keys()]],
  );
  for (const { stem: found } of known) words.delete(found);
  const unknown = [...words].filter(([, spelt]) => slipKeys(spelt).length > 0).slice(0, UNKNOWN_MAX);
  if (unknown.length === 0) return text;
  const candidates = await store.unscoped<{ asked: string; word: string }>(
    `select asked.spelt as asked, found.word from jsonb_to_recordset($1) as asked (spelt text, keys text[]),
       lateral (select word from catalogue_word where near && asked.keys limit ${CANDIDATES_MAX}) found`,
    [JSON.stringify(unknown.map(([, spelt]) => ({ spelt, keys: slipKeys(spelt) })))],
  );
  const meant = new Map(
    unknown.map(([word, spelt]) => {
      const near = candidates.filter(({ asked }) => asked === spelt).map((found) => found.word);
      return [word, [...new Set(nearest(spelt, near).map(stem))].slice(0, NEAREST_MAX)];
    }),
  );
  return { ...text, include: text.include.map((wanted) => replaced(wanted, meant)) };
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
