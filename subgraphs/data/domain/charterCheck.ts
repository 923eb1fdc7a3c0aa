import { covers } from '../../kit/domain/purposes.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import { ERRORS } from './errors.js';

export type PurposeRules = Pick<CharterTerms, 'allowedPurposes' | 'prohibitedPurposes'>;

export type PurposeVerdict =
  | { readonly kind: 'ALLOWED' }
  | { readonly kind: 'PROHIBITED'; readonly by: string }
  | { readonly kind: 'NOT_ALLOWED' };

/**
 * Judges a purpose by a charter. A prohibition covers every narrower purpose and wins over any allowance; an
 * allowance covers every narrower purpose too.
 */
export function judgePurpose(rules: PurposeRules, purpose: string): PurposeVerdict {
  const by = rules.prohibitedPurposes.find((prohibited) => covers(prohibited, purpose));
  if (by !== undefined) return { kind: 'PROHIBITED', by };
  const allowed = rules.allowedPurposes.some((allowance) => covers(allowance, purpose));
  return allowed ? { kind: 'ALLOWED' } : { kind: 'NOT_ALLOWED' };
}

/** @throws PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED */
export function requirePurpose(rules: PurposeRules, purpose: string): void {
  const verdict = judgePurpose(rules, purpose);
  if (verdict.kind === 'PROHIBITED') {
    throw ERRORS.PURPOSE_PROHIBITED.raise('The charter prohibits this purpose.', { purpose, by: verdict.by });
  }
  if (verdict.kind === 'NOT_ALLOWED') {
    throw ERRORS.PURPOSE_NOT_ALLOWED.raise('The charter does not allow this purpose.', {
      purpose,
      allowed: [...rules.allowedPurposes],
    });
  }
}

/** Prohibitions are judged for the whole list first: they cannot be corrected by asking for less of something else. */
export function requirePurposes(rules: PurposeRules, purposes: readonly string[]): void {
  const prohibited = purposes.find((purpose) => judgePurpose(rules, purpose).kind === 'PROHIBITED');
  if (prohibited !== undefined) requirePurpose(rules, prohibited);
  for (const purpose of purposes) requirePurpose(rules, purpose);
}
