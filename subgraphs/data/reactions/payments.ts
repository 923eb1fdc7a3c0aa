import { z } from 'zod';
import type { Reaction } from '../../kit/journal/reactions.js';
import { recordPayment, recordReturn } from '../service/recordPayment.js';

/** `job` is null for the licence's own invoice, and that of a computation otherwise. */
const paidSchema = z.object({ licence: z.string(), first: z.boolean(), job: z.string().nullish() });
const returnedSchema = z.object({ licence: z.string(), job: z.null(), unpaid: z.literal(true) });

/** A licence comes into force with its first payment, and rests while that has gone back. */
export const payments: Reaction[] = [
  {
    source: 'payouts',
    on: 'InvoicePaid',
    async handle(tx, { cooperative, values, recordedAt }) {
      const paid = paidSchema.safeParse(values);
      if (paid.success && (paid.data.first || paid.data.job === null))
        await recordPayment(tx, cooperative, paid.data.licence, recordedAt);
    },
  },
  {
    source: 'payouts',
    on: 'PaymentReturned',
    async handle(tx, { cooperative, values }) {
      const returned = returnedSchema.safeParse(values);
      if (returned.success) await recordReturn(tx, cooperative, returned.data.licence);
    },
  },
];
