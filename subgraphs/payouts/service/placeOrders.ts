import type { Tx } from '../../kit/store/tx.js';
import { RailSilent } from '../adapters/paymentPort.js';
import type { TransferReport } from '../adapters/paymentPort.js';
import type { Transfer } from '../domain/transfer.js';
import { requireInvoice } from '../store/invoiceStore.js';
import { claimTransfer, dueTransfers } from '../store/transferStore.js';
import { applyFacts } from './applyFacts.js';
import type { PayoutsPorts } from './ports.js';

/** Orders a round places at most, so that a round ends. */
const ORDERS_MAX = 50;

/**
 * Orders at the rail what was written down, and asks about what is in doubt: both are the same request, which
 * the rail takes once. Runs on any number of processes; each transfer is taken by one.
 *
 * @returns how many were asked about.
 */
export function placeOrders({ store, rail, logger }: PayoutsPorts) {
  return async (): Promise<number> => {
    const due = await store.transaction({ reader: 'reconciler' }, (tx) => dueTransfers(tx, ORDERS_MAX));
    for (const { cooperativeId, id } of due) {
      const claimed = await store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const transfer = await claimTransfer(tx, cooperativeId, id);
        return transfer && { transfer, party: await partyOf(tx, transfer) };
      });
      if (!claimed) continue;
      const report = await ask(claimed.transfer, claimed.party);
      if (report)
        await store.transaction({ cooperative: cooperativeId }, (tx) =>
          applyFacts(tx, logger, cooperativeId, id, report),
        );
    }
    return due.length;
  };

  async function ask(transfer: Transfer, party: string): Promise<TransferReport | undefined> {
    const { id, amountMinor, currency, method, purpose } = transfer;
    try {
      const direction = purpose === 'INVOICE' || purpose === 'PREPAYMENT' ? 'IN' : 'OUT';
      return await rail.order({ id, direction, amountMinor, currency, party, method });
    } catch (error) {
      if (!(error instanceof RailSilent)) throw error;
      logger.warn({ err: error, transfer: id }, 'the payment rail does not answer; it is asked again');
      return undefined;
    }
  }
}

/** The rail knows a member by the pseudonym of their account, and a buyer by the organisation. */
async function partyOf(tx: Tx, { cooperativeId, accountId, buyerId, invoiceId }: Transfer): Promise<string> {
  return accountId ?? buyerId ?? (await requireInvoice(tx, cooperativeId, invoiceId!)).buyerId;
}
