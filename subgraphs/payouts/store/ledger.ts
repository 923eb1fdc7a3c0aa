import assert from 'node:assert';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import { CHART, naturalBalance } from '../domain/chart.js';
import type { AccountCode, AccountKind, AccountRef } from '../domain/chart.js';
import type { Posting, TransactionKind } from '../domain/posting.js';

/**
 * Writes postings. The database balances each at commit, dates it into an open period and refuses a second one
 * of the same kind and source; callers lock what they post for, so that this refusal is a mistake of ours.
 *
 * @param postings - undefined ones move nothing and are skipped.
 */
export async function post(
  tx: Tx,
  cooperativeId: string,
  ...postings: (Posting | undefined)[]
): Promise<void> {
  const moving = postings.filter((posting) => posting !== undefined);
  if (moving.length === 0) return;
  const legs = moving.flatMap((posting) => {
    const transactionId = newId('ltx');
    return posting.legs.map((leg) => ({ ...leg, posting, transactionId }));
  });
  const accounts = await openAccounts(
    tx,
    cooperativeId,
    legs.map(({ account, posting }) => ({ ...account, currency: posting.currency })),
  );
  const transactions = new Map(legs.map((leg) => [leg.transactionId, leg.posting]));
  await tx.query(
    `insert into ledger_transaction (cooperative_id, transaction_id, kind, source_id, posted_at)
     select $1, id, kind, source, $5 from unnest($2::text[], $3::text[], $4::text[]) as t (id, kind, source)`,
    [
      cooperativeId,
      [...transactions.keys()],
      [...transactions.values()].map((posting) => posting.kind),
      [...transactions.values()].map((posting) => posting.sourceId),
      tx.now,
    ],
  );
  // Balances are locked as entries come in: always in one order, so that two transactions cannot wait for each other.
  const entries = legs
    .map((leg) => ({
      ...leg,
      accountId: accounts.get(keyOf({ ...leg.account, currency: leg.posting.currency }))!,
    }))
    .toSorted((a, b) => (a.accountId < b.accountId ? -1 : a.accountId > b.accountId ? 1 : 0));
  await tx.query(
    `insert into ledger_entry
       (cooperative_id, entry_id, transaction_id, account_id, amount_minor, currency, licence_id)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[])`,
    [
      cooperativeId,
      entries.map(() => newId('len')),
      entries.map((entry) => entry.transactionId),
      entries.map((entry) => entry.accountId),
      entries.map((entry) => entry.amountMinor.toString()),
      entries.map((entry) => entry.posting.currency),
      entries.map((entry) => entry.licenceId ?? null),
    ],
  );
}

/** Whether something was posted for that source already. */
export async function isPosted(
  tx: Tx,
  cooperativeId: string,
  kind: TransactionKind,
  sourceId: string,
): Promise<boolean> {
  const posted = await tx.query(
    'select from ledger_transaction where cooperative_id = $1 and kind = $2 and source_id = $3',
    [cooperativeId, kind, sourceId],
  );
  return posted.length > 0;
}

type CurrencyRef = AccountRef & { currency: string };

/** The accounts of those references, opened where they are missing. */
export async function openAccounts(
  tx: Tx,
  cooperativeId: string,
  references: readonly CurrencyRef[],
): Promise<Map<string, string>> {
  const found = new Map(
    references.filter(({ accountId }) => accountId).map((ref) => [keyOf(ref), ref.accountId!]),
  );
  const wanted = [...new Map(references.map((ref) => [keyOf(ref), ref])).values()].filter(
    (ref) => !ref.accountId,
  );
  if (wanted.length === 0) return found;
  await tx.query(
    `insert into ledger_account
       (cooperative_id, account_id, code, kind, owner_kind, owner_id, currency, may_overdraw, opened_at)
     select $1, id, code, kind, owner_kind, owner_id, currency, may_overdraw, $9
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[])
       as t (id, code, kind, owner_kind, owner_id, currency, may_overdraw)
     on conflict do nothing`,
    [
      cooperativeId,
      wanted.map(() => newId('lac')),
      wanted.map(({ code }) => code),
      wanted.map(({ code }) => CHART[code].kind),
      wanted.map(({ code }) => CHART[code].owner),
      wanted.map(({ ownerId }) => ownerId ?? null),
      wanted.map(({ currency }) => currency),
      wanted.map(({ code }) => CHART[code].mayOverdraw),
      tx.now,
    ],
  );
  const rows = await tx.query<{
    account_id: string;
    code: AccountCode;
    owner_id: string | null;
    currency: string;
  }>(
    `select account_id, code, owner_id, currency from ledger_account
     where cooperative_id = $1 and code = any($2) and (owner_kind = 'COOPERATIVE' or owner_id = any($3))`,
    [cooperativeId, wanted.map(({ code }) => code), wanted.map(({ ownerId }) => ownerId ?? null)],
  );
  for (const row of rows) {
    const { code, currency } = row;
    found.set(keyOf({ code, currency, ownerId: row.owner_id ?? undefined }), row.account_id);
  }
  for (const reference of wanted) assert(found.has(keyOf(reference)), `no account ${keyOf(reference)}`);
  return found;
}

/** The balance of an account in its natural direction, in minor units; zero while it is not open. */
export async function balanceOf(tx: Tx, cooperativeId: string, account: AccountRef): Promise<bigint> {
  const [row] = await tx.query<{ kind: AccountKind; debit_minor: string }>(
    `select kind, debit_minor from ledger_account join account_balance using (cooperative_id, account_id)
     where cooperative_id = $1 and code = $2 and owner_id is not distinct from $3`,
    [cooperativeId, account.code, account.ownerId ?? null],
  );
  return row ? naturalBalance(row.kind, BigInt(row.debit_minor)) : 0n;
}

/** The account behind a member's balance. */
export interface MemberAccount {
  accountId: string;
  balanceMinor: bigint;
  /**
   * Whether the balances of the member, and of their stake, are the sums of their entries. Balances follow entries by
   * themselves, so one that differs was written by somebody else, and money must not follow it.
   */
  isSound: boolean;
}

const DIFFERS = `b.debit_minor <> (
  select coalesce(sum(amount_minor), 0) from ledger_entry e
  where e.cooperative_id = b.cooperative_id and e.account_id = b.account_id)`;

/** The account of a member's balance, opened if it is missing and locked, so that its balance stays as read. */
export async function lockMemberAccount(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  currency: string,
): Promise<MemberAccount> {
  const reference = { code: 'liabilities:member', ownerId: memberId, currency } as const;
  const accountId = (await openAccounts(tx, cooperativeId, [reference])).get(keyOf(reference))!;
  await tx.query(
    'select from ledger_account where cooperative_id = $1 and account_id = $2 for no key update',
    [cooperativeId, accountId],
  );
  const [row] = await tx.query<{ debit_minor: string; sound: boolean }>(
    `select max(b.debit_minor) filter (where account_id = $3)::text as debit_minor,
       not coalesce(bool_or(${DIFFERS}), false) as sound
     from ledger_account join account_balance b using (cooperative_id, account_id)
     where cooperative_id = $1 and owner_id = $2`,
    [cooperativeId, memberId, accountId],
  );
  const balanceMinor = naturalBalance(CHART[reference.code].kind, BigInt(row!.debit_minor));
  return { accountId, balanceMinor, isSound: row!.sound };
}

/** The balances of accounts of the co-op itself by their codes, in their natural direction, and whether all are sound. */
export async function readFunds<Code extends AccountCode>(
  tx: Tx,
  cooperativeId: string,
  codes: readonly Code[],
): Promise<{ balances: Record<Code, bigint>; isSound: boolean }> {
  const rows = await tx.query<{ code: Code; kind: AccountKind; debit_minor: string; differs: boolean }>(
    `select code, kind, b.debit_minor, ${DIFFERS} as differs
     from ledger_account join account_balance b using (cooperative_id, account_id)
     where cooperative_id = $1 and code = any($2) and owner_kind = 'COOPERATIVE'`,
    [cooperativeId, codes],
  );
  const balances = Object.fromEntries(codes.map((code) => [code, 0n])) as Record<Code, bigint>;
  for (const { code, kind, debit_minor: debit } of rows) balances[code] = naturalBalance(kind, BigInt(debit));
  return { balances, isSound: rows.every(({ differs }) => !differs) };
}

/**
 * What a co-op has at hand: its money at the rail, without what is on its way to members. Locked, so that what is spent of
 * it one after the other is seen.
 */
export async function lockCash(tx: Tx, cooperativeId: string, currency: string): Promise<bigint> {
  const reference = { code: 'assets:settlement', currency } as const;
  const accountId = (await openAccounts(tx, cooperativeId, [reference])).get(keyOf(reference))!;
  await tx.query(
    'select from ledger_account where cooperative_id = $1 and account_id = $2 for no key update',
    [cooperativeId, accountId],
  );
  const leaving = await balanceOf(tx, cooperativeId, { code: 'liabilities:in-transit' });
  return (await balanceOf(tx, cooperativeId, { code: 'assets:settlement' })) - leaving;
}

export function keyOf({ code, ownerId, accountId, currency }: CurrencyRef): string {
  return `${code} ${currency} ${accountId ?? ownerId ?? ''}`;
}
