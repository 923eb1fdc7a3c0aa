import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from '../../../kit/store/rls.js';
import { listAll } from '../search/catalogueEntries.js';

/**
 * The index by which datasets are searched, filtered, ordered and counted, in a form that no locale of a server takes
 * part in; made anew of what is published.
 *
 * @see data/decisions/0004-one-index-for-the-catalogue.md
 */
export class CatalogueIndex1700000000307 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(READERS);
    await listAll({ query: (sql, parameters) => runner.query(sql, parameters) as Promise<never[]> });
    await runner.query(CATALOGUE_INDEXES.join(';\n'));
  }

  async down(): Promise<void> {
    throw new Error('the index that this one replaces is gone: restore a backup instead');
  }
}

/**
 * Only `search` may be stored beside the row: an entry is small, so that many of them are read in little time.
 */
const TABLES = `
  drop table catalogue_entry;
  create table catalogue_entry (
    dataset_id text collate "C" primary key,
    cooperative_id text collate "C" not null,
    title_key text collate "C" not null,
    published_at timestamptz not null,
    record_count integer not null,
    temporal_from timestamptz,
    temporal_until timestamptz,
    -- Of the one published offer; null where there is none, or more than one.
    price_minor bigint,
    currency text,
    has_more_offers boolean not null,
    themes text[] not null,
    purposes text[] not null,
    search tsvector not null
  ) with (toast_tuple_target = 128);
  alter table catalogue_entry
    alter column search set storage external,
    alter column title_key set storage main,
    alter column themes set storage main,
    alter column purposes set storage main;
  alter table catalogue_entry alter column search set statistics 1000;
  ${grant('catalogue_entry', 'SELECT, INSERT, UPDATE')}

  create table catalogue_theme (
    key text collate "C" primary key,
    label text not null
  );
  ${grant('catalogue_theme', 'SELECT, INSERT')}

  create table catalogue_word (
    word text collate "C" primary key,
    stem text collate "C" not null,
    near text[] not null
  );
  create index catalogue_word_stem on catalogue_word (stem);
  create index catalogue_word_near on catalogue_word using gin (near) with (fastupdate = off);
  ${grant('catalogue_word', 'SELECT, INSERT')}
`;

/** A word is looked up more often than one is written: nothing waits to be merged into the index. */
export const CATALOGUE_INDEXES = [
  'create index catalogue_entry_search on catalogue_entry using gin (search) with (fastupdate = off)',
  'create index catalogue_entry_newest on catalogue_entry (published_at, dataset_id)',
  'create index catalogue_entry_title on catalogue_entry (title_key, dataset_id)',
  'create index catalogue_entry_records on catalogue_entry (record_count, dataset_id)',
  'create index catalogue_entry_cooperative_newest on catalogue_entry (cooperative_id, published_at, dataset_id)',
  'create index catalogue_entry_cooperative_title on catalogue_entry (cooperative_id, title_key, dataset_id)',
  'create index catalogue_entry_cooperative_records on catalogue_entry (cooperative_id, record_count, dataset_id)',
];

/**
 * What a search takes from tables under row-level security, read as the catalogue's reader in the same round trip.
 */
const READERS = `
  create function published_datasets(ids text[]) returns setof dataset language sql stable rows 100
    set app.reader = 'catalogue' as
    $$ select * from dataset where id = any(ids) $$;
  create function published_cooperatives(ids text[]) returns setof cooperative language sql stable rows 50
    set app.reader = 'catalogue' as
    $$ select * from cooperative where cooperative_id = any(ids) $$;
  create function is_offered(dataset text, purposes_covering text[], price_currency text, price_max bigint)
    returns boolean language sql stable set app.reader = 'catalogue' as
    $$ select exists (select 1 from offer o
         where o.dataset_id = dataset and o.licence_id is null and o.withdrawn_at is null
           and o.currency = price_currency and o.price_minor <= price_max
           and (purposes_covering is null
             or o.purposes && purposes_covering and not o.prohibited && purposes_covering)) $$;
`;
