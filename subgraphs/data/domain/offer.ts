import { COMMON } from '../../kit/errors/table.js';
import { covers } from '../../kit/domain/purposes.js';
import type { Money } from '../../kit/domain/money.js';
import { requireText, requireWords } from './dataset.js';
import { ERRORS } from './errors.js';
import { LIMITS } from './limits.js';

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

/** @throws BAD_USER_INPUT naming the field, PRICE_CURRENCY_MISMATCH */
export function requireOfferTerms(terms: OfferTerms, currency: string): void {
  if (terms.purposes.length < 1) refuse('purposes', 'An offer permits at least one purpose.');
  requireWords('purposes', terms.purposes);
  requireWords('prohibited', terms.prohibited);
  if (terms.duties.length > LIMITS.listMax) refuse('duties', `At most ${LIMITS.listMax}.`);
  for (const duty of terms.duties) requireText('duties', duty, LIMITS.textCharsMax);
  const days = terms.termDays;
  if (!Number.isInteger(days) || days < 1 || days > LIMITS.termDaysMax) {
    refuse('termDays', `Between 1 and ${LIMITS.termDaysMax} days.`);
  }
  const contradicted = terms.purposes.find((purpose) => !permits({ ...terms, purposes: [purpose] }, purpose));
  if (contradicted !== undefined) refuse('purposes', `The offer both permits and prohibits ${contradicted}.`);
  requirePrice(terms.price, currency);
}

function requirePrice({ amount, model, jobPrice }: Price, currency: string): void {
  if ((model === 'PER_JOB') !== (jobPrice !== null)) {
    refuse('price.jobPrice', 'A job price belongs to the model PER_JOB, and to no other.');
  }
  for (const part of jobPrice ? [amount, jobPrice] : [amount]) {
    if (part.amountMinor < 0n || part.amountMinor > LIMITS.priceMinorMax) {
      refuse('price', `Between 0 and ${LIMITS.priceMinorMax} minor units.`);
    }
    if (part.currency !== currency) {
      const facts = { currency: part.currency, settlement: currency };
      throw ERRORS.PRICE_CURRENCY_MISMATCH.raise(`This co-op settles in ${currency}.`, facts);
    }
  }
}

/** Does an offer permit a purpose? Its prohibitions cover narrower purposes and win, as a charter's do. */
export function permits(offer: Pick<OfferTerms, 'purposes' | 'prohibited'>, purpose: string): boolean {
  if (offer.prohibited.some((prohibited) => covers(prohibited, purpose))) return false;
  return offer.purposes.some((permitted) => covers(permitted, purpose));
}

/** @throws PURPOSE_NOT_OFFERED */
export function requirePermitted(offer: Pick<OfferTerms, 'purposes' | 'prohibited'>, purpose: string): void {
  if (permits(offer, purpose)) return;
  const facts = { purpose, purposes: [...offer.purposes], prohibited: [...offer.prohibited] };
  throw ERRORS.PURPOSE_NOT_OFFERED.raise('The offer does not permit this purpose.', facts);
}

function refuse(field: string, message: string): never {
  throw COMMON.BAD_USER_INPUT.raise(message, { field });
}
