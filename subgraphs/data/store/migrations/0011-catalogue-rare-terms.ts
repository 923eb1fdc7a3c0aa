import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ORDERINGS } from '../search/ordering.js';
import { pageFunction } from '../search/pageFunction.js';

const PAGED = [ORDERINGS.TITLE, ORDERINGS.NEWEST, ORDERINGS.RECORDS];

/**
 * Several terms of which each is rare were taken for common, and thousands of entries looked at for a few hits.
 *
 * @see data/decisions/0004-one-index-for-the-catalogue.md
 */
export class CatalogueRareTerms1700000000311 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { column } of PAGED) await runner.query(`drop function catalogue_by_${column}`);
    for (const ordering of PAGED) await runner.query(pageFunction(ordering));
  }

  async down(): Promise<void> {
    throw new Error('pages are read by these functions: restore a backup instead');
  }
}
