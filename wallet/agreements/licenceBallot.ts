import { digestOf } from '../encoding/canonical.js';
import type { Json } from '../encoding/canonical.js';
import { WalletError } from '../errors.js';
import { offerPolicyOf } from './offerPolicy.js';
import type { Amount, OfferedTerms } from './offerPolicy.js';

/** What a ballot on a licence is about, as the service shows it to a member. */
export interface ShownEffect {
  /** What every ballot signs. */
  readonly digest: string;
  /** The effect as it is digested. */
  readonly document?: Json;
  /** What the digests in it stand for. */
  readonly licenceTerms?: { readonly offered: OfferedTerms; readonly published: OfferedTerms } | null;
}

/** One term in words. */
export interface TermInWords {
  readonly term: string;
  /** On the table. */
  readonly offered: string;
  /** In the published offer that the negotiation began with. */
  readonly published: string;
  readonly changed: boolean;
}

interface LicenceDocument {
  readonly kind?: unknown;
  readonly dataset?: unknown;
  readonly purpose?: unknown;
  readonly offerDigest?: unknown;
  readonly publishedOfferDigest?: unknown;
}

/**
 * What a member says yes or no to, believing the service nothing: the effect is the one whose digest the ballot signs,
 * and each offer shown is the one whose digest stands in it.
 *
 * @throws WalletError TERMS_UNPROVEN where something is not shown, or is not what the digests stand for.
 */
export function licenceInWords({ licenceTerms: terms, ...shownEffect }: ShownEffect): TermInWords[] {
  const effect = requireShown('LICENCE', shownEffect) as LicenceDocument;
  if (typeof effect.dataset !== 'string') throw unproven('The effect shown is not that of a licence.');
  if (!terms || effect.publishedOfferDigest === undefined) throw unproven('The terms are not shown.');
  const shown = [
    { offer: terms.offered, signed: effect.offerDigest },
    { offer: terms.published, signed: effect.publishedOfferDigest },
  ];
  for (const { offer, signed } of shown) {
    if (digestOf(offerPolicyOf(effect.dataset, offer)) === signed) continue;
    throw unproven('The terms shown are not the ones that the digest in the effect stands for.');
  }
  const [offered, published] = [inWords(terms.offered), inWords(terms.published)];
  const purpose = String(effect.purpose);
  return [
    { term: 'licensed purpose', offered: purpose, published: purpose, changed: false },
    ...Object.keys(offered).map((term) => ({
      term,
      offered: offered[term]!,
      published: published[term]!,
      changed: offered[term] !== published[term],
    })),
  ];
}

/**
 * The effect that a ballot is about, of the kind that the member is told.
 *
 * @throws WalletError TERMS_UNPROVEN where it is not shown, or is not the one whose digest the ballot would sign.
 */
export function requireShown(kind: string, { digest, document }: ShownEffect): Json {
  if (document === undefined || digestOf(document) !== digest) {
    throw unproven('The effect shown is not the one that the ballot would sign.');
  }
  if ((document as { readonly kind?: unknown } | null)?.kind === kind) return document;
  throw unproven(`The effect shown is not of the kind ${kind}.`);
}

function inWords(terms: OfferedTerms): Record<string, string> {
  return {
    price: `${amountInWords(terms.price)}, once`,
    'price of a job': terms.jobPrice ? amountInWords(terms.jobPrice) : 'none',
    term: terms.termDays === 1 ? '1 day' : `${terms.termDays} days`,
    'permitted purposes': listed(terms.purposes),
    'prohibited purposes': listed(terms.prohibited),
    duties: listed(terms.duties),
    'charter version': String(terms.charterVersion),
    'notice when its purpose is prohibited': noticeInWords(terms.prohibitionNoticeDays ?? null),
  };
}

function noticeInWords(days: number | null): string {
  return days === null ? 'not agreed' : `${days} days, then the rest is refunded`;
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : [...words].sort().join('; ');
}

/** Exact, with the decimals that the currency has. */
function amountInWords({ amountMinor, currency }: Amount): string {
  const { maximumFractionDigits: digits = 0 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const padded = amountMinor.padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  return digits === 0 ? `${whole} ${currency}` : `${whole}.${padded.slice(-digits)} ${currency}`;
}

function unproven(message: string): WalletError {
  return new WalletError('TERMS_UNPROVEN', message);
}
