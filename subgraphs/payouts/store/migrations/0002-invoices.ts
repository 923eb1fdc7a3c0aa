import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, organizationPolicy, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Invoices, credit notes, costs, and money on its way through the payment rail. */
export class Invoices1700000000402 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INVOICES);
    await runner.query(TRANSFERS);
  }

  async down(): Promise<void> {
    throw new Error('accounts are kept: there is no way back');
  }
}

const INVOICES = `
  create table licence (
    cooperative_id text not null,
    licence_id text not null,
    dataset_id text not null,
    buyer_id text not null,
    primary key (cooperative_id, licence_id)
  );
  ${tenantPolicy('licence')}
  ${grant('licence', 'SELECT, INSERT, UPDATE (dataset_id, buyer_id)')}

  create table invoice (
    cooperative_id text not null references book,
    invoice_id text not null,
    licence_id text not null,
    -- The computation that it bills, where the licence has a price a job; null for the licence itself.
    job_id text,
    buyer_id text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    tax_minor bigint not null check (tax_minor between 0 and amount_minor),
    credited_minor bigint not null default 0 check (credited_minor between 0 and amount_minor),
    credited_tax_minor bigint not null default 0 check (credited_tax_minor between 0 and tax_minor),
    currency text not null,
    issued_at timestamptz not null,
    due_at timestamptz not null,
    paid_at timestamptz,
    cancelled_at timestamptz,
    primary key (cooperative_id, invoice_id)
  );
  create unique index invoice_licence on invoice (cooperative_id, licence_id) where job_id is null;
  create unique index invoice_job on invoice (cooperative_id, job_id) where job_id is not null;
  create index invoice_of_licence on invoice (cooperative_id, licence_id, invoice_id);
  create index invoice_buyer on invoice (buyer_id, invoice_id);
  ${tenantPolicy('invoice')}
  ${organizationPolicy('invoice', 'buyer_id')}
  ${grant('invoice', 'SELECT, INSERT, UPDATE (credited_minor, credited_tax_minor, paid_at, cancelled_at)')}

  create table credit_note (
    cooperative_id text not null,
    credit_note_id text not null,
    invoice_id text not null,
    amount_minor bigint not null check (amount_minor > 0),
    tax_minor bigint not null check (tax_minor between 0 and amount_minor),
    currency text not null,
    reason text not null check (length(reason) between 1 and 500),
    issued_at timestamptz not null,
    primary key (cooperative_id, credit_note_id),
    foreign key (cooperative_id, invoice_id) references invoice
  );
  create index credit_note_invoice on credit_note (cooperative_id, invoice_id);
  ${tenantPolicy('credit_note')}
  ${organizationPolicy(
    'credit_note',
    `(select buyer_id from invoice where invoice.cooperative_id = credit_note.cooperative_id
        and invoice.invoice_id = credit_note.invoice_id)`,
  )}
  ${grant('credit_note', 'SELECT, INSERT')}

  create table cost (
    cooperative_id text not null references book,
    cost_id text not null,
    description text not null check (length(description) between 1 and 500),
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    recorded_at timestamptz not null,
    primary key (cooperative_id, cost_id)
  );
  ${tenantPolicy('cost')}
  ${grant('cost', 'SELECT, INSERT')}
`;

/**
 * A transfer is known by facts, each set once; `booked` is what the ledger holds of it; `attempts` spaces the
 * asking, and `ask_after` is set before each, so that two processes do not ask at once.
 */
const TRANSFERS = `
  create table transfer (
    cooperative_id text not null references book,
    transfer_id text not null,
    purpose text not null check (purpose in ('INVOICE', 'REFUND', 'PAYOUT')),
    invoice_id text,
    credit_note_id text,
    account_id text,
    amount_minor bigint not null check (amount_minor > 0),
    tax_minor bigint not null check (tax_minor between 0 and amount_minor),
    currency text not null,
    method text not null check (length(method) between 1 and 100),
    requested_at timestamptz not null,
    settled_at timestamptz,
    failed_at timestamptz,
    returned_at timestamptz,
    failure text,
    booked text not null default 'PENDING' check (booked in ('PENDING', 'SETTLED', 'EXCESS', 'UNDONE')),
    attempts int not null default 0,
    ask_after timestamptz not null,
    primary key (cooperative_id, transfer_id),
    foreign key (cooperative_id, invoice_id) references invoice,
    foreign key (cooperative_id, credit_note_id) references credit_note,
    foreign key (cooperative_id, account_id) references ledger_account,
    check ((purpose = 'PAYOUT') = (account_id is not null)),
    check ((purpose = 'PAYOUT') = (invoice_id is null))
  );
  create index transfer_invoice on transfer (cooperative_id, invoice_id, transfer_id);
  create index transfer_account on transfer (cooperative_id, account_id, transfer_id);
  create index transfer_undecided on transfer (ask_after)
    where settled_at is null and failed_at is null and returned_at is null;
  ${tenantPolicy('transfer')}
  ${readerPolicy('transfer', 'reconciler', 'settled_at is null and failed_at is null and returned_at is null')}
  ${grant(
    'transfer',
    'SELECT, INSERT, UPDATE (settled_at, failed_at, returned_at, failure, booked, attempts, ask_after)',
  )}

  create table rail_event (
    cooperative_id text not null,
    event_id text not null,
    transfer_id text not null,
    fact text not null,
    occurred_at timestamptz not null,
    heard_at timestamptz not null,
    primary key (cooperative_id, event_id),
    foreign key (cooperative_id, transfer_id) references transfer
  );
  ${tenantPolicy('rail_event')}
  ${grant('rail_event', 'SELECT, INSERT')}
`;
