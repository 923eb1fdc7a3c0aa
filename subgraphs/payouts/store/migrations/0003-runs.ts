import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Dividend runs: what each snapshot held, what each member got. */
export class Runs1700000000403 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create extension if not exists btree_gist');
    await runner.query(RUN);
    await runner.query(SNAPSHOT);
    await runner.query(DIVIDEND);
  }

  async down(): Promise<void> {
    throw new Error('accounts are kept: there is no way back');
  }
}

const RUN = `
  create table dividend_run (
    cooperative_id text not null references book,
    run_id text not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    currency text not null,
    policy_version int not null,
    basis text not null,
    reserve_bp int not null,
    commons_bp int not null,
    reinvest_bp int not null,
    withholding_tax_bp int not null,
    revenue_minor bigint not null,
    costs_minor bigint not null,
    reserve_minor bigint not null,
    commons_minor bigint not null,
    reinvested_minor bigint not null,
    pool_minor bigint not null,
    from_reserve_minor bigint not null,
    recovered_minor bigint not null,
    deficit_after_minor bigint not null,
    undivided_before_minor bigint not null,
    undivided_after_minor bigint not null,
    member_count int not null,
    proof_root text,
    snapshot_at timestamptz not null,
    allocated_at timestamptz,
    posted_at timestamptz,
    closed_at timestamptz,
    primary key (cooperative_id, run_id),
    check (from_at < until_at),
    -- What the books say twice cannot be said at all: periods of a co-op do not overlap.
    exclude using gist (cooperative_id with =, tstzrange(from_at, until_at) with &&)
  );
  create unique index dividend_run_unfinished on dividend_run (cooperative_id) where closed_at is null;
  ${tenantPolicy('dividend_run')}
  ${readerPolicy('dividend_run', 'runner', 'closed_at is null')}
  ${grant('dividend_run', 'SELECT, INSERT, UPDATE (proof_root, allocated_at, posted_at, closed_at)')}
`;

const SNAPSHOT = `
  create table run_licence (
    cooperative_id text not null,
    run_id text not null,
    licence_id text not null,
    revenue_minor bigint not null,
    primary key (cooperative_id, run_id, licence_id),
    foreign key (cooperative_id, run_id) references dividend_run
  );

  create table run_member (
    cooperative_id text not null,
    run_id text not null,
    account_id text not null,
    member_id text,
    weight bigint not null check (weight > 0),
    primary key (cooperative_id, run_id, account_id),
    foreign key (cooperative_id, run_id) references dividend_run,
    foreign key (cooperative_id, account_id) references ledger_account
  );

  create table run_use (
    cooperative_id text not null,
    run_id text not null,
    account_id text not null,
    licence_id text not null,
    weight bigint not null check (weight > 0),
    primary key (cooperative_id, run_id, account_id, licence_id),
    foreign key (cooperative_id, run_id, account_id) references run_member
  );
  ${['run_licence', 'run_member', 'run_use'].map(tenantPolicy).join('\n')}
  ${grant('run_licence', 'SELECT, INSERT')}
  ${grant('run_member', 'SELECT, INSERT, UPDATE (member_id)')}
  ${grant('run_use', 'SELECT, INSERT')}
`;

const DIVIDEND = `
  create table dividend (
    cooperative_id text not null,
    dividend_id text not null,
    run_id text not null,
    account_id text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    tax_minor bigint not null check (tax_minor between 0 and amount_minor),
    weight bigint not null,
    -- Both make the leaf of the run's tree; the salt is the member's and an erasure empties it.
    pseudonym text not null,
    salt text,
    credited_at timestamptz,
    primary key (cooperative_id, dividend_id),
    unique (cooperative_id, run_id, account_id),
    unique (cooperative_id, run_id, pseudonym),
    foreign key (cooperative_id, run_id, account_id) references run_member
  );
  create index dividend_account on dividend (cooperative_id, account_id, dividend_id);
  create index dividend_uncredited on dividend (cooperative_id, run_id, dividend_id) where credited_at is null;

  create table dividend_line (
    cooperative_id text not null,
    dividend_id text not null,
    licence_id text not null,
    amount_minor bigint not null check (amount_minor > 0),
    primary key (cooperative_id, dividend_id, licence_id),
    foreign key (cooperative_id, dividend_id) references dividend
  );
  ${['dividend', 'dividend_line'].map(tenantPolicy).join('\n')}
  ${grant('dividend', 'SELECT, INSERT, UPDATE (credited_at, salt)')}
  ${grant('dividend_line', 'SELECT, INSERT')}
`;
