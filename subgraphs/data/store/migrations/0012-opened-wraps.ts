import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy } from '../../../kit/store/rls.js';

/**
 * What the compute worker found of each wrap. Consents that are there already have not been opened for this yet: the
 * worker opens them after its start, the oldest first, and until then they are not counted.
 *
 * @see data/decisions/0005-a-consent-counts-once-its-wrap-was-opened.md
 */
export class OpenedWraps1700000000312 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table consent
        add column wrap_opened_at timestamptz,
        add column wrap_set_aside_at timestamptz,
        -- By the machine's clock, when the worker last could not tell: the demo's may be moved.
        add column wrap_tried_at timestamptz;
      create index consent_unverified on consent (granted_at, id)
        where wrap_opened_at is null and wrap_set_aside_at is null and withdrawn_at is null and erased_at is null;
      create index consent_set_aside on consent (id) where wrap_set_aside_at is not null;
      drop policy reader_rewrap on consent;
      ${readerPolicy('consent', 'wraps', 'withdrawn_at is null and erased_at is null')}
      ${readerPolicy('consent_wrap', 'wraps')}
      ${grant('consent', 'UPDATE (wrap_opened_at, wrap_set_aside_at, wrap_tried_at)', 'worker')}`);
  }

  async down(): Promise<void> {
    throw new Error('which wraps have opened is not to be forgotten: restore a backup instead');
  }
}
