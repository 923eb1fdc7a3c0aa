import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Store } from './store.js';

/** How long an idempotency key is remembered: longer than any client goes on trying. */
const IDEMPOTENCY_DAYS = 30;

/** By the machine's clock: moving a demo's time must not make a retry happen twice. */
export class IdempotencyExpiry1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table idempotency_record add column expires_at timestamptz not null
        default clock_timestamp() + interval '${IDEMPOTENCY_DAYS} days';
      create index idempotency_record_expiry on idempotency_record (expires_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table idempotency_record drop column expires_at');
  }
}

/** Forgets the answers whose keys nobody repeats any more. */
export async function sweepIdempotency(store: Store): Promise<void> {
  await store.unscoped('delete from idempotency_record where expires_at < clock_timestamp()');
}
