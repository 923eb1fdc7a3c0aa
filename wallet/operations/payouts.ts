import { mutation } from '../client/mutation.js';

export interface InvoiceState {
  id: string;
  state: string;
  licence: { id: string };
}

export const payInvoice = mutation<
  { invoice: string; idempotencyKey: string },
  { id: string; state: string }
>('payInvoice', 'id state', { repeatable: true });

export const recordCost = mutation<
  {
    cooperative: string;
    amount: { amountMinor: string; currency: string };
    description: string;
    idempotencyKey: string;
  },
  { id: string }
>('recordCost', 'id', { repeatable: true });

export const closePeriod = mutation<
  { cooperative: string; period: { from: string; until: string }; idempotencyKey: string },
  { id: string; state: string }
>('closePeriod', 'id state', { repeatable: true });

export const LICENCE_INVOICES = `
  query LicenceInvoices($licence: ID!) { licence(id: $licence) { id state invoices { id state } } }`;

export const DIVIDEND_RUNS = `
  query DividendRuns($cooperative: ID!) {
    cooperative(id: $cooperative) { dividendRuns(first: 10) { nodes { id state memberCount } } }
  }`;
