import { decimalsOfQuery, type AggregatePlan, type NoisyQuery } from './aggregatePlan.js';
import { formatEpsilon } from './budget.js';
import type { Measure } from './jobSpec.js';
import { discreteLaplace, type RandomBytes } from './noise.js';
import { noiseBound } from './noiseBound.js';

/** What the statement of a plan answered: the key's positions, then one exact integer for each expression. */
export type ExactRow = readonly (bigint | number)[];

/** What is released: JSON, every number with noise in it. */
export interface AggregateAnswer {
  readonly rows: readonly AnswerRow[];
  readonly measures: readonly AnswerMeasure[];
  readonly epsilon: string;
  readonly rowsPerMember: number;
  readonly method: string;
}

export interface AnswerRow {
  readonly key: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AnswerValue>>;
  /** How far the noise moves a value, exceeded 5 times in 100; null where the noise drowns the value. */
  readonly error95: Readonly<Record<string, number | null>>;
}

/** A number, or one for each bin; a mean over (noisily) nobody is null. */
export type AnswerValue = number | null | readonly number[];

export interface AnswerMeasure {
  readonly name: string;
  readonly kind: 'COUNT' | 'SUM' | 'MEAN' | 'HISTOGRAM';
  readonly column: string | null;
  /** Limits of the bins of a histogram over numbers: one more than there are bins. */
  readonly edges?: readonly number[];
  /** The bins of a histogram over a public list. */
  readonly categories?: readonly string[];
  /** Every value was clamped to these, both inside. */
  readonly bounds?: readonly [number, number];
}

const METHOD = 'discrete Laplace noise on exact integers, one draw a value';
const EXCEEDS = 0.05;

/**
 * Adds noise to every value of every key, those without rows included: that a key stands in the answer, and that a
 * value is zero or less, says nothing about anybody.
 */
export function answer(
  plan: AggregatePlan,
  exact: readonly ExactRow[],
  random: RandomBytes,
): AggregateAnswer {
  const width = plan.spec.groupBy.length;
  const found = new Map(exact.map((row) => [keyOf(row.slice(0, width)), row.slice(width)]));
  return {
    rows: plan.cells.map((cell) => answerRow(plan, cell, found.get(keyOf(cell)), random)),
    measures: plan.spec.measures.map(describe),
    epsilon: formatEpsilon(plan.spec.epsilonMicro),
    rowsPerMember: plan.spec.rowsPerMember,
    method: METHOD,
  };
}

function answerRow(
  plan: AggregatePlan,
  cell: readonly number[],
  exact: ExactRow = [],
  random: RandomBytes,
): AnswerRow {
  const noisy = new Map<Measure, Noisy[]>();
  let next = 0;
  for (const query of plan.queries) {
    const values = query.expressions.map(
      () => BigInt(exact[next++] ?? 0) + discreteLaplace(query.scale, random),
    );
    noisy.set(query.measure, [...(noisy.get(query.measure) ?? []), { query, values }]);
  }
  const key = plan.spec.groupBy.map(({ column }, i) => [column.name, column.categories[cell[i] ?? -1] ?? '']);
  const values: Record<string, AnswerValue> = {};
  const error95: Record<string, number | null> = {};
  for (const [measure, parts] of noisy) {
    const [value, error] = measure.kind === 'MEAN' ? mean(measure, parts) : plain(parts);
    values[measure.name] = value;
    error95[measure.name] = error;
  }
  return { key: Object.fromEntries(key) as Record<string, string>, values, error95 };
}

interface Noisy {
  readonly query: NoisyQuery;
  readonly values: readonly bigint[];
}

function plain(parts: readonly Noisy[]): [AnswerValue, number] {
  const { query, values } = parts[0] as Noisy;
  const unit = 10 ** decimalsOfQuery(query);
  const shown = values.map((value) => Number(value) / unit);
  const list = query.measure.kind === 'HISTOGRAM' || query.measure.kind === 'CATEGORIES';
  return [list ? shown : (shown[0] ?? 0), noiseBound(query.scale, EXCEEDS) / unit];
}

/** From the noisy sum and the noisy count alone, so it costs no more epsilon than they did. */
function mean(measure: Measure & { kind: 'MEAN' }, parts: readonly Noisy[]): [number | null, number | null] {
  const [sum, count] = parts as [Noisy, Noisy];
  const unit = 10 ** measure.decimals;
  const people = Number(count.values[0]);
  if (people < 1) return [null, null];
  const offset = Number(sum.values[0]) / people;
  const value = clamp(Number(sum.query.centre) + offset, Number(measure.lower), Number(measure.upper));
  // Each part gets half of what may exceed; the count's error stretches the offset from the centre.
  const sumError = noiseBound(sum.query.scale, EXCEEDS / 2);
  const countError = noiseBound(count.query.scale, EXCEEDS / 2);
  const left = people - countError;
  const error = left < 1 ? null : (sumError + Math.abs(offset) * countError) / left;
  return [value / unit, error === null ? null : error / unit];
}

function describe(measure: Measure): AnswerMeasure {
  const kind = measure.kind === 'CATEGORIES' ? 'HISTOGRAM' : measure.kind;
  const base = { name: measure.name, kind, column: measure.column?.name ?? null };
  if (measure.kind === 'COUNT') return base;
  if (measure.kind === 'CATEGORIES') return { ...base, categories: measure.column.categories };
  const unit = 10 ** measure.decimals;
  const bounds = [Number(measure.lower) / unit, Number(measure.upper) / unit] as const;
  if (measure.kind !== 'HISTOGRAM') return { ...base, bounds };
  return { ...base, bounds, edges: measure.edges.map((edge) => Number(edge) / unit) };
}

function clamp(value: number, lower: number, upper: number): number {
  return Math.min(upper, Math.max(lower, value));
}

function keyOf(positions: readonly (bigint | number)[]): string {
  return positions.map(String).join(',');
}
