import * as payouts from '../../kit/contracts/entries/payouts.js';
import { on } from '../../kit/journal/reaction.js';
import type { Reaction } from '../../kit/journal/reaction.js';
import { releasePrepayment } from '../service/releasePrepayment.js';
import { keepAccount } from '../store/buyerAccountStore.js';
import { recordCredit, recordPayment, recordReturn } from '../service/recordPayment.js';

/**
 * A licence comes into force with its first payment, rests while that has gone back, and ends when its price is credited.
 *
 * @see kit/domain/licenceAndMoney.ts
 */
export const payments: Reaction[] = [
  on(
    payouts.InvoicePaid,
    ['licence', 'first', 'job'],
    async (tx, { licence, first, job }, { cooperative, recordedAt }) => {
      if (first || job === null) await recordPayment(tx, cooperative, licence, recordedAt);
    },
  ),
  on(
    payouts.PaymentReturned,
    ['licence', 'job', 'unpaid'],
    async (tx, { licence, job, unpaid }, { cooperative }) => {
      if (job === null && unpaid) await recordReturn(tx, cooperative, licence);
    },
  ),
  on(payouts.InvoiceReopened, ['licence', 'job'], async (tx, { licence, job }, { cooperative }) => {
    if (job === null) await recordReturn(tx, cooperative, licence);
  }),
  on(
    payouts.CreditNoteIssued,
    ['licence', 'job', 'whole'],
    async (tx, { licence, job, whole }, { cooperative }) => {
      if (job === null && whole) await recordCredit(tx, cooperative, licence);
    },
  ),
  on(
    payouts.BuyerAccountChanged,
    ['buyer', 'version', 'prepaid', 'feesOwed', 'claim', 'dueAt', 'billed', 'released'],
    (tx, told, { cooperative }) =>
      keepAccount(tx, cooperative, {
        buyerId: told.buyer,
        version: BigInt(told.version),
        prepaidMinor: BigInt(told.prepaid.amountMinor),
        feesOwedMinor: BigInt(told.feesOwed.amountMinor),
        claimMinor: BigInt(told.claim.amountMinor),
        ...{ dueAt: told.dueAt, billed: told.billed, released: told.released },
      }),
  ),
  on(payouts.PrepaymentWithdrawalRequested, ['withdrawal', 'buyer'], (tx, asked, { cooperative }) =>
    releasePrepayment(tx, cooperative, asked),
  ),
];
