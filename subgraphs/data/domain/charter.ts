import { judgePurpose } from '../../kit/domain/purposes.js';
import type { PurposeVerdict } from '../../kit/domain/purposes.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import { ERRORS } from './errors.js';

/** A version of a co-op's charter, as governance journalled it. */
export interface Charter {
  readonly cooperativeId: string;
  readonly version: number;
  readonly terms: CharterTerms;
  readonly effectiveAt: Date;
}

export type CharterPurposes = Pick<CharterTerms, 'allowedPurposes' | 'prohibitedPurposes'>;

/** What a charter says of a purpose. */
export function judgeByCharter(terms: CharterPurposes, purpose: string): PurposeVerdict {
  return judgePurpose({ allowed: terms.allowedPurposes, prohibited: terms.prohibitedPurposes }, purpose);
}

/** @throws PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED */
export function requirePurpose(terms: CharterPurposes, purpose: string): void {
  const verdict = judgeByCharter(terms, purpose);
  if (verdict.kind === 'PROHIBITED') {
    throw ERRORS.PURPOSE_PROHIBITED.raise(`The charter prohibits ${purpose}, by prohibiting ${verdict.by}.`, {
      purpose,
      by: verdict.by,
    });
  }
  if (verdict.kind === 'NOT_ALLOWED') {
    throw ERRORS.PURPOSE_NOT_ALLOWED.raise(`The charter does not allow ${purpose}.`, {
      purpose,
      allowed: [...terms.allowedPurposes],
    });
  }
}

/** Prohibitions are judged for the whole list first: they cannot be corrected by asking for less of something else. */
export function requirePurposes(terms: CharterPurposes, purposes: readonly string[]): void {
  const prohibited = purposes.find((purpose) => judgeByCharter(terms, purpose).kind === 'PROHIBITED');
  if (prohibited !== undefined) requirePurpose(terms, prohibited);
  for (const purpose of purposes) requirePurpose(terms, purpose);
}
