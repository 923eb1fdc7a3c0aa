import type { Store } from '../../../kit/store/store.js';
import { LIMITS } from '../../domain/limits.js';
import { sqlOf } from './catalogueQuery.js';
import type { Condition } from './catalogueQuery.js';
import { Parameters } from './parameters.js';
import { SAMPLE, SAMPLES } from './sample.js';

export interface Count {
  readonly count: number;
  /** Reckoned from the sampled entries, because counting all hits would take too long. */
  readonly estimated: boolean;
}

export interface FacetCount {
  readonly value: string;
  /** For people. */
  readonly label: string;
  readonly count: number;
}

export type FacetName = 'themes' | 'cooperatives' | 'purposes';
export type FacetRow = FacetCount & { facet: FacetName };

/** The coarsest first: what it tells well enough, no finer one is asked. */
const COARSEST_FIRST = [...SAMPLES].reverse();

/**
 * How many entries satisfy a condition.
 *
 * @param exactMax - hits of a sample up to which it tells too little: of the finest, all hits are counted then.
 */
export async function countHits(
  store: Pick<Store, 'unscoped'>,
  condition: Condition,
  exactMax: number = SAMPLE.exactMax,
): Promise<Count> {
  const parameters = new Parameters();
  const { judged, oneOf } = judgedBySamples(condition, parameters, exactMax);
  const counted = COARSEST_FIRST.map(
    (sample) =>
      `when ${sample.oneOf} then (select count(*) * ${sample.oneOf} from catalogue_entry e
         where ${sqlOf(condition, parameters, sample)})`,
  );
  const [row] = await store.unscoped<Count>(
    `with ${judged}
     select ${oneOf} > 1 as estimated,
       (case ${oneOf} ${counted.join(' ')}
         else (select count(*) from catalogue_entry e where ${sqlOf(condition, parameters)}) end)::int as count`,
    parameters.values,
  );
  return row!;
}

/**
 * The commonest values of each facet among the hits; every count is an estimate, or none is.
 *
 * @param exactMax - as for `countHits`.
 */
export async function countFacets(
  store: Pick<Store, 'unscoped'>,
  condition: Condition,
  exactMax: number = SAMPLE.facetsExactMax,
): Promise<{ rows: FacetRow[]; estimated: boolean }> {
  const parameters = new Parameters();
  const columns = 'cooperative_id, themes, purposes';
  const { judged, oneOf } = judgedBySamples(condition, parameters, exactMax);
  const hits = [...COARSEST_FIRST, undefined].map(
    (sample) => `select ${columns} from catalogue_entry e
      where ${oneOf} = ${sample?.oneOf ?? 1} and ${sqlOf(condition, parameters, sample)}`,
  );
  const rows = await store.unscoped<FacetRow & { estimated: boolean }>(
    `with ${judged},
     hit as materialized (${hits.join(' union all ')}),
     counted as (
       select 'themes' as facet, theme as value, count(*) as hits from hit, unnest(themes) as theme group by theme
       union all
       select 'cooperatives', cooperative_id, count(*) from hit group by cooperative_id
       union all
       select 'purposes', purpose, count(*) from hit, unnest(purposes) as purpose group by purpose),
     ranked as materialized (
       select * from (select *, row_number() over (partition by facet order by hits desc, value collate "C") as place
         from counted) c where place <= ${LIMITS.listMax}),
     labels as (
       select 'themes' as facet, key as value, label from catalogue_theme
         where key = any(array(select value from ranked where facet = 'themes'))
       union all
       select 'cooperatives', cooperative_id, name from published_cooperatives(
         array(select value collate "default" from ranked where facet = 'cooperatives')))
     select one_of > 1 as estimated, ranked.facet, coalesce(case when ranked.facet = 'themes' then label end, ranked.value) as value,
       coalesce(label, ranked.value) as label, (hits * one_of)::int as count
     from judged left join ranked on true
       left join labels on labels.facet = ranked.facet and labels.value collate "C" = ranked.value collate "C"
     order by ranked.facet, place`,
    parameters.values,
  );
  return {
    estimated: rows[0]!.estimated,
    rows: rows
      .filter(({ facet }) => facet !== null)
      .map(({ facet, value, label, count }) => ({ facet, value, label, count })),
  };
}

/** A table `judged` of one row: the coarsest sample that holds more hits than this, by its `oneOf`; 1 for none. */
function judgedBySamples(
  condition: Condition,
  parameters: Parameters,
  exactMax: number,
): { judged: string; oneOf: string } {
  const cases = COARSEST_FIRST.map(
    (sample) => `when (select count(*) from (select 1 from catalogue_entry e
      where ${sqlOf(condition, parameters, sample)} limit ${exactMax + 1}) s) > ${exactMax} then ${sample.oneOf}`,
  );
  return {
    judged: `judged as materialized (select case ${cases.join(' ')} else 1 end as one_of)`,
    oneOf: '(select one_of from judged)',
  };
}
