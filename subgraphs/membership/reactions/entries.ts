import { z } from 'zod';
import type { FeedEntry } from '../../kit/journal/feed.js';
import { charterTermsSchema } from '../../kit/contracts/charterTerms.js';

/** What membership reads of other services' journals: no more than it uses. */
const instant = z.iso.datetime().transform((text) => new Date(text));

export const openingRequested = z.object({ proposal: z.string() });

export const proposalOpened = z.object({ proposal: z.string(), title: z.string(), closesAt: instant });

export const charterEnacted = z.object({
  version: z.number().int().min(1),
  terms: charterTermsSchema.pick({ admission: true }),
});

const admission = z.object({ kind: z.literal('ADMISSION'), member: z.string() });
const election = z.object({
  kind: z.literal('ELECTION'),
  role: z.literal('STEWARD'),
  termDays: z.number().int().min(1),
  elected: z.array(z.string()),
});

/** The effects that membership carries out; every other is null. */
const effect = z.looseObject({ kind: z.string() }).transform((given) => {
  if (given.kind === 'ADMISSION') return admission.parse(given);
  return given.kind === 'ELECTION' ? election.parse(given) : null;
});

export const proposalEnacted = z.object({ proposal: z.string(), effect });

/** An election that failed elected nobody, so it has no `elected` to read. */
export const proposalFailed = z.object({
  proposal: z.string(),
  effect: z
    .looseObject({ kind: z.string() })
    .transform((given) => (given.kind === 'ADMISSION' ? admission.parse(given) : null)),
});

export const aboutMember = z.object({ memberId: z.string() });

export const licenceRequested = z.object({ licence: z.string(), purpose: z.string() });
export const licenceAgreed = z.object({ licence: z.string(), buyer: z.string() });
export const payoutDestinationAdded = z.object({ memberId: z.string(), usableAt: instant });
export const payoutDestinationRemoved = z.object({
  memberId: z.string(),
  by: z.enum(['MEMBER', 'SESSION_END']),
});
export const invoiceIssued = z.object({ invoice: z.string(), buyer: z.string(), dueAt: instant });
/** Of a payment that failed, or came back: `unpaid` says whether its invoice is due again. */
export const paymentFailed = z.object({ invoice: z.string(), buyer: z.string() });
export const paymentReturned = paymentFailed.extend({ unpaid: z.boolean() });
export const licenceFinalized = z.object({ licence: z.string(), buyer: z.string(), validUntil: instant });
export const jobFinished = z.object({ job: z.string(), buyer: z.string() });
/** `memberId` is null where the member was forgotten before the run. */
export const dividendCredited = z.object({ dividend: z.string(), memberId: z.string().nullable() });
export const usageMetered = z.object({
  job: z.string(),
  uses: z.array(z.object({ memberId: z.string(), records: z.number().int() })),
});

/** The values of an entry, or null once an erasure has emptied it: then there is nothing left to react to. */
export function opened<Schema extends z.ZodType>(
  schema: Schema,
  { values }: FeedEntry,
): z.infer<Schema> | null {
  return Object.keys(values).length === 0 ? null : schema.parse(values);
}
