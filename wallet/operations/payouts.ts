import { mutation } from '../client/mutation.js';

export const payInvoice = mutation<
  { invoice: string; idempotencyKey: string },
  { id: string; state: string }
>('payInvoice', 'id state', { repeatable: true });

/** A payment in advance for computations. */
export const prepayJobFees = mutation<
  { cooperative: string; amountMinor: string; currency: string; idempotencyKey: string },
  { prepaid: { amountMinor: string; currency: string } }
>('prepayJobFees', 'prepaid { amountMinor currency }', { repeatable: true });

/** Asks for what is left of it. */
export const withdrawPrepayment = mutation<
  { cooperative: string; idempotencyKey: string },
  { prepaid: { amountMinor: string; currency: string } }
>('withdrawPrepayment', 'prepaid { amountMinor currency }', { repeatable: true });

export const recordCost = mutation<
  {
    cooperative: string;
    description: string;
    amountMinor: string;
    currency: string;
    receiptDigest: string;
    idempotencyKey: string;
  },
  { id: string; state: string }
>('recordCost', 'id state', { repeatable: true });

export const approveCost = mutation<{ cost: string; idempotencyKey: string }, { id: string; state: string }>(
  'approveCost',
  'id state',
  { repeatable: true },
);

export const reverseCost = mutation<
  { cost: string; reason: string; idempotencyKey: string },
  { id: string; state: string }
>('reverseCost', 'id state', { repeatable: true });

/** What could not be paid out after an erasure, for whoever holds the key of the DID. */
export const claimUnclaimed = mutation<
  { cooperative: string; idempotencyKey: string },
  { amount: { amountMinor: string; currency: string } }
>('claimUnclaimed', 'amount { amountMinor currency }', { repeatable: true });

export const closePeriod = mutation<
  { cooperative: string; from: string; until: string; idempotencyKey: string },
  { id: string; state: string }
>('closePeriod', 'id state', { repeatable: true });

/** @see withdrawalBy */
export const withdrawBalance = mutation<
  {
    cooperative: string;
    amountMinor: string | null;
    destination: string;
    idempotencyKey: string;
    signature: string;
    key: string;
  },
  { id: string; state: string }
>('withdrawBalance', 'id state', { repeatable: true });

/** @see destinationDigest */
export const removePayoutDestination = mutation<
  { cooperative: string; digest: string; idempotencyKey: string },
  { id: string }
>('removePayoutDestination', 'id', { repeatable: true });

export const LICENCE_INVOICES = `
  query LicenceInvoices($licence: ID!) { licence(id: $licence) { id state invoices(first: 10) { nodes { id state } } } }`;

export const DIVIDEND_RUNS = `
  query DividendRuns($cooperative: ID!) {
    cooperative(id: $cooperative) { dividendRuns(first: 10) { nodes { id state memberCount } } }
  }`;
