import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, tenantPolicy } from '../../../kit/store/rls.js';

/**
 * How buyers stand with a co-op, as payouts says, and which jobs stand in that already. Jobs that were released before
 * have long been billed.
 *
 * @see payouts/decisions/0015-jobs-are-paid-in-advance.md
 */
export class JobFees1700000000316 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table buyer_account (
        cooperative_id text not null,
        buyer_id text not null,
        version bigint not null,
        prepaid_minor bigint not null,
        fees_owed_minor bigint not null check (fees_owed_minor >= 0),
        claim_minor bigint not null check (claim_minor >= 0),
        due_at timestamptz,
        primary key (cooperative_id, buyer_id)
      );
      ${tenantPolicy('buyer_account')}
      ${grant('buyer_account', 'SELECT, INSERT, UPDATE (version, prepaid_minor, fees_owed_minor, claim_minor, due_at)')}
      create table prepayment_release (
        cooperative_id text not null,
        withdrawal_id text not null,
        buyer_id text not null,
        amount_minor bigint not null check (amount_minor > 0),
        primary key (cooperative_id, withdrawal_id)
      );
      ${tenantPolicy('prepayment_release')}
      ${grant('prepayment_release', 'SELECT, INSERT, DELETE')}
      alter table compute_job add column billed_at timestamptz;
      ${grant('compute_job', 'UPDATE (billed_at)')}
      alter table compute_job no force row level security;
      update compute_job set billed_at = finished_at where state = 'RELEASED';
      alter table compute_job force row level security;
      create index compute_job_unbilled on compute_job (cooperative_id, buyer_id)
        where billed_at is null and cost_minor > 0`);
  }

  async down(): Promise<void> {
    throw new Error('what buyers have paid in advance is kept: there is no way back');
  }
}
