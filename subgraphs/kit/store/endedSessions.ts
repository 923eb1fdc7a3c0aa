import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { EndedSessions } from '../contracts/standing.js';
import type { Store } from './store.js';
import type { Tx } from './tx.js';
import { grant } from './rls.js';

/** Sessions that have ended while access tokens of theirs may still be good. */
export class EndedSessions1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ended_session (
        session_id text primary key,
        forget_at timestamptz not null
      );
      create index ended_session_forget on ended_session (forget_at);
      ${grant('ended_session', 'SELECT, INSERT, DELETE')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ended_session');
  }
}

/** By the machine's clock, from the moment at which it is heard: whoever hears late keeps late. */
export async function keepEndedSessions(tx: Tx, { ids, keepSeconds }: EndedSessions): Promise<void> {
  await tx.query(
    `insert into ended_session (session_id, forget_at)
       select id, clock_timestamp() + make_interval(secs => $2) from unnest($1::text[]) id
     on conflict do nothing`,
    [ids, keepSeconds],
  );
}

export async function sweepEndedSessions(store: Store): Promise<void> {
  await store.unscoped('delete from ended_session where forget_at < clock_timestamp()');
}
