import { LicenceFinalized, LicenceResumed, LicenceSuspended } from '../../kit/contracts/entries/data.js';
import { LICENCE_ON_MONEY } from '../../kit/domain/licenceAndMoney.js';
import type { Tx } from '../../kit/store/tx.js';
import { finalized, isPayable, isReturnable } from '../domain/licence.js';
import type { Licence } from '../domain/licence.js';
import type { Offer } from '../domain/offer.js';
import { holdLicence, saveLicence } from '../store/licenceStore.js';
import { terminate } from './terminateLicence.js';
import { keepStep, offerOf } from './withNegotiation.js';

/** Puts a licence in force once it is both verified and paid, whichever came last. */
export async function finalizeIfPaid(tx: Tx, licence: Licence, { termDays }: Offer): Promise<void> {
  const next = finalized(licence, termDays, tx.now);
  if (!next) return;
  await keepStep(tx, next, { party: 'COOPERATIVE' });
  const { id, cooperativeId: cooperative, datasetId: dataset, buyerId: buyer, validUntil } = next;
  tx.append(LicenceFinalized, {
    cooperative,
    actorRole: 'SERVICE',
    private: { licence: id, dataset, buyer, validUntil: validUntil!.toISOString() },
  });
}

/** The first payment of a licence has come in. What is known or over already stays as it is. */
export async function recordPayment(tx: Tx, cooperativeId: string, id: string, paidAt: Date): Promise<void> {
  const licence = await holdLicence(tx, cooperativeId, id);
  if (!licence || !isPayable(licence)) return;
  const paid = { ...licence, paidAt };
  await saveLicence(tx, paid);
  await finalizeIfPaid(tx, paid, await offerOf(tx, licence));
  if (licence.state === 'FINALIZED') journal(tx, licence, LicenceResumed);
}

/** The payment has gone back: nothing is computed under the licence until it is paid again. Its term runs on. */
export async function recordReturn(tx: Tx, cooperativeId: string, id: string): Promise<void> {
  const licence = await holdLicence(tx, cooperativeId, id);
  if (!licence || !isReturnable(licence)) return;
  await saveLicence(tx, { ...licence, paidAt: null });
  if (licence.state === 'FINALIZED') journal(tx, licence, LicenceSuspended);
}

/** Its price was credited whole: the licence ends with it, also one in force. Jobs that wait are refused by the worker. */
export async function recordCredit(tx: Tx, cooperativeId: string, id: string): Promise<void> {
  const licence = await holdLicence(tx, cooperativeId, id);
  if (!licence || LICENCE_ON_MONEY.CREDITED[licence.state] !== 'END') return;
  await terminate(tx, licence, 'CREDITED_IN_FULL', { party: 'COOPERATIVE' }, 'CREDITED');
}

function journal(tx: Tx, licence: Licence, entry: typeof LicenceSuspended): void {
  const { id, cooperativeId: cooperative, datasetId: dataset, buyerId: buyer } = licence;
  tx.append(entry, { cooperative, actorRole: 'SERVICE', private: { licence: id, dataset, buyer } });
}
