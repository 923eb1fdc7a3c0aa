import { requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { OfferTerms } from '../domain/offer.js';
import type { Offer } from '../store/offerRow.js';
import { listDatasets } from '../store/search/catalogueEntries.js';
import { currentCharter } from './charter.js';
import { requireDataset } from './datasets.js';
import { makeOffer } from './offers.js';
import type { DataPorts } from './ports.js';

export interface PublishOfferInput {
  readonly dataset: string;
  readonly terms: OfferTerms;
}

/**
 * Publishes terms on which a dataset may be licensed.
 *
 * @throws NOT_FOUND, UNAUTHENTICATED, FORBIDDEN unless the viewer is a steward there; PURPOSE_PROHIBITED,
 *   PURPOSE_NOT_ALLOWED, BAD_USER_INPUT, PRICE_CURRENCY_MISMATCH
 */
export async function publishOffer(
  { store }: DataPorts,
  viewer: Viewer,
  input: PublishOfferInput,
): Promise<Offer> {
  const cooperative = await store.home(requireId('dst', input.dataset));
  const steward = await viewer.requireSteward(cooperative);
  return store.transaction({ cooperative }, async (tx) => {
    const dataset = await requireDataset(tx, cooperative, input.dataset);
    const charter = await currentCharter(tx, cooperative);
    const place = { cooperative, dataset: dataset.id, negotiation: null };
    const offer = await makeOffer(tx, place, input.terms, charter);
    await listDatasets(tx, [dataset.id]);
    tx.append({
      type: 'OfferPublished',
      cooperative,
      actorRole: 'STEWARD',
      actor: steward.did,
      digests: { offer: offer.digest },
      values: { offer: offer.id, dataset: dataset.id, charterVersion: offer.charterVersion },
    });
    return offer;
  });
}
