import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, tenantPolicy } from '../../../kit/store/rls.js';

/** Where members have asked to be paid beside the account on file, as digests: each is usable from an instant on. */
export class Destinations1700000000405 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payout_destination (
        cooperative_id text not null,
        member_id text not null,
        digest bytea not null check (octet_length(digest) = 32),
        usable_at timestamptz not null,
        primary key (cooperative_id, member_id, digest)
      );
      ${tenantPolicy('payout_destination')}
      ${grant('payout_destination', 'SELECT, INSERT, DELETE')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table payout_destination');
  }
}
