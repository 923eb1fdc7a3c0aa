import { z } from 'zod';
import { charterTermsSchema } from '../../kit/contracts/charterTerms.js';

/** What governance reads of other services' journals: no more than it uses. */
export const cooperativeFounded = z.object({ charter: charterTermsSchema });

export const electorateFixed = z.object({
  proposal: z.string(),
  root: z.string(),
  size: z.number().int().min(0),
  members: z.array(z.object({ memberId: z.string(), did: z.string() })),
});

export const admissionVoteRequested = z.object({ memberId: z.string() });

export const licenceAccepted = z.object({
  licence: z.string(),
  dataset: z.string(),
  buyer: z.string(),
  purpose: z.string(),
  offerDigest: z.string(),
  acceptanceDigest: z.string(),
  decideBy: z.iso.datetime().transform((text) => new Date(text)),
});

export const acceptanceCancelled = z.object({ licence: z.string(), offerDigest: z.string() });

export const aboutMember = z.object({ memberId: z.string() });
