import {
  PrepaymentFailed,
  PrepaymentReceived,
  PrepaymentReturned,
} from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import { prepaidChanged } from '../domain/buyerAccount.js';
import type { Counterpart } from '../domain/buyerAccount.js';
import type { TransactionKind } from '../domain/posting.js';
import { paymentState } from '../domain/transfer.js';
import type { Booked, Transfer } from '../domain/transfer.js';
import { lockBuyerAccount, lockCharges } from '../store/buyerAccountStore.js';
import { post } from '../store/ledger.js';
import { credit, debit, posting } from '../domain/posting.js';
import { keepAccount } from './keepAccount.js';
import { moneyJson } from './moneyJson.js';

/** The entries about a prepayment say the same of it. */
type PrepaymentEntry = typeof PrepaymentReceived;

/** A payment in advance: the buyer's once it settles, and no more should it come back, though it was spent. */
export async function bookPrepayment(tx: Tx, payment: Transfer): Promise<Booked> {
  const { amountMinor, booked } = payment;
  const state = paymentState(payment);
  if (state === 'SUCCEEDED' && booked === 'PENDING') {
    await movePrepaid(tx, payment, amountMinor, 'PREPAYMENT_RECEIVED', 'assets:settlement');
    journal(tx, PrepaymentReceived, payment);
    return 'SETTLED';
  }
  if (state === 'RETURNED' && booked !== 'UNDONE') {
    if (booked === 'SETTLED')
      await movePrepaid(tx, payment, -amountMinor, 'PREPAYMENT_RETURNED', 'assets:settlement');
    journal(tx, PrepaymentReturned, payment);
    return 'UNDONE';
  }
  if (state === 'FAILED') journal(tx, PrepaymentFailed, payment);
  return booked;
}

/** What is left of a prepayment on its way back: one that does not arrive is the buyer's to spend again, booked as EXCESS. */
export async function bookPrepaymentRefund(tx: Tx, refund: Transfer): Promise<Booked> {
  const { cooperativeId, id, buyerId, amountMinor, currency, booked } = refund;
  const owed = { code: 'liabilities:refunds', ownerId: buyerId! } as const;
  const rail = { code: 'assets:settlement' } as const;
  const state = paymentState(refund);
  if (state === 'SUCCEEDED' && (booked === 'PENDING' || booked === 'EXCESS')) {
    // One that was said to have failed stands in the prepayment again.
    if (booked === 'EXCESS') await movePrepaid(tx, refund, -amountMinor, 'PREPAYMENT_RELEASED', owed.code);
    const legs = [debit(owed, amountMinor), credit(rail, amountMinor)];
    await post(tx, cooperativeId, posting('REFUND_SENT', id, currency, legs));
    return 'SETTLED';
  }
  if (state === 'FAILED' && booked === 'PENDING') {
    await movePrepaid(tx, refund, amountMinor, 'PREPAYMENT_KEPT', owed.code);
    return 'EXCESS';
  }
  if (state === 'RETURNED' && booked !== 'UNDONE') {
    if (booked === 'SETTLED') await movePrepaid(tx, refund, amountMinor, 'REFUND_RETURNED', rail.code);
    // Nothing had been heard of it but that it came back.
    if (booked === 'PENDING') await movePrepaid(tx, refund, amountMinor, 'PREPAYMENT_KEPT', owed.code);
    return 'UNDONE';
  }
  return booked;
}

/** Moves what is left in advance, and settles from it what is owed for computations. */
async function movePrepaid(
  tx: Tx,
  { cooperativeId, id: sourceId, buyerId }: Pick<Transfer, 'cooperativeId' | 'id' | 'buyerId'>,
  byMinor: bigint,
  kind: TransactionKind,
  counterpart: Counterpart,
): Promise<void> {
  await lockCharges(tx, cooperativeId);
  const account = await lockBuyerAccount(tx, cooperativeId, buyerId!);
  const prepaidMinor = account.prepaidMinor + byMinor;
  await post(tx, cooperativeId, prepaidChanged(account, prepaidMinor, { kind, sourceId, counterpart }));
  await keepAccount(tx, cooperativeId, buyerId!, { prepaidMinor });
}

function journal(
  tx: Tx,
  entry: PrepaymentEntry,
  { cooperativeId, id, buyerId, amountMinor, currency }: Transfer,
): void {
  tx.append(entry, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { payment: id, buyer: buyerId!, amount: moneyJson(amountMinor, currency) },
  });
}
