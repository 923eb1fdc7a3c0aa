import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, tenantPolicy } from '../../../kit/store/rls.js';

/** What each licence brings to a run, what waits for its uses, and proofs that commit to lines. */
export class LicenceLines1700000000409 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EARNING);
    await runner.query(COLUMNS);
  }

  async down(): Promise<void> {
    throw new Error('accounts are kept: there is no way back');
  }
}

/**
 * Uses of closed periods have been paid for by the runs of then. The tables are read past their policies, which their
 * owner is bound by as well.
 */
const EARNING = `
  create table licence_earning (
    cooperative_id text not null references book,
    licence_id text not null,
    carried_minor bigint not null check (carried_minor >= 0),
    carried_since timestamptz,
    -- Its uses up to here have been paid for.
    divided_until timestamptz,
    primary key (cooperative_id, licence_id),
    check ((carried_minor > 0) = (carried_since is not null))
  );
  alter table licence no force row level security;
  alter table book no force row level security;
  insert into licence_earning (cooperative_id, licence_id, carried_minor, divided_until)
    select cooperative_id, licence_id, 0, closed_until from licence join book using (cooperative_id)
    where closed_until is not null;
  alter table licence force row level security;
  alter table book force row level security;
  ${tenantPolicy('licence_earning')}
  ${grant('licence_earning', 'SELECT, INSERT, UPDATE (carried_minor, carried_since, divided_until)')}
  create index usage_licence on usage (cooperative_id, licence_id, metered_at);
`;

const COLUMNS = `
  create table run_column (
    cooperative_id text not null,
    run_id text not null,
    -- Empty for what belongs to no licence, here and in dividend_line.
    licence_id text not null,
    part_minor bigint not null check (part_minor > 0),
    -- Over the licence's lines; set with them.
    proof_root text,
    primary key (cooperative_id, run_id, licence_id),
    foreign key (cooperative_id, run_id) references dividend_run
  );
  ${tenantPolicy('run_column')}
  ${grant('run_column', 'SELECT, INSERT, UPDATE (proof_root)')}

  alter table dividend_run add column proof_version int not null default 1;
  ${grant('dividend_run', 'UPDATE (proof_version)')}
  -- The label of the payslip in its run's tree; none where lines do not stand in the proof.
  alter table dividend add column leaf text;
`;
