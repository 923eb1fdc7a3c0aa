import { BuyerAccountChanged, InvoicePaid } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import type { BuyerAccount } from '../domain/buyerAccount.js';
import { owedMinor } from '../domain/invoice.js';
import {
  lockBuyerAccount,
  lockCharges,
  lockUnpaidJobs,
  saveBuyerAccount,
  sumOwed,
} from '../store/buyerAccountStore.js';
import { requireInvoice } from '../store/invoiceStore.js';
import { aboutInvoice, applyChange } from './applyChange.js';
import { moneyJson } from './moneyJson.js';

/** Invoices of computations that one change settles at most, so that it ends; the next change settles more. */
const SETTLED_AT_ONCE_MAX = 100;

/** What happened besides, of which data must hear in the same breath. */
export interface AccountNews {
  /** What is left of what was paid in advance, where that has changed. */
  prepaidMinor?: bigint;
  /** The computation that has been billed. */
  billed?: string;
  /** The withdrawal that has been carried out. */
  released?: string;
}

/**
 * Brings a buyer's account up to date in the transaction that changed something of it: invoices of computations are paid
 * from what was paid in advance, oldest first, and data is told how the buyer stands. The account is locked until the
 * commit, so that each version tells of all that was committed before it.
 */
export async function keepAccount(
  tx: Tx,
  cooperativeId: string,
  buyerId: string,
  { prepaidMinor, billed, released }: AccountNews = {},
): Promise<BuyerAccount> {
  await lockCharges(tx, cooperativeId);
  const before = await lockBuyerAccount(tx, cooperativeId, buyerId);
  const left = await settleJobs(tx, before, prepaidMinor ?? before.prepaidMinor);
  const owed = await sumOwed(tx, cooperativeId, buyerId);
  const overspentMinor = left < 0n ? -left : 0n;
  const after: BuyerAccount = {
    ...before,
    ...owed,
    prepaidMinor: left,
    owedMinor: owed.owedMinor + overspentMinor,
    claimMinor: owed.claimMinor + overspentMinor,
    version: before.version + 1n,
  };
  if (before.version > 0n && !billed && !released && isSame(before, after)) return before;
  await saveBuyerAccount(tx, after);
  tell(tx, after, { billed, released });
  return after;
}

/** Pays whole invoices, and each by itself: a part of one would be neither paid nor due. @returns what is left. */
async function settleJobs(tx: Tx, account: BuyerAccount, prepaidMinor: bigint): Promise<bigint> {
  const { cooperativeId, buyerId } = account;
  let left = prepaidMinor;
  if (left <= 0n) return left;
  for (const id of await lockUnpaidJobs(tx, cooperativeId, buyerId, SETTLED_AT_ONCE_MAX)) {
    const invoice = await requireInvoice(tx, cooperativeId, id);
    const amountMinor = owedMinor(invoice);
    if (amountMinor > left) break;
    const { turned } = await applyChange(tx, invoice, {
      kind: 'PREPAYMENT_APPLIED',
      sourceId: newId('ppa'),
      counterpart: { code: 'liabilities:prepaid', ownerId: buyerId },
      facts: { heldMinor: invoice.heldMinor + amountMinor },
      refunds: 'LEAVE',
    });
    left -= amountMinor;
    if (turned !== 'PAID') continue;
    tx.append(InvoicePaid, {
      cooperative: cooperativeId,
      actorRole: 'SERVICE',
      private: { ...aboutInvoice(invoice), amount: moneyJson(amountMinor, invoice.currency), first: false },
    });
  }
  return left;
}

function isSame(before: BuyerAccount, after: BuyerAccount): boolean {
  const amounts = ['prepaidMinor', 'feesOwedMinor', 'owedMinor', 'claimMinor'] as const;
  return (
    amounts.every((name) => before[name] === after[name]) &&
    before.dueAt?.getTime() === after.dueAt?.getTime()
  );
}

function tell(tx: Tx, account: BuyerAccount, { billed, released }: AccountNews): void {
  const { cooperativeId: cooperative, buyerId: buyer, currency, dueAt } = account;
  tx.append(BuyerAccountChanged, {
    cooperative,
    actorRole: 'SERVICE',
    private: {
      buyer,
      version: account.version.toString(),
      prepaid: moneyJson(account.prepaidMinor, currency),
      feesOwed: moneyJson(account.feesOwedMinor, currency),
      claim: moneyJson(account.claimMinor, currency),
      dueAt: dueAt?.toISOString() ?? null,
      billed: billed ?? null,
      released: released ?? null,
    },
  });
}
