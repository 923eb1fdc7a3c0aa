import { decimalsOf } from './exactNumber.js';
import type { CategoryColumn, NumberColumn } from './jobColumn.js';
import type { Comparison, JobSpec, Measure } from './jobSpec.js';
import type { Ratio } from './noise.js';

/**
 * A specification made ready to compute: which columns are read, which exact integers are asked of them, and how
 * much noise each of those integers gets. It follows from public facts alone.
 */
export interface AggregatePlan {
  readonly spec: JobSpec;
  /** The columns that the job reads, and no others; a column's place here is its place in every loaded row. */
  readonly columns: readonly (CategoryColumn | NumberColumn)[];
  /** The answer's keys: positions in the public lists, all combinations. */
  readonly cells: readonly (readonly number[])[];
  readonly queries: readonly NoisyQuery[];
  /** One statement over the table `loaded(member, ordinal, c0, c1, …)`: the key's positions, then all values. */
  readonly sql: string;
}

/** A measure asks one or two of these. Each is a list of exact integers for a cell, hidden by noise of one scale. */
export interface NoisyQuery {
  readonly measure: Measure;
  readonly part: 'COUNT' | 'SUM';
  readonly expressions: readonly string[];
  /** Taken from every value before it is added, so that a mean needs less noise; added again afterwards. */
  readonly centre: bigint;
  readonly scale: Ratio;
  readonly epsilonMicro: bigint;
}

const MICRO = 1_000_000n;

/**
 * Plans a job so that what one member adds to the whole answer, over all keys and measures together, is covered by
 * the epsilon of the specification.
 *
 * A member counts with `rowsPerMember` rows at most and a row falls into one key and one bin, so the values of one
 * query move by that many rows in sum. The queries share epsilon evenly and their losses add up.
 */
export function planAggregate(spec: JobSpec): AggregatePlan {
  const columns = columnsOf(spec);
  const place = (column: CategoryColumn | NumberColumn): string =>
    `c${columns.findIndex(({ name }) => name === column.name)}`;
  const asked = spec.measures.flatMap((measure) => questions(measure, place));
  const epsilonMicro = spec.epsilonMicro / BigInt(asked.length);
  const queries = asked.map(({ perRow, ...query }) => ({
    ...query,
    epsilonMicro,
    scale: { numerator: perRow * BigInt(spec.rowsPerMember) * MICRO, denominator: epsilonMicro },
  }));
  return { spec, columns, cells: cells(spec), queries, sql: statement(spec, queries, place) };
}

type Question = Omit<NoisyQuery, 'scale' | 'epsilonMicro'> & {
  /** How far one row can move the values of one query together. */
  readonly perRow: bigint;
};
type Place = (column: CategoryColumn | NumberColumn) => string;

function questions(measure: Measure, place: Place): Question[] {
  if (measure.kind === 'COUNT') {
    const what = measure.column && measure.column.kind !== 'OPAQUE' ? place(measure.column) : '*';
    return [{ measure, part: 'COUNT', expressions: [`count(${what})`], centre: 0n, perRow: 1n }];
  }
  const value = place(measure.column);
  if (measure.kind === 'CATEGORIES') {
    const expressions = measure.column.categories.map((_, i) => `count(*) filter (where ${value} = ${i})`);
    return [{ measure, part: 'COUNT', expressions, centre: 0n, perRow: 1n }];
  }
  const { lower, upper } = measure;
  const clamped = `least(greatest(${value}, ${lower}), ${upper})`;
  if (measure.kind === 'HISTOGRAM') {
    return [
      { measure, part: 'COUNT', expressions: bins(value, clamped, measure.edges), centre: 0n, perRow: 1n },
    ];
  }
  const centre = measure.kind === 'MEAN' ? (lower + upper) / 2n : 0n;
  const sum: Question = {
    measure,
    part: 'SUM',
    expressions: [`coalesce(sum(${clamped} - (${centre})) filter (where ${value} is not null), 0)`],
    centre,
    perRow: largest(upper - centre, centre - lower),
  };
  if (measure.kind === 'SUM') return [sum];
  return [sum, { measure, part: 'COUNT', expressions: [`count(${value})`], centre: 0n, perRow: 1n }];
}

/** DuckDB's `least` and `greatest` pass over nulls, so a missing value must be kept out by name. */
function bins(value: string, clamped: string, edges: readonly bigint[]): string[] {
  const last = edges.length - 2;
  return edges.slice(0, -1).map((edge, i) => {
    const below = `${clamped} ${i === last ? '<=' : '<'} ${edges[i + 1]}`;
    return `count(*) filter (where ${value} is not null and ${clamped} >= ${edge} and ${below})`;
  });
}

function statement(spec: JobSpec, queries: readonly NoisyQuery[], place: Place): string {
  const keys = spec.groupBy.map(({ column }) => place(column));
  const conditions = [
    ...spec.filter.map((comparison) => condition(comparison, place(comparison.column))),
    ...spec.groupBy.map(({ column, positions }) => `${place(column)} in (${positions.join(', ')})`),
  ];
  const values = queries.flatMap(({ expressions }) => expressions);
  return [
    'with kept as (',
    '  select *, row_number() over (partition by member order by ordinal) as nth from loaded',
    conditions.length > 0 ? `  where ${conditions.join(' and ')}` : '',
    ')',
    `select ${[...keys, ...values].join(', ')} from kept where nth <= ${spec.rowsPerMember}`,
    keys.length > 0 ? `group by ${keys.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('\n');
}

const OPERATORS = { EQ: '=', NE: '<>', LT: '<', LE: '<=', GT: '>', GE: '>=' } as const;

function condition({ op, values }: Comparison, column: string): string {
  return op === 'IN' ? `${column} in (${values.join(', ')})` : `${column} ${OPERATORS[op]} ${values[0]}`;
}

function columnsOf(spec: JobSpec): (CategoryColumn | NumberColumn)[] {
  const used = new Map<string, CategoryColumn | NumberColumn>();
  const all = [...spec.groupBy, ...spec.measures, ...spec.filter].map(({ column }) => column);
  for (const column of all) if (column && column.kind !== 'OPAQUE') used.set(column.name, column);
  return [...used.values()];
}

function cells(spec: JobSpec): number[][] {
  return spec.groupBy.reduce<number[][]>(
    (keys, { positions }) => keys.flatMap((key) => positions.map((position) => [...key, position])),
    [[]],
  );
}

function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** How many decimal places the values of a query stand for. */
export function decimalsOfQuery({ measure, part }: NoisyQuery): number {
  return part === 'SUM' && measure.column?.kind === 'NUMBER' ? decimalsOf(measure.column) : 0;
}
