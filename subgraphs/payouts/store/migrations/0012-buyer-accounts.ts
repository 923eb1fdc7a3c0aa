import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, organizationPolicy, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/**
 * What a buyer has paid in advance, and how they stand with a co-op in all, which data is told. Accounts of buyers who were
 * billed before are told of once, by the worker that finds them at version 0.
 *
 * @see payouts/decisions/0015-jobs-are-paid-in-advance.md
 */
export class BuyerAccounts1700000000412 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table buyer_account (
        cooperative_id text not null references book,
        buyer_id text not null,
        currency text not null,
        prepaid_minor bigint not null default 0,
        fees_owed_minor bigint not null default 0,
        owed_minor bigint not null default 0,
        claim_minor bigint not null default 0,
        due_at timestamptz,
        version bigint not null default 0,
        primary key (cooperative_id, buyer_id)
      );
      create index buyer_account_untold on buyer_account (cooperative_id, buyer_id) where version = 0;
      create index buyer_account_buyer on buyer_account (buyer_id, cooperative_id);
      ${tenantPolicy('buyer_account')}
      ${organizationPolicy('buyer_account', 'buyer_id')}
      ${readerPolicy('buyer_account', 'reconciler', 'version = 0')}
      ${grant('buyer_account', 'SELECT, INSERT, UPDATE (prepaid_minor, fees_owed_minor, owed_minor, claim_minor, due_at, version)')}
      create index invoice_open on invoice (cooperative_id, buyer_id)
        where held_minor < 0 or (cancelled_at is null and held_minor < amount_minor - credited_minor);
      create table prepayment_withdrawal (
        cooperative_id text not null references book,
        withdrawal_id text not null,
        buyer_id text not null,
        requested_at timestamptz not null,
        -- What data has let go of; null until it has answered.
        released_minor bigint check (released_minor >= 0),
        primary key (cooperative_id, withdrawal_id)
      );
      ${tenantPolicy('prepayment_withdrawal')}
      ${grant('prepayment_withdrawal', 'SELECT, INSERT, UPDATE (released_minor)')}`);
    await runner.query(`
      alter table transfer add column buyer_id text;
      do $$ declare rule text; begin
        for rule in select conname from pg_constraint where conrelid = 'transfer'::regclass and contype = 'c'
          and pg_get_constraintdef(oid) like '%purpose%'
        loop execute format('alter table transfer drop constraint %I', rule); end loop;
      end $$;
      alter table transfer
        add constraint transfer_purpose
          check (purpose in ('INVOICE', 'REFUND', 'PREPAYMENT', 'PREPAYMENT_REFUND', 'PAYOUT')),
        add constraint transfer_of_member check ((purpose = 'PAYOUT') = (account_id is not null)),
        add constraint transfer_of_invoice check ((purpose in ('INVOICE', 'REFUND')) = (invoice_id is not null)),
        add constraint transfer_of_buyer
          check ((purpose in ('PREPAYMENT', 'PREPAYMENT_REFUND')) = (buyer_id is not null));
      create index transfer_buyer on transfer (cooperative_id, buyer_id, transfer_id) where buyer_id is not null`);
    await runner.query(`
      alter table invoice no force row level security;
      alter table buyer_account no force row level security;
      insert into buyer_account (cooperative_id, buyer_id, currency)
        select distinct cooperative_id, buyer_id, currency from invoice;
      alter table invoice force row level security;
      alter table buyer_account force row level security`);
  }

  async down(): Promise<void> {
    throw new Error('accounts are kept: there is no way back');
  }
}
