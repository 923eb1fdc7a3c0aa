import { z } from 'zod';
import { digestOf } from '../../kit/domain/canonical.js';
import { charterTermsSchema, revenuePolicySchema } from '../../kit/contracts/charterTerms.js';

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`));
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A term of office is counted in whole days; ten years is longer than any charter should let one person sit. */
const TERM_DAYS_MAX = 3650;
/** Bounded so that a ballot paper can be read, and so that a ballot's choices stay small. */
const CANDIDATES_MAX = 50;

const licenceEffect = z.object({
  kind: z.literal('LICENCE'),
  licence: id('lic'),
  dataset: id('dst'),
  offerDigest: digest,
  buyer: id('org'),
  purpose: z.string().max(100),
  acceptanceDigest: digest,
});

/** `baseVersion` is the charter that the voters read; an effect is not laid over another text than theirs. */
const charterAmendmentEffect = z.object({
  kind: z.literal('CHARTER_AMENDMENT'),
  baseVersion: z.number().int().min(1),
  terms: charterTermsSchema,
});

const revenuePolicyEffect = z.object({
  kind: z.literal('REVENUE_POLICY'),
  baseVersion: z.number().int().min(1),
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

/** What is executed, exactly, if a proposal passes: data, discriminated by `kind`, bound into every ballot by digest. */
export const effectSchema = z.discriminatedUnion('kind', [
  licenceEffect,
  charterAmendmentEffect,
  revenuePolicyEffect,
  admissionEffect,
  electionEffect,
  resolutionEffect,
]);

export type Effect = z.infer<typeof effectSchema>;
export type EffectKind = Effect['kind'];
export type EffectOf<Kind extends EffectKind> = Extract<Effect, { kind: Kind }>;

/** What members may put to the vote themselves. LICENCE and ADMISSION are born of other services' journals. */
const SUBMITTABLE_KINDS = ['CHARTER_AMENDMENT', 'REVENUE_POLICY', 'ELECTION', 'RESOLUTION'] as const;
export type SubmittableKind = (typeof SUBMITTABLE_KINDS)[number];

export function isSubmittable(kind: string): kind is SubmittableKind {
  return (SUBMITTABLE_KINDS as readonly string[]).includes(kind);
}

/** Lowercase hex SHA-256 of the canonical form of the effect. */
export function digestOfEffect(effect: Effect): string {
  return digestOf(effect);
}
