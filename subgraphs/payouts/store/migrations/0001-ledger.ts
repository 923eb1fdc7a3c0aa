import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, tenantPolicy } from '../../../kit/store/rls.js';

/** The double-entry ledger: append-only, balanced and dated by the database itself. */
export class Ledger1700000000401 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BOOK);
    await runner.query(TABLES);
    await runner.query(DATING);
    await runner.query(BALANCING);
    await runner.query(BALANCES);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is append-only: there is no way back');
  }
}

/** One a co-op: its settlement currency, and until when its periods are closed. */
const BOOK = `
  create table book (
    cooperative_id text primary key,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    opened_at timestamptz not null,
    closed_until timestamptz
  );
  ${tenantPolicy('book')}
  ${grant('book', 'SELECT, INSERT, UPDATE (closed_until)')}
`;

const TABLES = `
  create table ledger_account (
    cooperative_id text not null references book,
    account_id text not null,
    code text not null,
    kind text not null check (kind in ('ASSET', 'LIABILITY', 'REVENUE', 'EXPENSE', 'FUND')),
    owner_kind text not null check (owner_kind in ('COOPERATIVE', 'MEMBER', 'ORGANIZATION')),
    -- The only place where a person and an account meet; an erasure empties it.
    owner_id text,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    may_overdraw boolean not null,
    opened_at timestamptz not null,
    primary key (cooperative_id, account_id),
    unique (cooperative_id, account_id, currency),
    check (owner_kind <> 'COOPERATIVE' or owner_id is null)
  );
  create unique index ledger_account_own on ledger_account (cooperative_id, code, currency)
    where owner_kind = 'COOPERATIVE';
  create unique index ledger_account_owned on ledger_account (cooperative_id, owner_id, code, currency)
    where owner_id is not null;

  create table ledger_transaction (
    cooperative_id text not null references book,
    transaction_id text not null,
    kind text not null,
    source_id text not null,
    posted_at timestamptz not null,
    primary key (cooperative_id, transaction_id),
    -- One transaction for one event: what is posted again is refused.
    unique (cooperative_id, kind, source_id)
  );
  create index ledger_transaction_posted on ledger_transaction (cooperative_id, posted_at);

  create table ledger_entry (
    cooperative_id text not null,
    entry_id text not null,
    transaction_id text not null,
    account_id text not null,
    -- Minor units: debits above zero, credits below.
    amount_minor bigint not null check (amount_minor <> 0),
    currency text not null,
    licence_id text,
    primary key (cooperative_id, entry_id),
    foreign key (cooperative_id, transaction_id) references ledger_transaction,
    foreign key (cooperative_id, account_id, currency)
      references ledger_account (cooperative_id, account_id, currency)
  );
  create index ledger_entry_transaction on ledger_entry (cooperative_id, transaction_id);
  create index ledger_entry_account on ledger_entry (cooperative_id, account_id, entry_id);

  create table account_balance (
    cooperative_id text not null,
    account_id text not null,
    -- The sum of the account's entries, kept by the database.
    debit_minor bigint not null,
    primary key (cooperative_id, account_id),
    foreign key (cooperative_id, account_id) references ledger_account
  );
  ${['ledger_account', 'ledger_transaction', 'ledger_entry', 'account_balance'].map(tenantPolicy).join('\n')}
  ${grant('ledger_account', 'SELECT, INSERT, UPDATE (owner_id)')}
  ${grant('ledger_transaction', 'SELECT, INSERT')}
  ${grant('ledger_entry', 'SELECT, INSERT')}
  ${grant('account_balance', 'SELECT')}
`;

/**
 * No posting enters a closed period: one that was begun before the period was closed and is written after is
 * dated into the next. The share lock makes a posting and a close wait for each other.
 */
const DATING = `
  create function date_into_open_period() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    closed timestamptz;
  begin
    select closed_until into closed from book where cooperative_id = new.cooperative_id for share;
    new.posted_at := greatest(new.posted_at, closed);
    return new;
  end $$;
  create trigger date_into_open_period before insert on ledger_transaction
    for each row execute function date_into_open_period();
`;

/**
 * At commit every transaction sums to zero in each currency, and has entries at all. By then the transaction
 * may have moved on to another co-op, so the check looks at the rows of the one that was posted to.
 */
const BALANCING = `
  create function transaction_balances() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    tenant text := current_setting('app.cooperative', true);
    entries bigint;
    unbalanced text;
  begin
    perform set_config('app.cooperative', new.cooperative_id, true);
    select coalesce(sum(count), 0), string_agg(currency, ', ') filter (where total <> 0)
      into entries, unbalanced
      from (select currency, count(*) as count, sum(amount_minor) as total from ledger_entry
            where cooperative_id = new.cooperative_id and transaction_id = new.transaction_id
            group by currency) by_currency;
    perform set_config('app.cooperative', coalesce(tenant, ''), true);
    if entries < 2 then
      raise exception 'ledger transaction % has % entries', new.transaction_id, entries
        using errcode = 'check_violation', constraint = 'ledger_transaction_has_entries';
    end if;
    if unbalanced is not null then
      raise exception 'ledger transaction % is out of balance in %', new.transaction_id, unbalanced
        using errcode = 'check_violation', constraint = 'ledger_transaction_balances';
    end if;
    return null;
  end $$;
  create constraint trigger ledger_transaction_balances after insert on ledger_transaction
    deferrable initially deferred for each row execute function transaction_balances();
  create constraint trigger ledger_entry_balances after insert on ledger_entry
    deferrable initially deferred for each row execute function transaction_balances();
`;

/** Balances follow entries, and an account that may not be overdrawn is not. */
const BALANCES = `
  create function open_balance() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    insert into account_balance (cooperative_id, account_id, debit_minor)
      values (new.cooperative_id, new.account_id, 0);
    return null;
  end $$;
  create trigger open_balance after insert on ledger_account for each row execute function open_balance();

  create function move_balance() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    balance bigint;
  begin
    update account_balance set debit_minor = debit_minor + new.amount_minor
      where cooperative_id = new.cooperative_id and account_id = new.account_id
      returning debit_minor into strict balance;
    if new.amount_minor > 0 and balance > 0 and exists (
      select from ledger_account
        where cooperative_id = new.cooperative_id and account_id = new.account_id and not may_overdraw
    ) then
      raise exception 'account % would be overdrawn by %', new.account_id, balance
        using errcode = 'check_violation', constraint = 'account_not_overdrawn';
    end if;
    return null;
  end $$;
  create trigger move_balance after insert on ledger_entry for each row execute function move_balance();
`;
