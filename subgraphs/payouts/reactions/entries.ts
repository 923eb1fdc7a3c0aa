import { z } from 'zod';
import { ENDED_SESSIONS_MAX } from '../../kit/store/endedSessions.js';
import type { FeedEntry } from '../../kit/journal/feed.js';
import { charterTermsSchema } from '../../kit/contracts/charterTerms.js';

/** What payouts reads of other services' journals: no more than it uses. */
export const cooperativeFounded = z.object({
  cooperative: z.object({ currency: z.string().regex(/^[A-Z]{3}$/) }),
});

export const charterEnacted = z.object({
  version: z.number().int().min(1),
  terms: charterTermsSchema,
  effectiveAt: z.iso.datetime().transform((text) => new Date(text)),
});

export const licenceRequested = z.object({ licence: z.string(), dataset: z.string(), buyer: z.string() });

export const licenceAgreed = licenceRequested.extend({
  price: z.object({ amountMinor: z.string().regex(/^\d{1,15}$/), currency: z.string().regex(/^[A-Z]{3}$/) }),
});

export const jobReleased = licenceRequested.extend({
  job: z.string(),
  cost: z.object({ amountMinor: z.string().regex(/^\d{1,15}$/), currency: z.string().regex(/^[A-Z]{3}$/) }),
});

export const aboutLicence = z.object({ licence: z.string() });

export const contributionStored = z.object({
  contribution: z.string(),
  memberId: z.string(),
  recordCount: z.number().int().min(0),
});

export const contributionWithdrawn = z.object({ contribution: z.string() });

export const usageMetered = z.object({
  job: z.string(),
  licence: z.string(),
  uses: z.array(
    z.object({
      memberId: z.string(),
      records: z.number().int().min(0),
      qualityBp: z.number().int().min(0).max(10_000),
    }),
  ),
});

export const aboutMember = z.object({ memberId: z.string() });

/** `disowned`: sessions of which their holder says that somebody else may have held them. */
export const sessionsEnded = z.object({
  disowned: z.array(z.string().max(100)).max(ENDED_SESSIONS_MAX).default([]),
});

/** The values of an entry, or null once an erasure has emptied it: then there is nothing left to react to. */
export function opened<Schema extends z.ZodType>(
  schema: Schema,
  { values }: FeedEntry,
): z.infer<Schema> | null {
  return Object.keys(values).length === 0 ? null : schema.parse(values);
}
