// cspell:ignore presure Córdoba rdoba
import type pg from 'pg';
import type { AskedSearch } from '../../subgraphs/data/service/searchDatasets.js';
import { sqlOf } from '../../subgraphs/data/store/search/catalogueQuery.js';
import type { Condition } from '../../subgraphs/data/store/search/catalogueQuery.js';
import type { Key } from '../../subgraphs/data/store/search/cataloguePage.js';
import { ORDERINGS } from '../../subgraphs/data/store/search/ordering.js';
import type { DatasetOrder } from '../../subgraphs/data/store/search/ordering.js';
import { Parameters } from '../../subgraphs/data/store/search/parameters.js';
import { KEYWORDS, THEMES } from './datasets.js';
import { cooperativeId } from './seed.js';

const span = (from: number, until: number) => ({
  from: new Date(Date.UTC(from, 0, 1)),
  until: new Date(Date.UTC(until, 0, 1)),
});
const usd = (amountMinor: bigint) => ({ amountMinor, currency: 'USD' });
const asked = (text: string | null, filter: AskedSearch['filter'] = {}): AskedSearch => ({ text, filter });

/** What is asked for: every filter alone, at several frequencies, and some together. */
export const SEARCHES: Readonly<Record<string, AskedSearch>> = {
  everything: asked(null),
  'a common word': asked('blood'),
  'a less common word': asked('pollen'),
  'a rare word': asked(KEYWORDS[2_500]!),
  'two common words': asked('blood pressure'),
  'three words': asked('taxi trips manhattan'),
  'a phrase': asked('"blood pressure"'),
  'a word excluded': asked('taxi -blood'),
  'a slip': asked('presure'),
  'an accent less': asked('rio cuarto'),
  'the largest co-op': asked(null, { cooperative: cooperativeId(0) }),
  'a small co-op': asked(null, { cooperative: cooperativeId(59) }),
  'a common theme': asked(null, { themes: [THEMES[0]!] }),
  'a rare theme': asked(null, { themes: [THEMES[19]!] }),
  'three themes': asked(null, { themes: THEMES.slice(4, 7) }),
  'a common keyword': asked(null, { keywords: [KEYWORDS[0]!] }),
  'a rare keyword': asked(null, { keywords: [KEYWORDS[3_000]!] }),
  'two keywords': asked(null, { keywords: KEYWORDS.slice(0, 2) }),
  'a purpose': asked(null, { purpose: 'dpv:AcademicResearch' }),
  'a rare purpose': asked(null, { purpose: 'dpv:FraudPreventionAndDetection' }),
  'a high price': asked(null, { priceMax: usd(10_000_000n) }),
  'a low price': asked(null, { priceMax: usd(200n) }),
  'a purpose at a price': asked(null, { purpose: 'dpv:AcademicResearch', priceMax: usd(100_000n) }),
  'a recent year': asked(null, { temporal: span(2020, 2021) }),
  'an early year': asked(null, { temporal: span(1903, 1904) }),
  'half a century': asked(null, { temporal: span(1950, 2000) }),
  'a word of a co-op': asked('soil', { cooperative: cooperativeId(3) }),
  'a theme of a co-op': asked(null, { cooperative: cooperativeId(1), themes: [THEMES[0]!] }),
  'a theme for a purpose from a time': asked(null, {
    themes: [THEMES[1]!],
    purpose: 'dpv:AcademicResearch',
    temporal: span(1990, 2010),
  }),
  'words and everything': asked('heart rate', {
    themes: [THEMES[0]!],
    purpose: 'dpv:AcademicResearch',
    priceMax: usd(1_000_000n),
    temporal: span(1980, 2020),
  }),
};

/** How far into the hits a page lies. */
export const DEPTHS = [0, 0.5, 0.98] as const;

/** The keys behind which pages lie at those depths among these hits; none at the beginning, or where there is no hit. */
export async function keysAt(
  client: pg.Client,
  condition: Condition,
  order: DatasetOrder,
): Promise<Map<number, Key>> {
  const parameters = new Parameters();
  const { column, direction } = ORDERINGS[order];
  const where = sqlOf(condition, parameters);
  const depths = parameters.add(DEPTHS.filter((depth) => depth > 0));
  const { rows } = await client.query<{ depth: number; value: string | number | Date; id: string }>(
    `with hit as materialized (
       select ${column} as value, dataset_id as id,
         row_number() over (order by ${column} ${direction}, dataset_id ${direction}) as place
       from catalogue_entry e where ${where})
     select depth, value, id from unnest(${depths}::float8[]) as depth
       join hit on place = (select floor(count(*) * depth) from hit) + 1`,
    parameters.values,
  );
  return new Map(
    rows.map(({ depth, value, id }) => [depth, [value instanceof Date ? value.toISOString() : value, id]]),
  );
}
