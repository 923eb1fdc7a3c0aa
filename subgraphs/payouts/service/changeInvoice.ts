import type { Tx } from '../../kit/store/tx.js';
import type { Invoice } from '../domain/invoice.js';
import { lockCharges } from '../store/buyerAccountStore.js';
import { applyChange } from './applyChange.js';
import type { ChangedInvoice, InvoiceChange } from './applyChange.js';
import { keepAccount } from './keepAccount.js';

/** Changes a locked invoice, and the account of its buyer with it. */
export async function changeInvoice(
  tx: Tx,
  invoice: Invoice,
  change: InvoiceChange,
): Promise<ChangedInvoice> {
  await lockCharges(tx, invoice.cooperativeId);
  const changed = await applyChange(tx, invoice, change);
  await keepAccount(tx, invoice.cooperativeId, invoice.buyerId);
  return changed;
}
