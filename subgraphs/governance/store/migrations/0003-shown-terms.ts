import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The terms of a licence that members are asked about; null of what is no licence, and of votes from before. */
export class ShownTerms1700000000203 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table proposal add column terms jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table proposal drop column terms');
  }
}
