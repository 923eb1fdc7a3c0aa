import { mutation } from '../client/mutation.js';

export const payInvoice = mutation<
  { invoice: string; idempotencyKey: string },
  { id: string; state: string }
>('payInvoice', 'id state', { repeatable: true });

export const recordCost = mutation<
  {
    cooperative: string;
    description: string;
    amountMinor: string;
    currency: string;
    idempotencyKey: string;
  },
  { id: string }
>('recordCost', 'id', { repeatable: true });

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
