import type { LicenceTerms } from '../../kit/contracts/licenceTerms.js';
import { COMMON } from '../../kit/errors/table.js';
import * as purposes from '../../kit/domain/purposes.js';
import type { Money } from '../../kit/domain/money.js';
import { requireText, requireWords } from './dataset.js';
import { ERRORS } from './errors.js';
import { LIMITS } from './limits.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';

export type PriceModel = 'FLAT' | 'PER_JOB';

export interface Price {
  /** Due once, at agreement. */
  readonly amount: Money;
  readonly model: PriceModel;
  /** Due for each job; present exactly when the model is PER_JOB. */
  readonly jobPrice: Money | null;
}

/** What a co-op publishes, or one party proposes to the other. */
export interface OfferTerms {
  readonly purposes: readonly string[];
  readonly prohibited: readonly string[];
  readonly duties: readonly string[];
  readonly price: Price;
  /** Days of use, counted from the first payment. */
  readonly termDays: number;
}

/** Terms with their canonical policy, its digest, and where they stand. */
export interface Offer extends OfferTerms {
  readonly cooperativeId: string;
  readonly id: string;
  readonly datasetId: string;
  /** The negotiation that it was made in; null for what the co-op publishes. */
  readonly licenceId: string | null;
  readonly buyerId: string | null;
  readonly digest: string;
  readonly charterVersion: number;
  /** Of the charter that it was made under; null of one from before this was said. */
  readonly prohibitionNoticeDays: number | null;
  readonly policy: JsonObject;
  readonly madeAt: Date;
  readonly withdrawnAt: Date | null;
}

/** The offer as members read it who vote on it, and as the digest that was signed is made of. */
export function termsOf(offer: Offer): LicenceTerms {
  const { id, charterVersion, purposes, prohibited, duties, termDays, prohibitionNoticeDays } = offer;
  const { amount, jobPrice } = offer.price;
  return {
    ...{ offer: id, charterVersion, purposes, prohibited, duties, termDays },
    assigner: offer.policy.assigner as string,
    price: { amountMinor: amount.amountMinor.toString(), currency: amount.currency },
    jobPriceMinor: jobPrice?.amountMinor.toString() ?? null,
    prohibitionNoticeDays,
  };
}

/** Whether everybody may see the offer: it was not made in a negotiation, and it stands. */
export function isPublished({ licenceId, withdrawnAt }: Pick<Offer, 'licenceId' | 'withdrawnAt'>): boolean {
  return licenceId === null && withdrawnAt === null;
}

/** @throws BAD_USER_INPUT naming the field, PRICE_CURRENCY_MISMATCH */
export function requireOfferTerms(terms: OfferTerms, currency: string): void {
  if (terms.purposes.length < 1) refuse('purposes', 'An offer permits at least one purpose.');
  requireWords('purposes', terms.purposes);
  requireWords('prohibited', terms.prohibited);
  if (terms.duties.length > LIMITS.listMax)
    refuse('duties', `An offer has at most ${LIMITS.listMax} duties.`);
  for (const duty of terms.duties) requireText('duties', duty, LIMITS.textCharsMax);
  const days = terms.termDays;
  if (!Number.isInteger(days) || days < 1 || days > LIMITS.termDaysMax) {
    refuse('termDays', `termDays is a whole number from 1 to ${LIMITS.termDaysMax}.`);
  }
  const contradicted = terms.purposes.find((purpose) => !permits({ ...terms, purposes: [purpose] }, purpose));
  if (contradicted !== undefined) refuse('purposes', `The offer both permits and prohibits ${contradicted}.`);
  requirePrice(terms.price, currency);
}

function requirePrice({ amount, model, jobPrice }: Price, currency: string): void {
  if ((model === 'PER_JOB') !== (jobPrice !== null)) {
    refuse('price.jobPrice', 'price.jobPrice must be given with the model PER_JOB, and with no other.');
  }
  for (const part of jobPrice ? [amount, jobPrice] : [amount]) {
    if (part.amountMinor < 0n || part.amountMinor > LIMITS.priceMinorMax) {
      refuse('price', `An amount is from 0 to ${LIMITS.priceMinorMax} minor units.`);
    }
    if (part.currency !== currency) {
      const facts = { currency: part.currency, settlement: currency };
      throw ERRORS.PRICE_CURRENCY_MISMATCH.raise(
        `This co-op settles in ${currency}, and the price is in ${part.currency}.`,
        facts,
      );
    }
  }
}

type OfferPurposes = Pick<OfferTerms, 'purposes' | 'prohibited'>;

/** Whether an offer permits a purpose. Its prohibitions win over its permissions, as a charter's do. */
export function permits({ purposes: allowed, prohibited }: OfferPurposes, purpose: string): boolean {
  return purposes.permits({ allowed, prohibited }, purpose);
}

/** @throws PURPOSE_NOT_OFFERED */
export function requirePermitted(offer: OfferPurposes, purpose: string): void {
  if (permits(offer, purpose)) return;
  const facts = { purpose, purposes: [...offer.purposes], prohibited: [...offer.prohibited] };
  throw ERRORS.PURPOSE_NOT_OFFERED.raise(`The offer does not permit ${purpose}.`, facts);
}

function refuse(field: string, message: string): never {
  throw COMMON.BAD_USER_INPUT.raise(message, { field });
}
