import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which entry of another's journal was read last: so that a journal that is another one is noticed. */
export class ReadEntries1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table reaction_cursor add column entry_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table reaction_cursor drop column entry_id');
  }
}
