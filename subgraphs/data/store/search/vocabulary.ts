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
  for (const stem of await knownStems(store, [...words.keys()])) words.delete(stem);
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

/** Of these stems, those under which a text stands. */
async function knownStems(store: Pick<Store, 'unscoped'>, stems: readonly string[]): Promise<string[]> {
  const known = remembered.get(store) ?? new Set<string>();
  remembered.set(store, known);
  const asked = stems.filter((stem) => !known.has(stem));
  if (asked.length === 0) return [...stems];
  const found = await store.unscoped<{ stem: string }>(
    'select distinct stem from catalogue_word where stem = any($1)',
    [asked],
  );
  if (known.size + found.length > REMEMBERED_MAX) known.clear();
  for (const { stem } of found) known.add(stem);
  const absent = new Set(asked);
  for (const { stem } of found) absent.delete(stem);
  return stems.filter((stem) => !absent.has(stem));
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
