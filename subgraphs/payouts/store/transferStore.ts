import type { Tx } from '../../kit/store/tx.js';
import type { Transfer, TransferPurpose } from '../domain/transfer.js';
import { TransferRow } from './transferRow.js';

export interface NewTransfer {
  cooperativeId: string;
  id: string;
  purpose: TransferPurpose;
  invoiceId?: string;
  creditNoteId?: string | null;
  followsId?: string;
  buyerId?: string;
  accountId?: string;
  amountMinor: bigint;
  taxMinor: bigint;
  currency: string;
  method: string;
}

const FAILED = '(returned_at is not null or (failed_at is not null and settled_at is null))';
const UNDECIDED = 'settled_at is null and failed_at is null and returned_at is null and stopped_at is null';

/** Writes a transfer that is to be ordered at the rail as soon as this transaction is committed. */
export async function insertTransfer(tx: Tx, transfer: NewTransfer): Promise<void> {
  await tx.manager.insert(TransferRow, { ...transfer, requestedAt: tx.now, askAfter: tx.now });
  await tx.register(transfer.id, transfer.cooperativeId);
}

export function lockTransfer(tx: Tx, cooperativeId: string, id: string): Promise<Transfer | null> {
  return find(tx, { cooperativeId, id }, 'lock');
}

export function findRefund(tx: Tx, cooperativeId: string, id: string): Promise<Transfer | null> {
  return find(tx, { cooperativeId, id, purpose: 'REFUND' });
}

async function find(
  tx: Tx,
  where: { cooperativeId: string; id: string; purpose?: TransferPurpose },
  lock?: 'lock',
): Promise<Transfer | null> {
  const row = await tx.manager.findOne(TransferRow, {
    where,
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  return row && read(row);
}

/** Whether a refund that failed was sent again, as another one. */
export async function isFollowed(tx: Tx, { cooperativeId, id }: Transfer): Promise<boolean> {
  const later = await tx.query('select from transfer where cooperative_id = $1 and follows_id = $2', [
    cooperativeId,
    id,
  ]);
  return later.length > 0;
}

/** The refunds of an invoice that are under way, and what of failed ones waits to be sent again; minor units. */
export async function sumRefunds(
  tx: Tx,
  cooperativeId: string,
  invoiceId: string,
): Promise<{ leavingMinor: bigint; failedMinor: bigint }> {
  const [row] = await tx.query<{ leaving: string; failed: string }>(
    `select coalesce(sum(amount_minor) filter (where ${UNDECIDED}), 0)::text as leaving,
       coalesce(sum(amount_minor) filter (where ${FAILED} and not exists (
         select from transfer later
         where later.cooperative_id = t.cooperative_id and later.follows_id = t.transfer_id)), 0)::text as failed
     from transfer t where cooperative_id = $1 and invoice_id = $2 and purpose = 'REFUND'`,
    [cooperativeId, invoiceId],
  );
  return { leavingMinor: BigInt(row!.leaving), failedMinor: BigInt(row!.failed) };
}

/**
 * Holds back refunds of an invoice that the rail has not been asked for, newest first, until so much less is under way.
 * One that is being ordered at this instant has left.
 */
export async function stopRefunds(
  tx: Tx,
  cooperativeId: string,
  invoiceId: string,
  excessMinor: bigint,
): Promise<Transfer[]> {
  const waiting = await tx.query<{ id: string; amount: string }>(
    `select transfer_id as id, amount_minor::text as amount from transfer
     where cooperative_id = $1 and invoice_id = $2 and purpose = 'REFUND' and attempts = 0 and ${UNDECIDED}
     order by transfer_id desc for update skip locked`,
    [cooperativeId, invoiceId],
  );
  const stopped: Transfer[] = [];
  let left = excessMinor;
  for (const { id, amount } of waiting) {
    if (left <= 0n) break;
    await tx.manager.update(TransferRow, { cooperativeId, id }, { stoppedAt: tx.now });
    stopped.push((await find(tx, { cooperativeId, id }))!);
    left -= BigInt(amount);
  }
  return stopped;
}

/** Writes what was heard and booked of a transfer. */
export async function updateTransfer(tx: Tx, transfer: Transfer): Promise<void> {
  const { cooperativeId, id, settledAt, failedAt, returnedAt, failure, booked } = transfer;
  await tx.manager.update(
    TransferRow,
    { cooperativeId, id },
    { settledAt, failedAt, returnedAt, failure, booked },
  );
}

export async function paymentUnderWay(tx: Tx, cooperativeId: string, invoiceId: string): Promise<boolean> {
  const found = await tx.query(
    `select from transfer where cooperative_id = $1 and invoice_id = $2 and purpose = 'INVOICE' and ${UNDECIDED}
     limit 1`,
    [cooperativeId, invoiceId],
  );
  return found.length > 0;
}

/** Whether a buyer's prepayment is under way. */
export async function prepaymentUnderWay(tx: Tx, cooperativeId: string, buyerId: string): Promise<boolean> {
  const found = await tx.query(
    `select from transfer where cooperative_id = $1 and buyer_id = $2 and purpose = 'PREPAYMENT' and ${UNDECIDED}
     limit 1`,
    [cooperativeId, buyerId],
  );
  return found.length > 0;
}

export async function payoutUnderWay(tx: Tx, cooperativeId: string, accountId: string): Promise<boolean> {
  const found = await tx.query(
    `select from transfer where cooperative_id = $1 and account_id = $2 and ${UNDECIDED} limit 1`,
    [cooperativeId, accountId],
  );
  return found.length > 0;
}

/** Whether another payment of that invoice had been settled before, even if it came back. */
export async function settledBefore(tx: Tx, { cooperativeId, invoiceId, id }: Transfer): Promise<boolean> {
  const found = await tx.query(
    `select from transfer where cooperative_id = $1 and invoice_id = $2 and transfer_id <> $3
       and purpose = 'INVOICE' and settled_at is not null limit 1`,
    [cooperativeId, invoiceId, id],
  );
  return found.length > 0;
}

/** Undecided transfers, of any co-op, that it is time to ask the rail about. In a scope of the reconciler. */
export function dueTransfers(tx: Tx, countMax: number): Promise<{ cooperativeId: string; id: string }[]> {
  return tx.query(
    `select cooperative_id as "cooperativeId", transfer_id as id from transfer
     where ${UNDECIDED} and ask_after <= $1 order by ask_after limit $2`,
    [tx.now, countMax],
  );
}

const ASK_AGAIN_SECONDS_MAX = 3_600;

/**
 * Takes a transfer to ask about, and sets when it is asked about next: 2, 4, 8… seconds later, an hour at most.
 *
 * @returns null when another process has taken it, or its outcome has been heard.
 */
export async function claimTransfer(tx: Tx, cooperativeId: string, id: string): Promise<Transfer | null> {
  const claimed = await tx.query(
    `with due as (
       select cooperative_id, transfer_id from transfer
       where cooperative_id = $1 and transfer_id = $2 and ${UNDECIDED} and ask_after <= $3 for update skip locked
     ), taken as (
       update transfer set attempts = attempts + 1,
         ask_after = $3::timestamptz + make_interval(secs => least(2 ^ least(attempts + 1, 20), ${ASK_AGAIN_SECONDS_MAX}))
       from due where transfer.cooperative_id = due.cooperative_id and transfer.transfer_id = due.transfer_id
       returning 1
     ) select from taken`,
    [cooperativeId, id, tx.now],
  );
  return claimed.length > 0 ? find(tx, { cooperativeId, id }) : null;
}

/** The payments and refunds of an invoice, oldest first. */
export async function listPayments(tx: Tx, cooperativeId: string, invoiceId: string): Promise<Transfer[]> {
  const rows = await tx.manager.find(TransferRow, {
    where: { cooperativeId, invoiceId },
    order: { id: 'ASC' },
  });
  return rows.map(read);
}

/** The prepayments of a buyer and their refunds, newest first. */
export async function listPrepayments(
  tx: Tx,
  cooperativeId: string,
  buyerId: string,
  countMax: number,
): Promise<Transfer[]> {
  const rows = await tx.manager.find(TransferRow, {
    where: { cooperativeId, buyerId },
    order: { id: 'DESC' },
    take: countMax,
  });
  return rows.map(read);
}

/** Payouts of a member, newest first; one more than asked for. */
export async function listPayouts(
  tx: Tx,
  cooperativeId: string,
  accountId: string,
  before: string | null,
  countMax: number,
): Promise<Transfer[]> {
  const query = tx.manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where({ cooperativeId, accountId })
    .orderBy('transfer.id', 'DESC')
    .take(countMax);
  if (before) query.andWhere('transfer.id < :before', { before });
  return (await query.getMany()).map(read);
}

function read(row: TransferRow): Transfer {
  return {
    cooperativeId: row.cooperativeId,
    id: row.id,
    purpose: row.purpose,
    invoiceId: row.invoiceId,
    creditNoteId: row.creditNoteId,
    followsId: row.followsId,
    buyerId: row.buyerId,
    accountId: row.accountId,
    amountMinor: row.amountMinor,
    taxMinor: row.taxMinor,
    currency: row.currency,
    method: row.method,
    requestedAt: row.requestedAt,
    settledAt: row.settledAt,
    failedAt: row.failedAt,
    returnedAt: row.returnedAt,
    stoppedAt: row.stoppedAt,
    failure: row.failure,
    booked: row.booked,
  };
}
