import { z } from 'zod';
import { isPurpose } from '../domain/purposes.js';
import { licensingSchema } from './licensing.js';
import { powersSchema } from './powers.js';

/** What a charter says in a form that programs can hold: it travels in journals, so all four services read it. */
export const ALLOCATION_BASES = ['EQUAL', 'QUANTITY', 'QUALITY', 'USAGE', 'STAKE'] as const;
export const PROPOSAL_KINDS = [
  'LICENCE',
  'CHARTER_AMENDMENT',
  'REVENUE_POLICY',
  'ELECTION',
  'RECALL',
  'ADMISSION',
  'DATA_SCHEMA',
  'SPENDING',
  'COMMONS_FUNDING',
  'RESOLUTION',
  'CANCELLATION',
  'SUSPENSION',
  'REINSTATEMENT',
  'RECOVERY',
] as const;

const DAY_SECONDS = 86_400;
const basisPoints = z.number().int().min(0).max(10_000);
const purpose = z.string().max(100).refine(isPurpose, 'not a term of the purpose vocabulary');
const did = z.string().startsWith('did:key:z6Mk').max(100);

const decisionRule = z.object({
  kind: z.enum(PROPOSAL_KINDS),
  method: z.enum(['SINGLE', 'APPROVAL']),
  quorumBp: basisPoints,
  threshold: z
    .object({ numerator: z.number().int().min(0).max(1000), denominator: z.number().int().min(1).max(1000) })
    .refine((fraction) => fraction.numerator <= fraction.denominator, 'a threshold is at most one'),
  votingPeriodSeconds: z
    .number()
    .int()
    .min(60)
    .max(90 * DAY_SECONDS),
  timelockSeconds: z
    .number()
    .int()
    .min(0)
    .max(90 * DAY_SECONDS),
});

export const revenuePolicySchema = z
  .object({
    reserveBp: basisPoints,
    commonsBp: basisPoints,
    reinvestBp: basisPoints,
    basis: z.enum(ALLOCATION_BASES),
    minimumPayoutMinor: z.string().regex(/^\d{1,15}$/),
    currency: z.string().regex(/^[A-Z]{3}$/),
    withholdingTaxBp: basisPoints,
  })
  .refine((p) => p.reserveBp + p.commonsBp + p.reinvestBp <= 10_000, 'the parts exceed the whole');

export const charterTermsSchema = z.object({
  text: z.string().min(1).max(20_000),
  allowedPurposes: z.array(purpose).min(1).max(100),
  prohibitedPurposes: z.array(purpose).max(100),
  rules: z
    .array(decisionRule)
    .min(1)
    .max(PROPOSAL_KINDS.length)
    .refine((rules) => new Set(rules.map((rule) => rule.kind)).size === rules.length, 'one rule a kind'),
  revenuePolicy: revenuePolicySchema,
  admission: z.object({ by: z.enum(['STEWARDS', 'VOTE']), issuers: z.array(did).min(1).max(20) }),
  exitBalance: z.enum(['PAY', 'HOLD']),
  /** Charters of before do not say it: see `costsOf`. */
  costs: z.object({ approvalMinor: z.string().regex(/^\d{1,15}$/) }).optional(),
  privacy: z.object({
    /** Privacy budget of one buyer on one dataset, in millionths of epsilon. */
    epsilonPerBuyerMicro: z.number().int().min(1).max(1_000_000_000),
    /** Fewest members in a computation; ten at least, whatever a charter says. */
    cohortMinimum: z.number().int().min(10).max(100_000),
  }),
  powers: powersSchema.optional(),
  licensing: licensingSchema.optional(),
  /** A term that older charters do not have: see rowsPerPeriodMaxOf. */
  contributions: z
    .object({
      /** Rows of one member that weigh in the division of one period by QUANTITY. */
      rowsPerPeriodMax: z.number().int().min(1).max(10_000_000),
    })
    .optional(),
  /** What a buyer may owe for the fees of jobs, in minor units; charters from before it say nothing, and give no credit. */
  jobCreditMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

export type CharterTerms = z.infer<typeof charterTermsSchema>;
/** As many as one member may bring to one dataset: what holds where a charter says nothing of it. */
const ROWS_PER_PERIOD_MAX_DEFAULT = 10_000;

/** Rows of one member that weigh in the division of one period by QUANTITY, under this charter. */
export function rowsPerPeriodMaxOf({ contributions }: Pick<CharterTerms, 'contributions'>): number {
  return contributions?.rowsPerPeriodMax ?? ROWS_PER_PERIOD_MAX_DEFAULT;
}

export type RevenuePolicyTerms = z.infer<typeof revenuePolicySchema>;
export type DecisionRuleTerms = CharterTerms['rules'][number];

/** What one steward spends alone within thirty days, in minor units, where a charter does not say: 1,000 euros or dollars. */
const COST_APPROVAL_MINOR = 100_000n;

/** What a charter says of costs, with what holds where it says nothing. */
export function costsOf({ costs }: Pick<CharterTerms, 'costs'>): { approvalMinor: bigint } {
  return { approvalMinor: costs ? BigInt(costs.approvalMinor) : COST_APPROVAL_MINOR };
}
