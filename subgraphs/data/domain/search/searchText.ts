import { fold } from './fold.js';
import { chunksOf, joined, pairsOf, stem } from './words.js';
import type { Chunk, Part, Placed } from './words.js';

/** What a text must hold: a word, all or any of some, or words at these distances from one another. */
export type Wanted =
  | { readonly word: string; readonly spelt: string }
  | { readonly all: readonly Wanted[] }
  | { readonly any: readonly Wanted[] }
  | { readonly phrase: readonly Placed[] };

export interface SearchText {
  readonly include: readonly Wanted[];
  readonly exclude: readonly Wanted[];
}

/** Words that tell one text from no other; they count in a phrase, and where nothing else is asked for. */
const EMPTY_WORDS = new Set(
  'a an and are as at be by for from in into is it of on or that the their these this to was were which with'.split(
    ' ',
  ),
);
const QUOTES = /[“”„‟«»「」『』]/gu;
const PIECES = /(?<minus>(?<![^\s\p{Z}])-)?"(?<quoted>[^"]*)(?:"|$)|(?<bare>[^\s\p{Z}"]+)/gu;

/**
 * Reads a search as people write it into a search box: words, `"…"` for a phrase, `-` before what must not be there.
 * Whatever parts words (dashes, slashes, dots, quotes) is the same as a blank.
 *
 * @returns nothing to include where the text holds no word: no search was made.
 */
export function readSearch(text: string): SearchText {
  const include: Wanted[] = [];
  const empty: Wanted[] = [];
  const exclude: Wanted[] = [];
  for (const { groups } of fold(text).replace(QUOTES, '"').matchAll(PIECES)) {
    const { minus, quoted, bare } = groups as Record<string, string | undefined>;
    if (quoted !== undefined) {
      (minus ? exclude : include).push(...phraseOf(chunksOf(quoted)));
      continue;
    }
    const excluded = /^-[^-]/u.test(bare!);
    for (const chunk of chunksOf(bare!)) {
      const wanted = wantedOf(chunk);
      if (excluded) exclude.push(wanted);
      else if ('word' in wanted && EMPTY_WORDS.has(wanted.spelt)) empty.push(wanted);
      else include.push(wanted);
    }
  }
  return { include: include.length > 0 ? include : empty, exclude };
}

function wantedOf(chunk: Chunk): Wanted {
  const parts = withoutElisions(chunk).map(partWanted);
  const each: Wanted = parts.length === 1 ? parts[0]! : { all: parts };
  const compound = joined(chunk);
  return compound === null ? each : { any: [each, wordOf(compound)] };
}

/** The `l` of `l'élevage` and the `s` of `farmer's` belong to the language and not to the subject. */
function withoutElisions({ parts, joints }: Chunk): readonly Part[] {
  const elided = (index: number) =>
    parts[index]!.text.length === 1 &&
    [joints[index - 1], joints[index]].some((joint) => joint !== undefined && /^['’‘ʼ`´]$/u.test(joint));
  const kept = parts.filter((_, index) => !elided(index));
  return kept.length > 0 ? kept : parts;
}

function partWanted({ text, spaced }: Part): Wanted {
  if (spaced) return wordOf(text);
  const pairs = pairsOf(text, 0);
  return pairs.length > 0 ? { phrase: pairs } : { word: text, spelt: text };
}

function wordOf(spelt: string): Wanted {
  return { word: stem(spelt), spelt };
}

function phraseOf(chunks: readonly Chunk[]): Wanted[] {
  const placed: Placed[] = [];
  let at = 0;
  let previous: string | undefined;
  for (const { parts } of chunks) {
    for (const { text, spaced } of parts) {
      if (spaced) {
        const word = stem(text);
        placed.push({ word, at: at++, previous });
        previous = word;
      } else {
        previous = undefined;
        const pairs = pairsOf(text, at);
        placed.push(...(pairs.length > 0 ? pairs : [{ word: text, at }]));
        at += Array.from(text).length;
      }
    }
  }
  return placed.length > 0 ? [{ phrase: placed }] : [];
}
