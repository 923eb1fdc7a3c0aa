import type { Tx } from '../../kit/store/store.js';
import { TransferRow } from './transferRow.js';
import type { TransferPurpose } from './transferRow.js';

export interface NewTransfer {
  cooperativeId: string;
  id: string;
  purpose: TransferPurpose;
  invoiceId?: string;
  creditNoteId?: string | null;
  accountId?: string;
  amountMinor: bigint;
  taxMinor: bigint;
  currency: string;
  method: string;
}

const UNDECIDED = 'settled_at is null and failed_at is null and returned_at is null';

/** Writes a transfer that is to be ordered at the rail as soon as this transaction is committed. */
export async function insertTransfer(tx: Tx, transfer: NewTransfer): Promise<void> {
  await tx.manager.insert(TransferRow, { ...transfer, requestedAt: tx.now, askAfter: tx.now });
  await tx.register(transfer.id, transfer.cooperativeId);
}

export async function lockTransfer(tx: Tx, cooperativeId: string, id: string): Promise<TransferRow | null> {
  return tx.manager.findOne(TransferRow, {
    where: { cooperativeId, id },
    lock: { mode: 'pessimistic_write' },
  });
}

/** Writes what was heard and booked of a transfer. */
export async function updateTransfer(tx: Tx, transfer: TransferRow): Promise<void> {
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

export async function payoutUnderWay(tx: Tx, cooperativeId: string, accountId: string): Promise<boolean> {
  const found = await tx.query(
    `select from transfer where cooperative_id = $1 and account_id = $2 and ${UNDECIDED} limit 1`,
    [cooperativeId, accountId],
  );
  return found.length > 0;
}

/** Whether another payment of that invoice had been settled before, even if it came back. */
export async function settledBefore(tx: Tx, { cooperativeId, invoiceId, id }: TransferRow): Promise<boolean> {
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
export async function claimTransfer(tx: Tx, cooperativeId: string, id: string): Promise<TransferRow | null> {
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
  return claimed.length > 0 ? tx.manager.findOne(TransferRow, { where: { cooperativeId, id } }) : null;
}

export function listPayments(tx: Tx, cooperativeId: string, invoiceId: string): Promise<TransferRow[]> {
  return tx.manager.find(TransferRow, { where: { cooperativeId, invoiceId }, order: { id: 'ASC' } });
}

/** Payouts of a member, newest first; one more than asked for. */
export function listPayouts(
  tx: Tx,
  cooperativeId: string,
  accountId: string,
  before: string | null,
  countMax: number,
): Promise<TransferRow[]> {
  const query = tx.manager
    .createQueryBuilder(TransferRow, 'transfer')
    .where({ cooperativeId, accountId })
    .orderBy('transfer.id', 'DESC')
    .take(countMax);
  if (before) query.andWhere('transfer.id < :before', { before });
  return query.getMany();
}
