import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, tenantPolicy } from '../../../kit/store/rls.js';

/** What this service keeps of the other services' journals, and the members' stakes and exits. */
export class Projections1700000000404 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROJECTIONS);
    await runner.query(MEMBERS);
  }

  async down(): Promise<void> {
    throw new Error('accounts are kept: there is no way back');
  }
}

const PROJECTIONS = `
  create table revenue_policy (
    cooperative_id text not null,
    version int not null,
    reserve_bp int not null,
    commons_bp int not null,
    reinvest_bp int not null,
    basis text not null,
    minimum_payout_minor bigint not null check (minimum_payout_minor >= 0),
    withholding_tax_bp int not null,
    exit_balance text not null check (exit_balance in ('PAY', 'HOLD')),
    effective_at timestamptz not null,
    primary key (cooperative_id, version)
  );

  create table contribution (
    cooperative_id text not null,
    contribution_id text not null,
    member_id text not null,
    record_count bigint not null check (record_count >= 0),
    primary key (cooperative_id, contribution_id)
  );
  create index contribution_member on contribution (cooperative_id, member_id);

  create table usage (
    cooperative_id text not null,
    job_id text not null,
    member_id text not null,
    licence_id text not null,
    records bigint not null check (records >= 0),
    quality_bp int not null check (quality_bp between 0 and 10000),
    metered_at timestamptz not null,
    primary key (cooperative_id, job_id, member_id)
  );
  create index usage_metered on usage (cooperative_id, metered_at);
  -- A use that is heard of after its period was closed counts in the next one, like a late posting.
  create function date_use() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    closed timestamptz;
  begin
    select closed_until into closed from book where cooperative_id = new.cooperative_id for share;
    new.metered_at := greatest(new.metered_at, closed);
    return new;
  end $$;
  create trigger date_use before insert on usage for each row execute function date_use();
  ${['revenue_policy', 'contribution', 'usage'].map(tenantPolicy).join('\n')}
  ${grant('revenue_policy', 'SELECT, INSERT')}
  ${grant('contribution', 'SELECT, INSERT, DELETE')}
  ${grant('usage', 'SELECT, INSERT, DELETE')}
`;

const MEMBERS = `
  create table stake_lock (
    cooperative_id text not null,
    account_id text not null,
    locked_until timestamptz not null,
    primary key (cooperative_id, account_id),
    foreign key (cooperative_id, account_id) references ledger_account
  );

  create table member_exit (
    cooperative_id text not null,
    member_id text not null,
    requested_at timestamptz not null,
    payout_id text,
    left_at timestamptz,
    primary key (cooperative_id, member_id)
  );
  ${['stake_lock', 'member_exit'].map(tenantPolicy).join('\n')}
  ${grant('stake_lock', 'SELECT, INSERT, UPDATE (locked_until)')}
  ${grant('member_exit', 'SELECT, INSERT, UPDATE (payout_id, left_at), DELETE')}
`;
