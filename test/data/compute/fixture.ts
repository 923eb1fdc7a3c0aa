import type { Column, DatasetTerms } from '../../../subgraphs/data/domain/dataset.js';
import { Engine } from '../../../subgraphs/data/adapters/engine/engine.js';
import { loadedRow } from '../../../subgraphs/data/domain/loadedRow.js';
import type { AggregatePlan } from '../../../subgraphs/data/domain/aggregatePlan.js';
import type { ExactRow } from '../../../subgraphs/data/domain/aggregateAnswer.js';

const column = (name: string, type: Column['type'], rest: Partial<Column> = {}): Column => ({
  name,
  type,
  unit: null,
  meaning: `the ${name} of a trip`,
  sensitivity: 'ORDINARY',
  bounds: null,
  categories: null,
  required: false,
  ...rest,
});

export const TRIPS: Pick<DatasetTerms, 'columns' | 'rowKey' | 'rowsPerMemberMax'> = {
  columns: [
    column('borough', 'TEXT', { categories: ['Bronx', 'Brooklyn', 'Queens'] }),
    column('payment', 'TEXT', { categories: ['card', 'cash'] }),
    column('shared', 'BOOLEAN'),
    column('fare', 'NUMBER', { unit: 'US dollars', bounds: { min: 0, max: 100 } }),
    column('passengers', 'INTEGER', { bounds: { min: 0, max: 6 } }),
    column('tip', 'NUMBER'),
    column('zone', 'TEXT'),
    column('pickup', 'INSTANT'),
  ],
  rowKey: null,
  rowsPerMemberMax: 8,
};

export type Row = Record<string, unknown>;

/** What a plan's statement answers over those rows of each member, in the engine itself. */
export async function exactly(
  plan: AggregatePlan,
  members: readonly (readonly Row[])[],
): Promise<ExactRow[]> {
  const engine = await Engine.open(plan.columns.length, 64);
  members.forEach((rows, member) => engine.load(member, packed(plan, rows)));
  return engine.run(plan.sql, 10_000);
}

export function packed(plan: AggregatePlan, rows: readonly Row[]): BigInt64Array {
  if (plan.columns.length === 0) return new BigInt64Array(rows.length);
  return BigInt64Array.from(rows.flatMap((row) => loadedRow(row, plan.columns)));
}
