import { chmodSync, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type pg from 'pg';
import { entryOf } from '../../subgraphs/data/domain/search/entry.js';
import { slipKeys } from '../../subgraphs/data/domain/search/spelling.js';
import { CATALOGUE_INDEXES } from '../../subgraphs/data/store/migrations/0007-catalogue-index.js';
import { columnsOf } from '../../subgraphs/data/store/search/catalogueEntries.js';
import { COOPERATIVES, seededDatasets } from './datasets.js';
import type { SeededDataset } from './datasets.js';

export const cooperativeId = (number: number): string => `coop_${String(number).padStart(26, '0')}`;

const TABLES = ['dataset', 'offer', 'catalogue_entry', 'catalogue_word', 'catalogue_theme'] as const;
type Table = (typeof TABLES)[number];

/**
 * Writes datasets with their offers and index entries straight into the tables, by way of files that the server reads: the
 * entries are those that publishing makes, by the same functions.
 */
export async function seed(owner: pg.Client, folder: string, count: number): Promise<void> {
  for (let number = 0; number < COOPERATIVES; number += 1) {
    await owner.query('insert into cooperative (cooperative_id, slug, name, did) values ($1, $2, $3, $4)', [
      cooperativeId(number),
      `coop-${number}`,
      `Co-op ${number}`,
      `did:key:z${number}`,
    ]);
  }
  const columns = new Map<Table, string[]>();
  for (const table of TABLES) {
    const { rows } = await owner.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table],
    );
    columns.set(
      table,
      rows.map(({ name }) => name),
    );
  }
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const files = new Map(TABLES.map((table) => [table, createWriteStream(join(folder, `${table}.tsv`))]));
  const write = async (table: Table, row: Record<string, unknown>): Promise<void> => {
    const line = columns
      .get(table)!
      .map((column) => cell(row[column] ?? null))
      .join('\t');
    if (!files.get(table)!.write(`${line}\n`)) await once(files.get(table)!, 'drain');
  };
  const words = new Map<string, string>();
  const themes = new Map<string, string>();
  for (const dataset of seededDatasets(count)) {
    const row = rowOf(dataset);
    const offers = dataset.offers.map((offer) => offerOf(dataset, offer));
    const entry = entryOf({
      ...dataset,
      cooperativeId: row.cooperative_id,
      columns: row.columns,
      offers: dataset.offers.map(({ purposes, prohibited, priceMinor }) => ({
        purposes,
        prohibited,
        price: {
          amount: { amountMinor: BigInt(priceMinor), currency: 'USD' },
          model: 'FLAT',
          jobPrice: null,
        },
      })),
    });
    for (const [word, stem] of entry.spelt) words.set(word, stem);
    for (const [key, label] of entry.themes) themes.set(key, label);
    await write('dataset', row);
    for (const offer of offers) await write('offer', offer);
    await write('catalogue_entry', columnsOf({ ...row, offers }, entry));
  }
  for (const [word, stem] of words) await write('catalogue_word', { word, stem, near: slipKeys(word) });
  for (const [key, label] of themes) await write('catalogue_theme', { key, label });
  for (const file of files.values()) {
    file.end();
    await once(file, 'close');
  }
  for (const statement of CATALOGUE_INDEXES) await owner.query(`drop index ${statement.split(' ')[2]}`);
  for (const table of TABLES) {
    const file = join(folder, `${table}.tsv`);
    chmodSync(file, 0o644);
    await owner.query(`copy ${table} from '${file}'`);
    rmSync(file);
  }
  await owner.query(`set maintenance_work_mem = '512MB'`);
  for (const statement of CATALOGUE_INDEXES) await owner.query(statement);
  for (const table of TABLES) await owner.query(`vacuum analyze ${table}`);
}

function rowOf(of: SeededDataset) {
  return {
    cooperative_id: cooperativeId(of.cooperative),
    id: of.id,
    title: of.title,
    description: of.description,
    keywords: of.keywords,
    themes: of.themes,
    columns: of.columns.map((column) => ({
      ...column,
      type: 'NUMBER' as const,
      sensitivity: 'ORDINARY' as const,
      bounds: null,
      categories: null,
      required: false,
    })),
    row_key: null,
    temporal_from: of.temporal?.from ?? null,
    temporal_until: of.temporal?.until ?? null,
    spatial: of.spatial,
    rows_per_member_max: 10,
    published_at: of.publishedAt,
    contributor_count: of.recordCount === 0 ? 0 : 10,
    record_count: of.recordCount,
    changed_at: of.publishedAt,
  };
}

function offerOf(
  of: SeededDataset,
  { id, purposes, prohibited, priceMinor }: SeededDataset['offers'][number],
) {
  return {
    cooperative_id: cooperativeId(of.cooperative),
    id,
    dataset_id: of.id,
    licence_id: null,
    buyer_id: null,
    digest: id,
    charter_version: 1,
    purposes,
    prohibited,
    duties: [],
    price_minor: String(priceMinor),
    currency: 'USD',
    price_model: 'FLAT',
    job_price_minor: null,
    term_days: 365,
    policy: {},
    made_at: of.publishedAt,
    withdrawn_at: null,
  };
}

/** A value in PostgreSQL's text format of COPY. */
function cell(value: unknown): string {
  if (value === null) return '\\N';
  return textOf(value).replace(/[\\\t\n\r]/g, (sign) => ESCAPED[sign]!);
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  const texts = Array.isArray(value) && value.every((each) => typeof each === 'string');
  return texts
    ? `{${value.map((each) => `"${each.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
    : JSON.stringify(value);
}
