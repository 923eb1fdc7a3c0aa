import type { Money } from '../../kit/domain/money.js';
import { COMPUTE_ERRORS } from './computeErrors.js';

/** What there is for the fees of a buyer's jobs in a co-op. Amounts are minor units of the co-op's currency. */
export interface JobFunds {
  /** Paid in advance and not spent; below zero when a spent prepayment was charged back. */
  readonly prepaidMinor: bigint;
  /** What the charter lets a buyer owe for jobs. */
  readonly creditMinor: bigint;
  /** Billed for jobs and not paid. */
  readonly feesOwedMinor: bigint;
  /** Fees of jobs that are not finished, or not billed yet, and what is on its way back to the buyer. */
  readonly reservedMinor: bigint;
  /** What the buyer got back beyond what they had paid. */
  readonly claimMinor: bigint;
  /** When the oldest of what they owe on invoices is due. */
  readonly dueAt: Date | null;
}

/** What is left for the fees of further jobs; below zero where more is owed than the charter lets a buyer owe. */
export function availableMinor(funds: JobFunds): bigint {
  return funds.prepaidMinor + funds.creditMinor - funds.feesOwedMinor - funds.reservedMinor;
}

/** What a buyer may have back of what they have paid in advance: the rest is reserved, or owed. */
export function releasableMinor(funds: JobFunds): bigint {
  const left = availableMinor({ ...funds, creditMinor: 0n });
  return left > 0n ? left : 0n;
}

/**
 * A job is paid in advance, or by the credit that the charter gives. One that costs nothing needs neither, nor that its
 * buyer owes nothing: its licence is paid.
 *
 * @throws CLAIM_OPEN, INVOICE_OVERDUE, JOB_FEE_NOT_COVERED, in this order.
 * @see payouts/decisions/0015-jobs-are-paid-in-advance.md
 */
export function requireFunds(fee: Money, funds: JobFunds, now: Date): void {
  if (fee.amountMinor === 0n) return;
  requireNoClaim(funds, fee.currency);
  const { dueAt } = funds;
  if (dueAt && dueAt <= now) {
    throw COMPUTE_ERRORS.INVOICE_OVERDUE.raise(
      'An invoice of yours in this co-op is overdue: pay it first.',
      {
        dueAt: dueAt.toISOString(),
      },
    );
  }
  const available = availableMinor(funds);
  if (fee.amountMinor <= available) return;
  throw COMPUTE_ERRORS.JOB_FEE_NOT_COVERED.raise(
    `The job costs ${fee.amountMinor} minor units of ${fee.currency}, and ${available} are left of what you have paid in advance and may owe here.`,
    {
      ...{ feeMinor: String(fee.amountMinor), availableMinor: String(available), currency: fee.currency },
      ...{ prepaidMinor: String(funds.prepaidMinor), creditMinor: String(funds.creditMinor) },
    },
  );
}

/** @throws CLAIM_OPEN */
export function requireNoClaim({ claimMinor }: Pick<JobFunds, 'claimMinor'>, currency: string): void {
  if (claimMinor === 0n) return;
  throw COMPUTE_ERRORS.CLAIM_OPEN.raise(
    'You got back more than you had paid in this co-op: pay it back first.',
    {
      ...{ claimMinor: String(claimMinor), currency },
    },
  );
}
