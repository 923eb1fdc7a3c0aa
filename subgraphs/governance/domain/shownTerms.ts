import type { EffectOf } from '../../kit/contracts/effects.js';
import { digestOfTerms } from '../../kit/contracts/licenceTerms.js';
import type { LicenceTerms, Table } from '../../kit/contracts/licenceTerms.js';

/** Terms of a licence, as far as an offer may differ from another. */
const LICENCE_TERMS = [
  'PRICE',
  'JOB_PRICE',
  'TERM_DAYS',
  'PURPOSES',
  'PROHIBITED',
  'DUTIES',
  'CHARTER_VERSION',
  'PROHIBITION_NOTICE',
] as const;
export type LicenceTerm = (typeof LICENCE_TERMS)[number];

/** What is compared of each. Lists say the same in any order. */
const COMPARED: Readonly<Record<LicenceTerm, (terms: LicenceTerms) => unknown>> = {
  PRICE: ({ price }) => [price.amountMinor, price.currency],
  JOB_PRICE: ({ jobPriceMinor, price }) => jobPriceMinor && [jobPriceMinor, price.currency],
  TERM_DAYS: ({ termDays }) => termDays,
  PURPOSES: ({ purposes }) => [...purposes].sort(),
  PROHIBITED: ({ prohibited }) => [...prohibited].sort(),
  DUTIES: ({ duties }) => [...duties].sort(),
  CHARTER_VERSION: ({ charterVersion }) => charterVersion,
  PROHIBITION_NOTICE: ({ prohibitionNoticeDays }) => prohibitionNoticeDays ?? null,
};

/** Which terms on the table are not those that the co-op published. */
export function changedTerms({ offered, published }: Table): LicenceTerm[] {
  const differs = (term: LicenceTerm) =>
    JSON.stringify(COMPARED[term](offered)) !== JSON.stringify(COMPARED[term](published));
  return LICENCE_TERMS.filter(differs);
}

/**
 * The effect of a licence whose terms members are shown, and what is wrong if these are not the ones that the buyer
 * signed: nobody votes on words that the digest does not stand for.
 *
 * @param terms - undefined in an entry from before they were shown.
 */
export function shownEffect(
  effect: EffectOf<'LICENCE'>,
  terms: Table | undefined,
): { effect: EffectOf<'LICENCE'>; fault: string | null } {
  if (!terms) return { effect, fault: null };
  const publishedOfferDigest = digestOfTerms(effect.dataset, terms.published);
  const isSigned = digestOfTerms(effect.dataset, terms.offered) === effect.offerDigest;
  const fault = isSigned ? null : 'TERMS_MISMATCH: the terms are not those of the offer that was accepted.';
  return { effect: { ...effect, publishedOfferDigest }, fault };
}
