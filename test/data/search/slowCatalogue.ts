import type { SeededDataset, SeededOffer } from '../../../bench/catalogue/datasets.js';
import { cooperativeId } from '../../../bench/catalogue/seed.js';
import { keyOf } from '../../../subgraphs/data/domain/search/fold.js';
import { stem } from '../../../subgraphs/data/domain/search/words.js';
import type { CatalogueFilter } from '../../../subgraphs/data/store/search/catalogueQuery.js';
import type { DatasetOrder } from '../../../subgraphs/data/store/search/ordering.js';
import { permits } from '../../../subgraphs/kit/domain/purposes.js';

export interface SlowSearch {
  /** Words that stand next to one another in one of its texts. */
  readonly phrase?: string;
  readonly filter: CatalogueFilter;
}

/** What a search finds, by looking at each dataset with no index. */
export function findSlowly(all: readonly SeededDataset[], { phrase, filter }: SlowSearch): SeededDataset[] {
  return all.filter((dataset) => satisfies(dataset, filter) && (!phrase || speaksOf(dataset, phrase)));
}

function satisfies(
  dataset: SeededDataset,
  { cooperative, themes, keywords, purpose, priceMax, temporal }: CatalogueFilter,
): boolean {
  const permitsIt = ({ purposes, prohibited }: SeededOffer) =>
    !purpose || permits({ allowed: purposes, prohibited }, purpose);
  const isCheap = ({ priceMinor }: SeededOffer) =>
    !priceMax || (priceMax.currency === 'USD' && BigInt(priceMinor) <= priceMax.amountMinor);
  return (
    (!cooperative || cooperativeId(dataset.cooperative) === cooperative) &&
    (!themes || themes.some((theme) => dataset.themes.includes(theme))) &&
    (keywords ?? []).every((keyword) => dataset.keywords.includes(keyword)) &&
    ((!purpose && !priceMax) || dataset.offers.some((offer) => permitsIt(offer) && isCheap(offer))) &&
    (!temporal ||
      (dataset.temporal !== null &&
        dataset.temporal.from < temporal.until &&
        dataset.temporal.until > temporal.from))
  );
}

function speaksOf(dataset: SeededDataset, phrase: string): boolean {
  const { title, description, keywords, themes, columns, spatial } = dataset;
  const ofColumns = columns.flatMap(({ name, unit, meaning }) => [name, unit ?? '', meaning]);
  const wanted = ` ${stems(phrase)} `;
  return [title, description, ...keywords, ...themes, ...ofColumns, spatial ?? ''].some((text) =>
    ` ${stems(text)} `.includes(wanted),
  );
}

function stems(text: string): string {
  return keyOf(text).split(' ').map(stem).join(' ');
}

/** Their ids in an order, the ties decided as its index decides them. */
export function orderSlowly(
  found: readonly SeededDataset[],
  order: Exclude<DatasetOrder, 'RELEVANCE'>,
): string[] {
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const compare = {
    TITLE: (a: SeededDataset, b: SeededDataset) => byText(titleKey(a), titleKey(b)) || byText(a.id, b.id),
    NEWEST: (a: SeededDataset, b: SeededDataset) =>
      Number(b.publishedAt) - Number(a.publishedAt) || byText(b.id, a.id),
    RECORDS: (a: SeededDataset, b: SeededDataset) => b.recordCount - a.recordCount || byText(b.id, a.id),
  }[order];
  return [...found].sort(compare).map(({ id }) => id);
}

function titleKey({ title }: SeededDataset): string {
  return keyOf(title).slice(0, 64);
}
