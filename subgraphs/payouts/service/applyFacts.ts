import type { Logger } from '../../kit/observability/logger.js';
import type { Tx } from '../../kit/store/tx.js';
import type { TransferReport } from '../adapters/paymentPort.js';
import type { Booked, Transfer, TransferFact, TransferFacts, TransferPurpose } from '../domain/transfer.js';
import { lockTransfer, updateTransfer } from '../store/transferStore.js';
import { bookPayment } from './bookPayment.js';
import { bookPayout } from './bookPayout.js';
import { bookPrepayment, bookPrepaymentRefund } from './bookPrepayment.js';
import { bookRefund } from './bookRefund.js';

const FIELD = { SETTLED: 'settledAt', FAILED: 'failedAt', RETURNED: 'returnedAt' } as const satisfies Record<
  TransferFact,
  keyof TransferFacts
>;

/** Brings the ledger to where the facts of a transfer put it, and says what it holds of it now. */
type Bookkeeper = (tx: Tx, transfer: Transfer, logger: Logger) => Promise<Booked>;

const BOOK: Record<TransferPurpose, Bookkeeper> = {
  INVOICE: bookPayment,
  REFUND: bookRefund,
  PREPAYMENT: bookPrepayment,
  PREPAYMENT_REFUND: bookPrepaymentRefund,
  PAYOUT: bookPayout,
};

/**
 * Takes in what the rail says of a transfer, by webhook or when asked. What is known already changes nothing,
 * and what comes first or last makes no difference: the ledger follows from the set of facts.
 */
export async function applyFacts(
  tx: Tx,
  logger: Logger,
  cooperativeId: string,
  transferId: string,
  { facts, failure }: TransferReport,
): Promise<void> {
  const transfer = await lockTransfer(tx, cooperativeId, transferId);
  const news = facts.filter(({ fact }) => transfer?.[FIELD[fact]] === null);
  if (!transfer || news.length === 0) return;
  for (const { fact } of news) transfer[FIELD[fact]] = tx.now;
  transfer.failure ??= failure;
  transfer.booked = await BOOK[transfer.purpose](tx, transfer, logger);
  await updateTransfer(tx, transfer);
}
