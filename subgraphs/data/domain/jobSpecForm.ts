import { z } from 'zod';
import { parseEpsilon } from './budget.js';

/** How much one job may ask. Each limit bounds the work, the answer or what a buyer can single out. */
export const JOB_LIMITS = {
  /** More columns than two cut a cohort into cells that hold noise only. */
  groupColumnsMax: 2,
  measuresMax: 8,
  comparisonsMax: 8,
  listMax: 64,
  binsMax: 64,
  /** Noisy numbers in one answer. */
  valuesMax: 10_000,
  epsilonMinMicro: 1_000n,
  epsilonMaxMicro: 10_000_000n,
} as const;

const column = z.string().min(1).max(64);
const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'a name is lower-case letters, digits and underscores');
const number = z.number().refine(Number.isFinite, 'a number must be finite');
const bounds = z.strictObject({ min: number, max: number });
const as = name.optional();
const scalar = z.union([z.string().max(256), number]);

const measure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('COUNT'), column: column.optional(), as }),
  z.strictObject({ kind: z.literal('SUM'), column, bounds: bounds.optional(), as }),
  z.strictObject({ kind: z.literal('MEAN'), column, bounds: bounds.optional(), as }),
  z.strictObject({
    kind: z.literal('HISTOGRAM'),
    column,
    bounds: bounds.optional(),
    bins: z.int().min(2).max(JOB_LIMITS.binsMax).optional(),
    as,
  }),
]);

const comparison = z.union([
  z.strictObject({ column, op: z.enum(['EQ', 'NE', 'LT', 'LE', 'GT', 'GE']), value: scalar }),
  z.strictObject({ column, op: z.literal('IN'), value: z.array(scalar).min(1).max(JOB_LIMITS.listMax) }),
]);

/** Epsilon as a decimal, written as a string or a number; in millionths afterwards. */
const epsilon = z.union([z.string(), z.number()]).transform((value, context) => {
  const micro = parseEpsilon(String(value));
  if (micro !== null && micro >= JOB_LIMITS.epsilonMinMicro && micro <= JOB_LIMITS.epsilonMaxMicro)
    return micro;
  context.addIssue('epsilon is a decimal from 0.001 to 10 with at most six places');
  return z.NEVER;
});

/** The form of a job's specification; whether it fits a dataset is `resolveJobSpec`'s to say. */
export const jobSpecForm = z.strictObject({
  groupBy: z
    .array(z.strictObject({ column, categories: z.array(z.string().max(256)).min(1).max(1_000).optional() }))
    .max(JOB_LIMITS.groupColumnsMax)
    .default([]),
  measures: z.array(measure).min(1).max(JOB_LIMITS.measuresMax),
  filter: z.array(comparison).max(JOB_LIMITS.comparisonsMax).default([]),
  /** Rows of one member that count. Each of them moves the answer, so more rows mean more noise. */
  rowsPerMember: z.int().min(1).optional(),
  epsilon,
});

export type JobSpecForm = z.output<typeof jobSpecForm>;
export type MeasureForm = JobSpecForm['measures'][number];
export type ComparisonForm = JobSpecForm['filter'][number];
