/** Letters that Unicode takes for letters of their own, and people for others with a stroke or joined. */
const PLAIN: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ł: 'l',
  ŧ: 't',
  ς: 'σ',
};
const PLAIN_LETTERS = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/**
 * Marks that are accents. Where a mark is a vowel or another sound (Indic scripts, Thai, Japanese U+3099 and U+309A)
 * a word without it is another word.
 */
const ACCENTS =
  /(?![\u3099\u309A])[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]/u;

/** What has no sight of its own: soft hyphens, joiners, marks of direction; and the Arabic stretch of a line. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;

/** Letters whose small forms are all that there is to fold. */
const ASCII = /^[\0-\x7F]*$/;

/** Apostrophes that Unicode counts among the letters: `Hawai\u02BBi` is written with any of them. */
const APOSTROPHES = /[\u02B9-\u02BD]/gu;

/**
 * The form in which texts are compared: without case, accents, or a choice of Unicode form. It depends on Unicode
 * alone and on no locale, of a server or of ours.
 *
 * @returns text in Unicode form C; it may be longer than what was given.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const bare = text
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(APOSTROPHES, "'")
    .replace(/\p{Mn}/gu, (mark) => (ACCENTS.test(mark) ? '' : mark));
  // By code point: a final sigma is made by the letters around it, and an upper case alone parts ß into SS.
  const small = Array.from(bare, (letter) => letter.toUpperCase().toLowerCase()).join('');
  return small
    .normalize('NFKD')
    .replace(/\u0307/gu, '')
    .replace(PLAIN_LETTERS, (letter) => PLAIN[letter]!)
    .normalize('NFC');
}

/** Dashes, brackets, quotes, low lines, and the other signs that part words. */
const PARTING = /[\s\p{Z}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Pc}.,;:·'"`´/\\|]+/gu;

/** One sign may fold into eighteen letters, and an index of PostgreSQL takes 2,046 bytes of a term: four for each of these. */
const KEY_CHARS_MAX = 500;

/** The form in which whole terms are compared, such as keywords and themes: folded, whatever parts their words. */
export function keyOf(term: string): string {
  const folded = fold(term);
  const key = folded.replace(PARTING, ' ').trim() || folded.trim();
  return key.length > KEY_CHARS_MAX ? Array.from(key).slice(0, KEY_CHARS_MAX).join('').trim() : key;
}
