import type { Tx } from '../../kit/store/store.js';
import type { LicenceRow } from '../store/licenceRow.js';
import type { Offer } from '../store/offerRow.js';
import { keepStep, lockLicence, offerOf } from './withNegotiation.js';

const DAY_MS = 86_400_000;

/**
 * A licence is in force once it is both verified and paid, whichever came last; its term begins then.
 */
export async function finalizeIfPaid(tx: Tx, licence: LicenceRow, offer: Offer): Promise<LicenceRow> {
  if (licence.state !== 'VERIFIED' || !licence.paidAt) return licence;
  const validUntil = new Date(tx.now.getTime() + offer.termDays * DAY_MS);
  const finalized = await keepStep(tx, licence, { state: 'FINALIZED', validUntil }, { party: 'COOPERATIVE' });
  const { id, datasetId: dataset, buyerId: buyer } = licence;
  tx.append({
    type: 'LicenceFinalized',
    cooperative: licence.cooperativeId,
    actorRole: 'SERVICE',
    values: { licence: id, dataset, buyer, validUntil },
  });
  return finalized;
}

/** The first payment of a licence has come in. What is known or over already stays as it is. */
export async function recordPayment(tx: Tx, cooperative: string, id: string, paidAt: Date): Promise<void> {
  const licence = await lockLicence(tx, cooperative, id);
  if (!licence || licence.paidAt || licence.state === 'TERMINATED') return;
  const paid = { ...licence, paidAt };
  await tx.query('update licence set paid_at = $3 where cooperative_id = $1 and id = $2', [
    cooperative,
    id,
    paidAt,
  ]);
  await finalizeIfPaid(tx, paid, await offerOf(tx, licence));
  if (licence.state === 'FINALIZED') journal(tx, licence, 'LicenceResumed');
}

/** The payment has gone back: nothing is computed under the licence until it is paid again. Its term runs on. */
export async function recordReturn(tx: Tx, cooperative: string, id: string): Promise<void> {
  const licence = await lockLicence(tx, cooperative, id);
  if (!licence?.paidAt || licence.state === 'TERMINATED') return;
  await tx.query('update licence set paid_at = null where cooperative_id = $1 and id = $2', [
    cooperative,
    id,
  ]);
  if (licence.state === 'FINALIZED') journal(tx, licence, 'LicenceSuspended');
}

function journal(tx: Tx, licence: LicenceRow, type: string): void {
  const { id, cooperativeId: cooperative, datasetId: dataset, buyerId: buyer } = licence;
  tx.append({ type, cooperative, actorRole: 'SERVICE', values: { licence: id, dataset, buyer } });
}
