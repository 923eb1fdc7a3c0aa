import type { Tx } from '../../kit/store/store.js';
import { judgePurpose } from '../domain/charterCheck.js';
import type { PurposeRules } from '../domain/charterCheck.js';
import { listDatasets } from '../store/search/catalogueEntries.js';

/** Takes published offers off the catalogue that permit what a new charter no longer allows. */
export async function withdrawForbiddenOffers(
  tx: Tx,
  cooperative: string,
  rules: PurposeRules,
): Promise<void> {
  const offers = await tx.query<{ id: string; dataset: string; purposes: string[] }>(
    `select id, dataset_id as dataset, purposes from offer
     where cooperative_id = $1 and licence_id is null and withdrawn_at is null order by id for update`,
    [cooperative],
  );
  const forbidden = offers.filter(({ purposes }) =>
    purposes.some((purpose) => judgePurpose(rules, purpose).kind !== 'ALLOWED'),
  );
  if (forbidden.length === 0) return;
  const ids = forbidden.map(({ id }) => id);
  await tx.query('update offer set withdrawn_at = $3 where cooperative_id = $1 and id = any($2)', [
    cooperative,
    ids,
    tx.now,
  ]);
  const datasets = [...new Set(forbidden.map(({ dataset }) => dataset))];
  await listDatasets(tx, datasets);
  tx.append({
    type: 'OffersWithdrawn',
    cooperative,
    actorRole: 'SERVICE',
    values: { offers: ids, datasets },
  });
}
