import { COOPERATIVE_PURPOSES, DPV_PURPOSES } from './purposeTerms.js';

/** What a charter or an offer says of purposes: terms of this vocabulary. */
export interface PurposeRules {
  readonly allowed: readonly string[];
  readonly prohibited: readonly string[];
}

const BROADER = broaderTerms();
const ANCESTORS = new Map([...BROADER.keys()].map((term) => [term, findAncestors(term)]));
const NONE: ReadonlySet<string> = new Set();

/** Every purpose, in the order of the alphabet. */
export const PURPOSES: readonly string[] = [...BROADER.keys()].sort();

/** The purposes directly above this one; none for a term that is unknown. */
export function broaderThan(term: string): readonly string[] {
  return BROADER.get(term) ?? [];
}

/** The purposes directly below this one. */
export function narrowerThan(term: string): readonly string[] {
  return PURPOSES.filter((narrower) => broaderThan(narrower).includes(term));
}

/** A purpose in words: `dpv:ProtectionOfIPR` is Protection of IPR. */
export function labelOf(term: string): string {
  const words = term.replace(/^[^:]*:/, '').replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');
  return words.replace(/ (?:And|For|From|Of|To) /g, (small) => small.toLowerCase());
}

/** Is this a purpose in its short form, such as `dpv:AcademicResearch`? */
export function isPurpose(term: string): boolean {
  return ANCESTORS.has(term);
}

/** Every term that is broader than this one, itself left out; none for a term that is unknown. */
export function ancestors(term: string): ReadonlySet<string> {
  return ANCESTORS.get(term) ?? NONE;
}

/** Does the broader purpose include the narrower? A purpose includes itself; what is unknown, nothing. */
export function covers(broader: string, narrower: string): boolean {
  return isPurpose(narrower) && (broader === narrower || ancestors(narrower).has(broader));
}

export type PurposeVerdict =
  | { readonly kind: 'ALLOWED' }
  | { readonly kind: 'PROHIBITED'; readonly by: string }
  | { readonly kind: 'NOT_ALLOWED' };

/**
 * Judges a purpose by what a charter, or an offer, allows and prohibits. A prohibition covers every narrower purpose and
 * wins over any allowance, however close; an allowance covers every narrower purpose too.
 */
export function judgePurpose({ allowed, prohibited }: PurposeRules, purpose: string): PurposeVerdict {
  const by = prohibited.find((broader) => covers(broader, purpose));
  if (by !== undefined) return { kind: 'PROHIBITED', by };
  return allowed.some((broader) => covers(broader, purpose)) ? { kind: 'ALLOWED' } : { kind: 'NOT_ALLOWED' };
}

/** Whether these rules allow the purpose and do not prohibit it. */
export function permits(rules: PurposeRules, purpose: string): boolean {
  return judgePurpose(rules, purpose).kind === 'ALLOWED';
}

/** Every purpose that these rules permit. */
export function permitted(rules: PurposeRules): string[] {
  return [...ANCESTORS.keys()].filter((purpose) => permits(rules, purpose));
}

function broaderTerms(): ReadonlyMap<string, readonly string[]> {
  const terms = new Map<string, string[]>();
  for (const [broader, narrowerTerms] of Object.entries(DPV_PURPOSES)) {
    if (!terms.has(`dpv:${broader}`)) terms.set(`dpv:${broader}`, []);
    for (const narrower of narrowerTerms) {
      terms.set(`dpv:${narrower}`, [...(terms.get(`dpv:${narrower}`) ?? []), `dpv:${broader}`]);
    }
  }
  for (const [term, { broader }] of Object.entries(COOPERATIVE_PURPOSES)) terms.set(term, [...broader]);
  return terms;
}

function findAncestors(term: string): ReadonlySet<string> {
  const parents = BROADER.get(term) ?? [];
  return new Set(parents.flatMap((parent) => [parent, ...findAncestors(parent)]));
}
