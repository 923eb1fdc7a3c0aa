import { ancestors } from '../../kit/domain/purposes.js';
import type { Money } from '../../kit/domain/money.js';
import type { TimeSpan } from '../domain/dataset.js';

export interface CatalogueFilter {
  readonly cooperative?: string | null;
  /** Any of them. */
  readonly themes?: readonly string[] | null;
  /** All of them. */
  readonly keywords?: readonly string[] | null;
  /** Permitted by a published offer, the hierarchy of purposes considered. */
  readonly purpose?: string | null;
  /** At most this, in this currency, on a published offer (the same as permits the purpose). */
  readonly priceMax?: Money | null;
  /** The dataset's time overlaps it. */
  readonly temporal?: TimeSpan | null;
}

export interface CatalogueSearch {
  /** As people write it into a search box. */
  readonly text: string | null;
  readonly filter: CatalogueFilter;
}

/** A statement's parameters, in the order of their places. */
export class Parameters {
  readonly values: unknown[] = [];

  /** The place of a value: `$1`. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Tables and conditions of a search: `e` is the catalogue entry, `d` the dataset. */
export function hits(search: CatalogueSearch, parameters: Parameters): string {
  return `from catalogue_entry e join dataset d on d.id = e.dataset_id
    where ${[...conditions(search, parameters), 'true'].join('\n and ')}`;
}

/** How well an entry answers the search; the same for all when none is made. */
export function rank({ text }: CatalogueSearch, parameters: Parameters): string {
  if (text === null) return '0::float8';
  return `ts_rank_cd(e.search, websearch_to_tsquery('english', ${parameters.add(text)}))::float8`;
}

function* conditions({ text, filter }: CatalogueSearch, parameters: Parameters): Generator<string> {
  const { cooperative, themes, keywords, temporal } = filter;
  if (text !== null) yield `e.search @@ websearch_to_tsquery('english', ${parameters.add(text)})`;
  if (cooperative) yield `d.cooperative_id = ${parameters.add(cooperative)}`;
  if (themes?.length) yield `e.themes && ${parameters.add(themes)}::text[]`;
  if (keywords?.length) yield `e.keywords @> ${parameters.add(keywords)}::text[]`;
  if (temporal) {
    const [from, until] = [parameters.add(temporal.from), parameters.add(temporal.until)];
    yield `tstzrange(d.temporal_from, d.temporal_until) && tstzrange(${from}, ${until}) and d.temporal_from is not null`;
  }
  yield* offerCondition(filter, parameters);
}

function* offerCondition({ purpose, priceMax }: CatalogueFilter, parameters: Parameters): Generator<string> {
  if (!purpose && !priceMax) return;
  const terms = ['o.dataset_id = d.id', PUBLISHED];
  if (purpose) {
    const covering = parameters.add([purpose, ...ancestors(purpose)]);
    terms.push(`o.purposes && ${covering}::text[]`, `not o.prohibited && ${covering}::text[]`);
  }
  if (priceMax) {
    terms.push(`o.currency = ${parameters.add(priceMax.currency)}`);
    terms.push(`o.price_minor <= ${parameters.add(priceMax.amountMinor.toString())}`);
  }
  yield `exists (select 1 from offer o where ${terms.join(' and ')})`;
}

export const PUBLISHED = 'o.licence_id is null and o.withdrawn_at is null';
