import { decimalsOfQuery, type AggregatePlan } from './aggregatePlan.js';
import { noiseBound } from './noiseBound.js';

const EXCEEDS = 0.05;

/** How far noise will move what a measure counts or adds up, exceeded 5 times in 100. */
export interface ExpectedError {
  readonly name: string;
  readonly kind: string;
  /** In rows; null for a sum. */
  readonly count: number | null;
  /** In the unit of the column, of the values less `centre`; null for a count. */
  readonly sum: number | null;
}

/** Known before anything is read, for it depends on the specification alone: what a buyer gets for their epsilon. */
export function expectedErrors(plan: AggregatePlan): ExpectedError[] {
  return plan.spec.measures.map((measure) => {
    const bound = (part: 'COUNT' | 'SUM'): number | null => {
      const query = plan.queries.find((one) => one.measure === measure && one.part === part);
      return query ? noiseBound(query.scale, EXCEEDS) / 10 ** decimalsOfQuery(query) : null;
    };
    const kind = measure.kind === 'CATEGORIES' ? 'HISTOGRAM' : measure.kind;
    return { name: measure.name, kind, count: bound('COUNT'), sum: bound('SUM') };
  });
}
