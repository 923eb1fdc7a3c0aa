import type { Tx } from '../../kit/store/tx.js';
import type { BuyerAccount } from '../domain/buyerAccount.js';
import { readBook } from './book.js';

interface AccountRow {
  cooperative_id: string;
  buyer_id: string;
  currency: string;
  prepaid_minor: string;
  fees_owed_minor: string;
  owed_minor: string;
  claim_minor: string;
  due_at: Date | null;
  version: string;
}

const COLUMNS = `cooperative_id, buyer_id, currency, prepaid_minor, fees_owed_minor, owed_minor, claim_minor, due_at,
  version`;

/**
 * Lets one transaction at a time change what the buyers of a co-op owe and have paid. Such a change may post more than
 * once, so that the balances which it locks come in no one order; it takes this before its first posting, and locks no
 * invoice afterwards but those that are free.
 */
export async function lockCharges(tx: Tx, cooperativeId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`charges of ${cooperativeId}`]);
}

/** The account of a buyer, opened if it is missing and locked to the end of the transaction. */
export async function lockBuyerAccount(
  tx: Tx,
  cooperativeId: string,
  buyerId: string,
): Promise<BuyerAccount> {
  await tx.query(
    `insert into buyer_account (cooperative_id, buyer_id, currency)
     select cooperative_id, $2, currency from book where cooperative_id = $1 on conflict do nothing`,
    [cooperativeId, buyerId],
  );
  const [row] = await tx.query<AccountRow>(
    `select ${COLUMNS} from buyer_account where cooperative_id = $1 and buyer_id = $2 for no key update`,
    [cooperativeId, buyerId],
  );
  return read(row!);
}

/** The account as it stands, also of a buyer with whom nothing has happened yet. @throws POLICY_MISSING */
export async function readBuyerAccount(
  tx: Tx,
  cooperativeId: string,
  buyerId: string,
): Promise<BuyerAccount> {
  const [found] = await listBuyerAccounts(tx, { cooperativeId, buyerId }, null, 1);
  const { currency } = await readBook(tx, cooperativeId);
  return found ?? { cooperativeId, buyerId, currency, ...NOTHING };
}

const NOTHING = {
  ...{ prepaidMinor: 0n, feesOwedMinor: 0n, owedMinor: 0n, claimMinor: 0n },
  ...{ dueAt: null, version: 0n },
};

/** Accounts that the scope shows, by co-op and buyer. @param after - of the page before, co-op and buyer. */
export async function listBuyerAccounts(
  tx: Tx,
  of: { cooperativeId?: string; buyerId?: string },
  after: readonly [cooperativeId: string, buyerId: string] | null,
  countMax: number,
): Promise<BuyerAccount[]> {
  const rows = await tx.query<AccountRow>(
    `select ${COLUMNS} from buyer_account
     where ($1::text is null or cooperative_id = $1) and ($2::text is null or buyer_id = $2)
       and ($3::text is null or (cooperative_id, buyer_id) > ($3, $4))
     order by cooperative_id, buyer_id limit $5`,
    [of.cooperativeId ?? null, of.buyerId ?? null, after?.[0] ?? null, after?.[1] ?? null, countMax],
  );
  return rows.map(read);
}

/** How much is owed on the invoices of a buyer, and since when. */
export async function sumOwed(
  tx: Tx,
  cooperativeId: string,
  buyerId: string,
): Promise<{ feesOwedMinor: bigint; owedMinor: bigint; claimMinor: bigint; dueAt: Date | null }> {
  const [row] = await tx.query<{ fees: string; owed: string; claims: string; due_at: Date | null }>(
    `select coalesce(sum(owed) filter (where job_id is not null), 0)::text as fees, coalesce(sum(owed), 0)::text as owed,
       coalesce(sum(greatest(0, -held_minor)), 0)::text as claims, min(due_at) filter (where owed > 0) as due_at
     from (select job_id, held_minor, due_at,
             greatest(0, case when cancelled_at is null then amount_minor - credited_minor else 0 end - held_minor) as owed
           from invoice where cooperative_id = $1 and buyer_id = $2 and (${OPEN})) as open`,
    [cooperativeId, buyerId],
  );
  return {
    feesOwedMinor: BigInt(row!.fees),
    owedMinor: BigInt(row!.owed),
    claimMinor: BigInt(row!.claims),
    dueAt: row!.due_at,
  };
}

/** As the index has it. */
const OPEN = 'held_minor < 0 or (cancelled_at is null and held_minor < amount_minor - credited_minor)';

/** Unpaid invoices of computations, oldest first. One that another transaction is at is left to it. */
export async function lockUnpaidJobs(
  tx: Tx,
  cooperativeId: string,
  buyerId: string,
  countMax: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select invoice_id as id from invoice i
     where cooperative_id = $1 and buyer_id = $2 and job_id is not null and (${OPEN}) and not exists (
       select from transfer t where t.cooperative_id = i.cooperative_id and t.invoice_id = i.invoice_id
         and purpose = 'INVOICE' and settled_at is null and failed_at is null and returned_at is null)
     order by invoice_id limit $3 for update of i skip locked`,
    [cooperativeId, buyerId, countMax],
  );
  return rows.map(({ id }) => id);
}

export async function saveBuyerAccount(tx: Tx, account: BuyerAccount): Promise<void> {
  const { cooperativeId, buyerId, prepaidMinor, feesOwedMinor, owedMinor, claimMinor, dueAt, version } =
    account;
  await tx.query(
    `update buyer_account set prepaid_minor = $3, fees_owed_minor = $4, owed_minor = $5, claim_minor = $6, due_at = $7,
       version = $8 where cooperative_id = $1 and buyer_id = $2`,
    [
      ...[cooperativeId, buyerId],
      ...[prepaidMinor, feesOwedMinor, owedMinor, claimMinor].map(String),
      ...[dueAt, String(version)],
    ],
  );
}

/** Accounts that nobody was told of; in a transaction of the reader `reconciler`. */
export function untoldAccounts(
  tx: Tx,
  countMax: number,
): Promise<{ cooperativeId: string; buyerId: string }[]> {
  return tx.query(
    `select cooperative_id as "cooperativeId", buyer_id as "buyerId" from buyer_account where version = 0 limit $1`,
    [countMax],
  );
}

function read(row: AccountRow): BuyerAccount {
  return {
    cooperativeId: row.cooperative_id,
    buyerId: row.buyer_id,
    currency: row.currency,
    prepaidMinor: BigInt(row.prepaid_minor),
    feesOwedMinor: BigInt(row.fees_owed_minor),
    owedMinor: BigInt(row.owed_minor),
    claimMinor: BigInt(row.claim_minor),
    dueAt: row.due_at,
    version: BigInt(row.version),
  };
}
