import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Money that nobody has claimed, and costs that take two. */
export class MoneyAtRest1700000000411 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UNCLAIMED);
    await runner.query(COSTS);
  }

  async down(): Promise<void> {
    throw new Error('accounts are kept: there is no way back');
  }
}

const UNCLAIMED = `
  -- Who may claim what comes back to the account of somebody who was erased: a digest that only the DID opens.
  create table account_claim (
    cooperative_id text not null,
    account_id text not null,
    digest bytea not null check (octet_length(digest) = 32),
    primary key (cooperative_id, account_id),
    foreign key (cooperative_id, account_id) references ledger_account
  );
  create index account_claim_digest on account_claim (cooperative_id, digest);
  ${tenantPolicy('account_claim')}
  ${grant('account_claim', 'SELECT, INSERT')}

  create table unclaimed (
    cooperative_id text not null,
    unclaimed_id text not null,
    account_id text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    since timestamptz not null,
    ended_at timestamptz,
    ended_as text check (ended_as in ('CLAIMED', 'FORFEITED')),
    primary key (cooperative_id, unclaimed_id),
    foreign key (cooperative_id, account_id) references ledger_account,
    check ((ended_at is null) = (ended_as is null))
  );
  create index unclaimed_account on unclaimed (cooperative_id, account_id);
  create index unclaimed_open on unclaimed (since) where ended_at is null;
  ${tenantPolicy('unclaimed')}
  ${readerPolicy('unclaimed', 'forfeiter', 'ended_at is null')}
  ${grant('unclaimed', 'SELECT, INSERT, UPDATE (ended_at, ended_as)')}
`;

/** Costs of before were posted as they were recorded, by one steward and without a receipt. */
const COSTS = `
  alter table revenue_policy add column cost_approval_minor bigint;
  alter table cost add column receipt_digest text check (receipt_digest ~ '^[0-9a-f]{64}$');
  alter table cost add column recorded_by text;
  alter table cost add column posted_at timestamptz;
  alter table cost add column approved_by text;
  alter table cost add column withdrawn_at timestamptz;
  alter table cost add column reversal_asked_by text;
  alter table cost add column reversal_asked_at timestamptz;
  alter table cost add column reversal_reason text check (length(reversal_reason) between 1 and 500);
  alter table cost add column reversed_at timestamptz;
  alter table cost no force row level security;
  update cost set posted_at = recorded_at;
  alter table cost force row level security;
  ${grant(
    'cost',
    'UPDATE (recorded_by, posted_at, approved_by, withdrawn_at, reversal_asked_by, reversal_asked_at, reversal_reason, reversed_at)',
  )}
`;
