import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from '../../../kit/store/rls.js';

/**
 * What the compute worker counted of each contribution, beside what the wallet declared, and the charter's bound on it.
 * Contributions that are there already weigh nothing until the worker's count is heard of; closed runs stay as they are.
 *
 * @see payouts/decisions/0010-rows-weigh-as-they-were-counted.md
 */
export class CountedRows1700000000408 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table contribution add column counted_rows bigint not null default 0 check (counted_rows >= 0);
      alter table revenue_policy add column rows_per_period_max int not null default 10000;
      ${grant('contribution', 'UPDATE (counted_rows)')}`);
  }

  async down(): Promise<void> {
    throw new Error('dividends rest on what was counted: restore a backup instead');
  }
}
