import { OffersWithdrawn } from '../../kit/contracts/entries/data.js';
import type { Tx } from '../../kit/store/tx.js';
import { judgeByCharter } from '../domain/charter.js';
import type { Charter } from '../domain/charter.js';
import { holdPublishedOffers, saveOffersWithdrawn } from '../store/offerStore.js';
import { listDatasets } from '../store/search/catalogueEntries.js';

/** Takes published offers off the catalogue that permit what a new charter no longer allows. */
export async function withdrawForbiddenOffers(tx: Tx, { cooperativeId, terms }: Charter): Promise<void> {
  const offers = await holdPublishedOffers(tx, cooperativeId);
  const forbidden = offers.filter(({ purposes }) =>
    purposes.some((purpose) => judgeByCharter(terms, purpose).kind !== 'ALLOWED'),
  );
  if (forbidden.length === 0) return;
  const ids = forbidden.map(({ id }) => id);
  await saveOffersWithdrawn(tx, cooperativeId, ids);
  const datasets = [...new Set(forbidden.map(({ datasetId }) => datasetId))];
  await listDatasets(tx, datasets);
  tx.append(OffersWithdrawn, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { offers: ids, datasets },
  });
}
