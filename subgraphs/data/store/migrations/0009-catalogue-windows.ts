import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from '../../../kit/store/rls.js';
import { listAll } from '../search/catalogueEntries.js';
import { pageFunction } from '../search/pageFunction.js';
import { ORDERINGS } from '../search/ordering.js';

const PAGED = [ORDERINGS.TITLE, ORDERINGS.NEWEST, ORDERINGS.RECORDS];

/**
 * Pages of hits that are neither few nor next to one another, in a time that does not grow with the hits: what lies
 * between the page's key and a later one is read alone. Entries are made anew with the terms that this takes.
 *
 * @see data/decisions/0004-one-index-for-the-catalogue.md
 */
export class CatalogueWindows1700000000309 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index catalogue_entry_search;
      truncate catalogue_entry;
      alter table catalogue_entry drop column has_more_offers, add column more_offers jsonb;
      -- The words alone are stored beside an entry. Ids were too: each look at one was a look into another table.
      alter table catalogue_entry
        alter column dataset_id set storage main,
        alter column cooperative_id set storage main,
        alter column currency set storage main,
        alter column more_offers set storage main;
      ${grant('catalogue_entry', 'DELETE')}`);
    await listAll({ query: (sql, parameters) => runner.query(sql, parameters) as Promise<never[]> });
    await runner.query(
      'create index catalogue_entry_search on catalogue_entry using gin (search) with (fastupdate = off)',
    );
    for (const { column } of PAGED) await runner.query(`drop function catalogue_by_${column}`);
    await runner.query('drop function is_offered');
    for (const ordering of PAGED) await runner.query(pageFunction(ordering));
    await runner.query('analyze catalogue_entry');
  }

  async down(): Promise<void> {
    throw new Error('the entries that these replace are gone: restore a backup instead');
  }
}
