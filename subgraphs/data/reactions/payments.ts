import { z } from 'zod';
import type { Reaction } from '../../kit/journal/reactions.js';
import { recordPayment } from '../service/finalizeLicence.js';

const paidSchema = z.object({ licence: z.string(), first: z.boolean() });

/** A licence comes into force with its first payment. */
export const payments: Reaction[] = [
  {
    source: 'payouts',
    on: 'InvoicePaid',
    async handle(tx, { cooperative, values, recordedAt }) {
      const paid = paidSchema.safeParse(values);
      if (paid.success && paid.data.first)
        await recordPayment(tx, cooperative, paid.data.licence, recordedAt);
    },
  },
];
