import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where an entry stands in the feed, in one row: without a position while it has none, and no row if nobody wrote it. */
export class EntryPlaces1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function feed_place(entry text) returns table (place bigint) language plpgsql as $$
        begin
          perform set_config('app.reader', 'feed', true);
          return query select e.position from journal_entry e where e.entry_id = entry;
        end $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function feed_place(text)');
  }
}
