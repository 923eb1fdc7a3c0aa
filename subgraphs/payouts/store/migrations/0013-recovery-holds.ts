import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, tenantPolicy } from '../../../kit/store/rls.js';

/** Whose money is held while their keys are recovered. */
export class RecoveryHolds1700000000413 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recovery_hold (
        cooperative_id text not null,
        member_id text not null,
        recovery_id text not null,
        until timestamptz not null,
        primary key (cooperative_id, member_id)
      );
      ${tenantPolicy('recovery_hold')}
      ${grant('recovery_hold', 'SELECT, INSERT, UPDATE (recovery_id, until), DELETE')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table recovery_hold');
  }
}
