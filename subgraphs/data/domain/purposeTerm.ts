import { ancestors, broaderThan, labelOf, narrowerThan, PURPOSES } from '../../kit/domain/purposes.js';
import { COOPERATIVE_PURPOSES } from '../../kit/domain/purposeTerms.js';
import { DPV_DEFINITIONS } from './purposeDefinitions.js';
import { keyOf } from './search/fold.js';

const DPV = 'https://w3id.org/dpv#';

/** A term of the purpose vocabulary, in words. */
export interface PurposeTerm {
  readonly term: string;
  readonly label: string;
  /** By DPV, or by the co-ops that coined the term. */
  readonly definition: string | null;
  readonly iri: string | null;
  /** Directly above and below it. */
  readonly broader: readonly string[];
  readonly narrower: readonly string[];
}

const TERMS = PURPOSES.map(termOf);

/**
 * Terms of the vocabulary, by the alphabet.
 *
 * @param asked - `search`: words that all begin some word of its label or definition; `broader`: a purpose that is above
 *   it, at any distance. Null for all.
 */
export function purposeTerms(asked: {
  search: string | null;
  broader: string | null;
}): readonly PurposeTerm[] {
  const wanted = keyOf(asked.search ?? '')
    .split(' ')
    .filter(Boolean);
  return TERMS.filter(({ term, label, definition }) => {
    if (asked.broader !== null && !ancestors(term).has(asked.broader)) return false;
    const words = keyOf(`${term} ${label} ${definition ?? ''}`).split(' ');
    return wanted.every((begin) => words.some((word) => word.startsWith(begin)));
  });
}

function termOf(term: string): PurposeTerm {
  return {
    term,
    label: labelOf(term),
    definition: COOPERATIVE_PURPOSES[term]?.means ?? DPV_DEFINITIONS[term.replace('dpv:', '')] ?? null,
    iri: term.startsWith('dpv:') ? term.replace('dpv:', DPV) : null,
    broader: broaderThan(term),
    narrower: narrowerThan(term),
  };
}
