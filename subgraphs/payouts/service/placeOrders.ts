import type { Tx } from '../../kit/store/store.js';
import { RailSilent } from '../payment/paymentPort.js';
import type { TransferReport } from '../payment/paymentPort.js';
import { claimTransfer, dueTransfers } from '../store/transferStore.js';
import type { TransferRow } from '../store/transferRow.js';
import { requireInvoice } from '../store/invoiceStore.js';
import { applyFacts } from './applyFacts.js';
import type { PayoutsDeps } from './deps.js';

/** Orders a round places at most, so that a round ends. */
const ORDERS_MAX = 50;

/**
 * Orders at the rail what was written down, and asks about what is in doubt: both are the same request, which
 * the rail takes once. Runs on any number of processes; each transfer is taken by one.
 *
 * @returns how many were asked about.
 */
export function placeOrders({ store, rail, logger }: PayoutsDeps) {
  return async (): Promise<number> => {
    const due = await store.transaction({ reader: 'reconciler' }, (tx) => dueTransfers(tx, ORDERS_MAX));
    for (const { cooperativeId: cooperative, id } of due) {
      const claimed = await store.transaction({ cooperative }, async (tx) => {
        const transfer = await claimTransfer(tx, cooperative, id);
        return transfer && { transfer, party: await partyOf(tx, transfer) };
      });
      if (!claimed) continue;
      const report = await ask(claimed.transfer, claimed.party);
      if (report)
        await store.transaction({ cooperative }, (tx) => applyFacts(tx, logger, cooperative, id, report));
    }
    return due.length;
  };

  async function ask(transfer: TransferRow, party: string): Promise<TransferReport | undefined> {
    const { id, amountMinor, currency, method, purpose } = transfer;
    try {
      const direction = purpose === 'INVOICE' ? 'IN' : 'OUT';
      return await rail.order({ id, direction, amountMinor, currency, party, method });
    } catch (error) {
      if (!(error instanceof RailSilent)) throw error;
      logger.warn({ err: error, transfer: id }, 'the payment rail does not answer; it is asked again');
      return undefined;
    }
  }
}

/** The rail knows a member by the pseudonym of their account, and a buyer by the organisation. */
async function partyOf(tx: Tx, { cooperativeId, accountId, invoiceId }: TransferRow): Promise<string> {
  return accountId ?? (await requireInvoice(tx, cooperativeId, invoiceId!)).buyerId;
}
