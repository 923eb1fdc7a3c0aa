import { z } from 'zod';
import { charterTermsSchema, revenuePolicySchema } from './charterTerms.js';
import { digest, id, version } from './parts.js';
import { SUSPENSION_DAYS_LIMIT } from './powers.js';

/** A term of office is counted in whole days; ten years is longer than any charter should let one person sit. */
const TERM_DAYS_MAX = 3650;
/** Bounded so that a ballot paper can be read, and so that a ballot's choices stay small. */
const CANDIDATES_MAX = 50;

/**
 * The two digests stand for terms that members are shown beside it: what lies on the table, and the published offer that
 * the negotiation began with. An effect without the second is of a vote from before terms were shown.
 */
const licenceEffect = z.object({
  kind: z.literal('LICENCE'),
  licence: id('lic'),
  dataset: id('dst'),
  offerDigest: digest,
  publishedOfferDigest: digest.optional(),
  buyer: id('org'),
  purpose: z.string().max(100),
  acceptanceDigest: digest,
});

/** `baseVersion` is the charter that the voters read; an effect is not laid over another text than theirs. */
const charterAmendmentEffect = z.object({
  kind: z.literal('CHARTER_AMENDMENT'),
  baseVersion: version,
  terms: charterTermsSchema,
});

const revenuePolicyEffect = z.object({
  kind: z.literal('REVENUE_POLICY'),
  baseVersion: version,
  policy: revenuePolicySchema,
});

const admissionEffect = z.object({ kind: z.literal('ADMISSION'), member: id('mem') });

const electionEffect = z.object({
  kind: z.literal('ELECTION'),
  role: z.literal('STEWARD'),
  seats: z.number().int().min(1).max(CANDIDATES_MAX),
  termDays: z.number().int().min(1).max(TERM_DAYS_MAX),
  candidates: z
    .array(id('mem'))
    .min(1)
    .max(CANDIDATES_MAX)
    .refine((candidates) => new Set(candidates).size === candidates.length, 'a candidate stands once'),
});

const resolutionEffect = z.object({ kind: z.literal('RESOLUTION'), text: z.string().min(1).max(20_000) });

/** Takes back a decision that waits for its timelock; the digest is that of its effect. */
const cancellationEffect = z.object({
  kind: z.literal('CANCELLATION'),
  proposal: id('prp'),
  effectDigest: digest,
});

/** A member is suspended; why stands in the proposal, in the words of who asks. */
const suspensionEffect = z.object({
  kind: z.literal('SUSPENSION'),
  member: id('mem'),
  days: z.number().int().min(1).max(SUSPENSION_DAYS_LIMIT),
});

/** The appeal of a suspended member: that suspension, and no later one, ends. */
const reinstatementEffect = z.object({
  kind: z.literal('REINSTATEMENT'),
  member: id('mem'),
  suspension: id('sus'),
});

/** In the place of two who hold an office: the members say that this key is the member's. The waiting time follows. */
const recoveryEffect = z.object({
  kind: z.literal('RECOVERY'),
  member: id('mem'),
  recovery: id('rcv'),
  key: z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/),
});

/** What is executed, exactly, if a proposal passes: data, discriminated by `kind`, bound into every ballot by digest. */
export const effectSchema = z.discriminatedUnion('kind', [
  licenceEffect,
  charterAmendmentEffect,
  revenuePolicyEffect,
  admissionEffect,
  electionEffect,
  resolutionEffect,
  cancellationEffect,
  suspensionEffect,
  reinstatementEffect,
  recoveryEffect,
]);

/** The same once it has come about: an election then says whom it elected, the most approved first. */
export const enactedEffectSchema = z.discriminatedUnion('kind', [
  licenceEffect,
  charterAmendmentEffect,
  revenuePolicyEffect,
  admissionEffect,
  electionEffect.extend({ elected: z.array(id('mem')) }),
  resolutionEffect,
  cancellationEffect,
  suspensionEffect,
  reinstatementEffect,
  recoveryEffect,
]);

export type Effect = z.infer<typeof effectSchema>;
export type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;
export type EnactedEffect = z.infer<typeof enactedEffectSchema>;
