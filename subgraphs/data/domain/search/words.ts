import { stemmer } from 'stemmer';
import { fold } from './fold.js';

/** A word as the index holds it, with its place in the text. */
export interface Placed {
  readonly word: string;
  readonly at: number;
  /** The word that stands right before it, where both are of a script with blanks. */
  readonly previous?: string | undefined;
}

/** What stands between two blanks: the words of `mm[Hg]`, and what lies between them. */
export interface Chunk {
  readonly parts: readonly Part[];
  /** Signs between the parts, one fewer than there are parts. */
  readonly joints: readonly string[];
}

/** A run of letters, marks and digits; without blanks where its script writes none. */
export interface Part {
  readonly text: string;
  readonly spaced: boolean;
}

/** Longer runs are no words: what stands behind is not compared. */
const WORD_CHARS_MAX = 60;
/** A compound of more parts is a path or a list. */
const JOINED_PARTS_MAX = 4;

const UNSPACED =
  '(?=[\\p{L}\\p{M}\\p{N}])[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';
const RUNS = new RegExp(
  `((?:${UNSPACED})+)|((?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}])+)|([^\\p{L}\\p{M}\\p{N}]+)`,
  'gu',
);

/** Cuts a folded text at its blanks, and what stands between them into parts. */
export function chunksOf(folded: string): Chunk[] {
  return folded
    .split(/[\s\p{Z}]+/u)
    .map(chunkOf)
    .filter(({ parts }) => parts.length > 0);
}

function chunkOf(text: string): Chunk {
  const parts: Part[] = [];
  const joints: string[] = [];
  let joint = '';
  for (const [, unspaced, spaced, between] of text.matchAll(RUNS)) {
    if (between !== undefined) {
      joint = between;
      continue;
    }
    if (parts.length > 0) joints.push(joint);
    joint = '';
    parts.push({ text: (unspaced ?? spaced)!, spaced: spaced !== undefined });
  }
  return { parts, joints };
}

function beginningOf(word: string): string {
  return word.length > WORD_CHARS_MAX ? Array.from(word).slice(0, WORD_CHARS_MAX).join('') : word;
}

/** The form of a word under which its other forms are found too: `monitors`, `monitor`. */
export function stem(word: string): string {
  const cut = beginningOf(word);
  return /^[a-z]{3,}$/.test(cut) ? stemmer(cut) : cut;
}

/** `e-mail` is written `email` too; null where the parts are none of one word. */
export function joined({ parts, joints }: Chunk): string | null {
  const one =
    parts.length > 1 &&
    parts.length <= JOINED_PARTS_MAX &&
    parts.every(({ spaced }) => spaced) &&
    joints.every((joint) => Array.from(joint).length === 1);
  return one ? parts.map(({ text }) => text).join('') : null;
}

/** Pairs of neighbours, by which a part of a text without blanks is found. */
export function pairsOf(text: string, at: number): Placed[] {
  const signs = Array.from(text);
  return signs.slice(1).map((sign, index) => ({ word: signs[index]! + sign, at: at + index }));
}

export interface IndexedText {
  readonly placed: readonly Placed[];
  /** Its words before they are cut to their stems; of scripts with blanks alone. */
  readonly spelt: ReadonlySet<string>;
  /** The place behind the last. */
  readonly end: number;
}

/** All under which a text is found, its first word standing at `start`. */
export function indexText(text: string, start = 1): IndexedText {
  const placed: Placed[] = [];
  const spelt = new Set<string>();
  let at = start;
  let previous: string | undefined;
  for (const chunk of chunksOf(fold(text))) {
    const compound = joined(chunk);
    if (compound !== null) {
      spelt.add(beginningOf(compound));
      placed.push({ word: stem(compound), at });
    }
    for (const part of chunk.parts) {
      if (part.spaced) {
        spelt.add(beginningOf(part.text));
        const word = stem(part.text);
        placed.push({ word, at, previous });
        previous = word;
        at += 1;
      } else {
        previous = undefined;
        placed.push(...pairsOf(part.text, at));
        for (const sign of part.text) placed.push({ word: sign, at: at++ });
      }
    }
  }
  return { placed, spelt, end: at };
}
