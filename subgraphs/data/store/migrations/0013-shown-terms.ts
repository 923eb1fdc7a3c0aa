import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beside which published offer an acceptance is shown to the members. Votes that were open before go on as they are. */
export class ShownTerms1700000000313 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table licence add column published_offer_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table licence drop column published_offer_id');
  }
}
