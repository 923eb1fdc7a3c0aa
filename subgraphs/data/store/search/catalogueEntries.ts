import { createHash } from 'node:crypto';
import type { Tx } from '../../../kit/store/tx.js';
import { entryOf } from '../../domain/search/entry.js';
import type { Entry, Listed } from '../../domain/search/entry.js';
import { slipKeys } from '../../domain/search/spelling.js';
import type { DatasetColumns } from '../datasetRow.js';
import { SAMPLES } from './sample.js';
import { vectorOf } from './lexemes.js';
import { comparedOf } from './offersCompared.js';

type Statements = Pick<Tx, 'query'>;

/** Entries that one statement writes: each may hold thousands of words. */
const BATCH = 200;

type ListedColumns = DatasetColumns & { offers: OfferColumns[] };

interface OfferColumns {
  purposes: string[];
  prohibited: string[];
  price_minor: string;
  currency: string;
}

/**
 * Enters datasets in the catalogue's index, or anew, as they stand with their published offers. The transaction sees
 * their co-op's rows, and holds their locks to its end, so that of two changes the later one sees both.
 */
export async function listDatasets(tx: Statements, ids: readonly string[]): Promise<void> {
  const sorted = [...new Set(ids)].sort();
  for (let at = 0; at < sorted.length; at += BATCH) {
    const batch = sorted.slice(at, at + BATCH);
    await tx.query('select 1 from dataset where id = any($1) order by id for no key update', [batch]);
    const rows = await read(tx, 'd.id = any($1)', [batch]);
    await tx.query('delete from catalogue_entry where dataset_id = any($1)', [batch]);
    await write(tx, rows);
  }
}

/** Enters every dataset there is, where none is entered: when the index is made. */
export async function listAll(tx: Statements): Promise<void> {
  await tx.query(`select set_config('app.reader', 'catalogue', true)`);
  let after = '';
  for (;;) {
    const rows = await read(tx, `d.id > $1 order by d.id limit ${BATCH}`, [after]);
    if (rows.length === 0) return;
    await write(tx, rows);
    after = rows.at(-1)!.id;
  }
}

function read(tx: Statements, where: string, parameters: unknown[]): Promise<ListedColumns[]> {
  return tx.query<ListedColumns>(
    `select d.*, array(
       select jsonb_build_object('purposes', o.purposes, 'prohibited', o.prohibited,
         'price_minor', o.price_minor::text, 'currency', o.currency)
       from offer o where o.dataset_id = d.id and o.licence_id is null and o.withdrawn_at is null) as offers
     from dataset d where ${where}`,
    parameters,
  );
}

async function write(tx: Statements, rows: readonly ListedColumns[]): Promise<void> {
  const entries = rows.map((row) => ({ row, entry: entryOf(listedOf(row)) }));
  await addWords(tx, entries);
  await addThemes(tx, entries);
  await tx.query(
    `insert into catalogue_entry
     select * from jsonb_populate_recordset(null::catalogue_entry, $1)`,
    [JSON.stringify(entries.map(({ row, entry }) => columnsOf(row, entry)))],
  );
}

export function columnsOf(row: ListedColumns, entry: Entry): Record<string, unknown> {
  const [offer] = row.offers;
  const only = row.offers.length === 1;
  return {
    dataset_id: row.id,
    cooperative_id: row.cooperative_id,
    title_key: entry.titleKey,
    published_at: row.published_at,
    record_count: row.record_count,
    temporal_from: row.temporal_from,
    temporal_until: row.temporal_until,
    price_minor: only ? offer!.price_minor : null,
    currency: only ? offer!.currency : null,
    // A migration enters datasets before the next one has made this column of the other.
    has_more_offers: row.offers.length > 1,
    more_offers: only || row.offers.length === 0 ? null : row.offers.map((each) => comparedOf(each)),
    themes: [...entry.themes.keys()],
    purposes: entry.purposes,
    search: vectorOf(new Map([...entry.index, ...sampleTerms(row.id).map((term) => [term, []] as const)])),
  };
}

function listedOf(row: ListedColumns): Listed {
  const { temporal_from: from, temporal_until: until } = row;
  return {
    cooperativeId: row.cooperative_id,
    title: row.title,
    description: row.description,
    keywords: row.keywords,
    themes: row.themes,
    columns: row.columns,
    spatial: row.spatial,
    temporal: from && until ? { from, until } : null,
    offers: row.offers.map(({ purposes, prohibited, price_minor, currency }) => ({
      purposes,
      prohibited,
      price: { amount: { amountMinor: BigInt(price_minor), currency }, model: 'FLAT', jobPrice: null },
    })),
  };
}

/** By a digest, so that the sample says nothing of when, where, or by whom a dataset was published. */
function sampleTerms(id: string): string[] {
  const number = createHash('sha256').update(id).digest().readUInt32BE();
  return SAMPLES.filter(({ oneOf }) => number % oneOf === 0).map(({ term }) => term);
}

// Both in order, so that of two that publish at once neither waits for a word that the other holds.
async function addWords(tx: Statements, entries: readonly { entry: Entry }[]): Promise<void> {
  const words = new Map(entries.flatMap(({ entry }) => [...entry.spelt]));
  const known = await tx.query<{ word: string }>('select word from catalogue_word where word = any($1)', [
    [...words.keys()],
  ]);
  for (const { word } of known) words.delete(word);
  if (words.size === 0) return;
  const rows = [...words].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx.query(
    `insert into catalogue_word select * from jsonb_populate_recordset(null::catalogue_word, $1)
     on conflict do nothing`,
    [JSON.stringify(rows.map(([word, stem]) => ({ word, stem, near: slipKeys(word) })))],
  );
}

async function addThemes(tx: Statements, entries: readonly { entry: Entry }[]): Promise<void> {
  const themes = [...new Map(entries.flatMap(({ entry }) => [...entry.themes]))];
  if (themes.length === 0) return;
  const rows = themes.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, label]) => ({ key, label }));
  await tx.query(
    `insert into catalogue_theme select * from jsonb_populate_recordset(null::catalogue_theme, $1)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}
