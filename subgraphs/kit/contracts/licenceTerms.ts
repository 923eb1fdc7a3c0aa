import { z } from 'zod';
import { money } from '../domain/money.js';
import { offerDigest, offerPolicy } from '../domain/offerPolicy.js';
import { count, id, price, version } from './parts.js';

const words = z.array(z.string()).readonly();

/**
 * All that an offer's digest is made of, but the dataset: with it anybody makes the same ODRL policy, and sees that it is
 * the one whose digest was signed. The id of an offer that was made in a negotiation is known to its parties and to the
 * members alone, so nobody else can try out prices on the digest.
 */
const licenceTermsSchema = z.object({
  offer: id('off'),
  /** DID of the co-op. */
  assigner: z.string(),
  charterVersion: version,
  purposes: words,
  prohibited: words,
  duties: words,
  /** Due once, at agreement. */
  price,
  /** Due for each job, in the same currency; null where jobs cost nothing more. */
  jobPriceMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullable(),
  termDays: count,
  /** Days from when the members prohibit its purpose until it ends; absent of offers from before this was said. */
  prohibitionNoticeDays: count.nullable().optional(),
});
export type LicenceTerms = z.infer<typeof licenceTermsSchema>;

/** What lies on the table of a negotiation, and the published offer that it began with. */
export const tableSchema = z.object({ offered: licenceTermsSchema, published: licenceTermsSchema });
export type Table = z.infer<typeof tableSchema>;

/** The digest of the offer that says this of a dataset. */
export function digestOfTerms(dataset: string, terms: LicenceTerms): string {
  const { offer, assigner, charterVersion, purposes, prohibited, duties } = terms;
  const { termDays, prohibitionNoticeDays = null } = terms;
  const { currency } = terms.price;
  const minor = (amountMinor: string) => money(BigInt(amountMinor), currency);
  const jobPrice = terms.jobPriceMinor === null ? null : minor(terms.jobPriceMinor);
  const paid = { amount: minor(terms.price.amountMinor), jobPrice };
  return offerDigest(
    offerPolicy(
      { offer, dataset, assigner, charterVersion },
      { purposes, prohibited, duties, price: paid, termDays, prohibitionNoticeDays },
    ),
  );
}
