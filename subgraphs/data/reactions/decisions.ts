import { z } from 'zod';
import type { FeedEntry } from '../../kit/journal/feed.js';
import type { Reaction } from '../../kit/journal/reactions.js';
import type { Tx } from '../../kit/store/store.js';
import { linkProposal, recordDecision, recordRefusal } from '../service/recordDecision.js';
import type { ProposalNews } from '../service/recordDecision.js';

const newsSchema = z.object({
  proposal: z.string(),
  effect: z.object({
    kind: z.literal('LICENCE'),
    licence: z.string(),
    dataset: z.string(),
    offerDigest: z.string(),
    buyer: z.string(),
    purpose: z.string(),
    acceptanceDigest: z.string(),
  }),
});

/** What becomes of the votes on licences. */
export const decisions: Reaction[] = [
  aboutLicence('ProposalSubmitted', (tx, entry, news) => linkProposal(tx, entry.cooperative, news)),
  aboutLicence('ProposalEnacted', recordDecision),
  aboutLicence('ProposalRejected', (tx, entry, news) =>
    recordRefusal(tx, entry.cooperative, news, 'REJECTED_BY_VOTE'),
  ),
  aboutLicence('ProposalCancelled', (tx, entry, news) =>
    recordRefusal(tx, entry.cooperative, news, 'VOTE_CANCELLED'),
  ),
  aboutLicence('ProposalExpired', (tx, entry, news) =>
    recordRefusal(tx, entry.cooperative, news, 'VOTE_EXPIRED'),
  ),
];

function aboutLicence(
  on: string,
  handle: (tx: Tx, entry: FeedEntry, news: ProposalNews) => Promise<void>,
): Reaction {
  return {
    source: 'governance',
    on,
    async handle(tx, entry) {
      const news = newsSchema.safeParse(entry.values);
      if (news.success) await handle(tx, entry, news.data);
    },
  };
}
