import { z } from 'zod';
import type { Reaction } from '../../kit/journal/reactions.js';
import { charterTermsSchema } from '../../kit/contracts/charterTerms.js';
import { withdrawForbiddenOffers } from '../service/withdrawForbiddenOffers.js';
import { insertCharter } from '../store/charterStore.js';
import { insertCooperative } from '../store/cooperativeStore.js';

const foundedSchema = z.object({
  cooperative: z.object({ id: z.string(), slug: z.string(), name: z.string(), did: z.string() }),
});
const enactedSchema = z.object({
  version: z.number().int(),
  terms: charterTermsSchema,
  effectiveAt: z.string().transform((text) => new Date(text)),
});

/** Co-ops and their charters, as far as this service must know them. */
export const founding: Reaction[] = [
  {
    source: 'membership',
    on: 'CooperativeFounded',
    async handle(tx, { values }) {
      const read = foundedSchema.safeParse(values);
      // Values are gone where somebody was erased; there is nothing to react to then.
      if (!read.success) return;
      const { id, slug, name, did } = read.data.cooperative;
      await insertCooperative(tx, { cooperativeId: id, slug, name, did });
    },
  },
  {
    source: 'governance',
    on: 'CharterEnacted',
    async handle(tx, { cooperative, values }) {
      const read = enactedSchema.safeParse(values);
      if (!read.success) return;
      const charter = { cooperativeId: cooperative, ...read.data };
      await insertCharter(tx, charter);
      await withdrawForbiddenOffers(tx, charter);
    },
  },
];
