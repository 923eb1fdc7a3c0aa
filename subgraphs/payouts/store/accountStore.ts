import type { Tx } from '../../kit/store/tx.js';
import { naturalBalance } from '../domain/chart.js';
import type { AccountCode, AccountKind, OwnerKind } from '../domain/chart.js';
import type { TransactionKind } from '../domain/posting.js';

/** Whose a member's account is; null once the person has been erased. */
export async function memberOfAccount(
  tx: Tx,
  cooperativeId: string,
  accountId: string,
): Promise<string | null> {
  const [row] = await tx.query<{ owner_id: string | null }>(
    'select owner_id from ledger_account where cooperative_id = $1 and account_id = $2',
    [cooperativeId, accountId],
  );
  return row?.owner_id ?? null;
}

/** The account behind a member's balance; undefined while nothing was ever credited. */
export async function accountOfMember(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
): Promise<string | undefined> {
  const [row] = await tx.query<{ account_id: string }>(
    `select account_id from ledger_account
     where cooperative_id = $1 and code = 'liabilities:member' and owner_id = $2`,
    [cooperativeId, memberId],
  );
  return row?.account_id;
}

/** An account with its balance, in its natural direction. */
export interface Account {
  cooperativeId: string;
  id: string;
  code: AccountCode;
  kind: AccountKind;
  ownerKind: OwnerKind;
  ownerId: string | null;
  currency: string;
  balanceMinor: bigint;
}

interface AccountRow {
  account_id: string;
  code: AccountCode;
  kind: AccountKind;
  owner_kind: OwnerKind;
  owner_id: string | null;
  currency: string;
  debit_minor: string;
}

/** Accounts in the order of their codes; one more than asked for. */
export async function listAccounts(
  tx: Tx,
  cooperativeId: string,
  after: [code: string, id: string] | null,
  countMax: number,
): Promise<Account[]> {
  const rows = await tx.query<AccountRow>(
    `select account_id, code, kind, owner_kind, owner_id, currency, debit_minor
     from ledger_account join account_balance using (cooperative_id, account_id)
     where cooperative_id = $1 and ($2::text is null or (code, account_id) > ($2, $3))
     order by code, account_id limit $4`,
    [cooperativeId, after?.[0] ?? null, after?.[1] ?? null, countMax],
  );
  return rows.map((row) => ({
    cooperativeId,
    id: row.account_id,
    code: row.code,
    kind: row.kind,
    ownerKind: row.owner_kind,
    ownerId: row.owner_id,
    currency: row.currency,
    balanceMinor: naturalBalance(row.kind, BigInt(row.debit_minor)),
  }));
}

/** One side of a transaction, as written. */
export interface Entry {
  cooperativeId: string;
  id: string;
  transactionId: string;
  kind: TransactionKind;
  /** Debits above zero. */
  amountMinor: bigint;
  currency: string;
  licenceId: string | null;
  postedAt: Date;
}

interface EntryRow {
  entry_id: string;
  transaction_id: string;
  kind: TransactionKind;
  amount_minor: string;
  currency: string;
  licence_id: string | null;
  posted_at: Date;
}

/** The entries of an account, newest first; one more than asked for. */
export async function listEntries(
  tx: Tx,
  cooperativeId: string,
  accountId: string,
  before: string | null,
  countMax: number,
): Promise<Entry[]> {
  const rows = await tx.query<EntryRow>(
    `select entry_id, transaction_id, kind, amount_minor, currency, licence_id, posted_at
     from ledger_entry join ledger_transaction using (cooperative_id, transaction_id)
     where cooperative_id = $1 and account_id = $2 and ($3::text is null or entry_id < $3)
     order by entry_id desc limit $4`,
    [cooperativeId, accountId, before, countMax],
  );
  return rows.map((row) => ({
    cooperativeId,
    id: row.entry_id,
    transactionId: row.transaction_id,
    kind: row.kind,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
    licenceId: row.licence_id,
    postedAt: row.posted_at,
  }));
}
