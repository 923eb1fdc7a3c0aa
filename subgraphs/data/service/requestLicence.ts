import { LicenceRequested } from '../../kit/contracts/entries/data.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { requirePurpose } from '../domain/charter.js';
import { requireText } from '../domain/dataset.js';
import { requireNoClaim } from '../domain/jobFees.js';
import { requested } from '../domain/licence.js';
import type { Licence } from '../domain/licence.js';
import { LIMITS } from '../domain/limits.js';
import { permits, requirePermitted } from '../domain/offer.js';
import type { Offer } from '../domain/offer.js';
import { readFunds } from '../store/buyerAccountStore.js';
import { holdRequest, insertLicence } from '../store/licenceStore.js';
import { publishedOffers } from '../store/offerStore.js';
import { requireCharter } from './requireCharter.js';
import { requireDataset } from './requireDataset.js';
import { recordStep, requireLicence } from './withNegotiation.js';

/** Organisations that may hold licences; a regulator looks, and takes no part. */
const LICENSEES = ['BUYER', 'PARTNER'];

export interface RequestLicence {
  readonly datasetId: string;
  readonly purpose: string;
  /** A published offer; null for the newest that permits the purpose. */
  readonly offerId: string | null;
  readonly message: string | null;
  readonly idempotencyKey: string;
}

/**
 * A buyer asks for a dataset for a purpose, on a published offer. Equal requests that are open are one, whatever their
 * keys, messages and offers: the first is answered as it stands, and its terms change by `counterOffer` alone.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for a buyer or partner; BAD_USER_INPUT, NOT_FOUND,
 *   IDEMPOTENCY_KEY_REUSED, PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, PURPOSE_NOT_OFFERED, CLAIM_OPEN, in this order.
 * @see ../decisions/0006-equal-open-requests-are-one.md
 */
export function requestLicence(store: Store) {
  return async (viewer: Viewer, input: RequestLicence): Promise<Licence> => {
    const buyer = await viewer.requireOrganization();
    if (!LICENSEES.includes(buyer.kind)) {
      throw COMMON.FORBIDDEN.raise('Only buyers and partners may hold licences.');
    }
    const { datasetId, purpose, offerId, message, idempotencyKey: key } = input;
    if (message !== null) requireText('message', message, LIMITS.messageCharsMax);
    const cooperativeId = await store.home(requireId('dst', datasetId));
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const asked = { dataset: datasetId, purpose, offer: offerId, message };
      const operation = { actor: buyer.did, operation: 'requestLicence', key, input: asked };
      const { id } = await idempotent(tx, operation, async () => {
        const { claimMinor } = await readFunds(tx, cooperativeId, buyer.id);
        const offer = await chooseOffer(tx, cooperativeId, input);
        requireNoClaim({ claimMinor }, offer.price.amount.currency);
        const wanted = { cooperativeId, datasetId, buyerId: buyer.id, purpose };
        const open = await holdRequest(tx, wanted);
        if (open !== null) return { id: open };
        const licence = requested({ ...wanted, id: newId('lic'), offerId: offer.id }, tx.now);
        await insertLicence(tx, licence);
        await recordStep(tx, licence, { party: 'BUYER', message });
        tx.append(LicenceRequested, {
          cooperative: cooperativeId,
          actorRole: 'BUYER',
          actor: buyer.did,
          public: { offer: offer.digest },
          private: {
            licence: licence.id,
            dataset: datasetId,
            buyer: buyer.id,
            purpose,
            offer: offer.id,
          },
        });
        return { id: licence.id };
      });
      return requireLicence(tx, cooperativeId, id);
    });
  };
}

async function chooseOffer(tx: Tx, cooperativeId: string, input: RequestLicence): Promise<Offer> {
  const { datasetId, purpose, offerId } = input;
  await requireDataset(tx, cooperativeId, datasetId);
  requirePurpose((await requireCharter(tx, cooperativeId)).terms, purpose);
  const offers = await publishedOffers(tx, cooperativeId, datasetId);
  if (offerId === null) {
    const offer = offers.find((one) => permits(one, purpose));
    // None fits: the newest says why, and so does an offer of nothing.
    if (!offer) requirePermitted(offers[0] ?? { purposes: [], prohibited: [] }, purpose);
    return offer!;
  }
  const offer = offers.find(({ id }) => id === offerId);
  if (!offer)
    throw COMMON.NOT_FOUND.raise('This dataset has no published offer under this id.', { id: offerId });
  requirePermitted(offer, purpose);
  return offer;
}
