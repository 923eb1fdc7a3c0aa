import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readerPolicy } from '../../../kit/store/rls.js';

/** Under which session a destination was named, so that it can be dropped with the session while it cools off. */
export class DestinationSessions1700000000406 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payout_destination add column session_id text;
      create index payout_destination_session on payout_destination (session_id);
      ${readerPolicy('payout_destination', 'sessions', 'session_id is not null')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy reader_sessions on payout_destination;
      alter table payout_destination drop column session_id`);
  }
}
