import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/store.js';
import { requirePurpose } from '../domain/charterCheck.js';
import { requireText } from '../domain/dataset.js';
import { LIMITS } from '../domain/limits.js';
import { permits, requirePermitted } from '../domain/offer.js';
import { LicenceRow } from '../store/licenceRow.js';
import type { Offer } from '../store/offerRow.js';
import { currentCharter } from './charter.js';
import { requireDataset } from './datasets.js';
import { NO_ACCEPTANCE, recordStep } from './withNegotiation.js';
import { publishedOffers } from './offers.js';
import type { DataPorts } from './ports.js';

/** Organisations that may hold licences; a regulator looks, and takes no part. */
const LICENSEES = ['BUYER', 'PARTNER'];

export interface RequestLicenceInput {
  readonly dataset: string;
  readonly purpose: string;
  /** A published offer; the newest that permits the purpose when absent. */
  readonly offer: string | null;
  readonly message: string | null;
  readonly idempotencyKey: string;
}

/**
 * A buyer asks for a dataset for a purpose, on a published offer.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for a buyer or partner; NOT_FOUND,
 *   PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, PURPOSE_NOT_OFFERED, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED
 */
export async function requestLicence(
  { store }: DataPorts,
  viewer: Viewer,
  input: RequestLicenceInput,
): Promise<LicenceRow> {
  const buyer = await viewer.requireOrganization();
  if (!LICENSEES.includes(buyer.kind))
    throw COMMON.FORBIDDEN.raise('Only buyers and partners may hold licences.');
  if (input.message !== null) requireText('message', input.message, LIMITS.messageCharsMax);
  const cooperative = await store.home(requireId('dst', input.dataset));
  return store.transaction({ cooperative }, async (tx) => {
    const { idempotencyKey, ...asked } = input;
    const operation = { actor: buyer.did, operation: 'requestLicence', key: idempotencyKey, input: asked };
    const { id } = await idempotent(tx, operation, async () => {
      const offer = await chooseOffer(tx, cooperative, input);
      const row: LicenceRow = {
        cooperativeId: cooperative,
        id: newId('lic'),
        datasetId: input.dataset,
        buyerId: buyer.id,
        purpose: input.purpose,
        state: 'REQUESTED',
        offerId: offer.id,
        requestedAt: tx.now,
        changedAt: tx.now,
        ...NO_ACCEPTANCE,
        agreement: null,
        agreementDigest: null,
        verifiedAt: null,
        paidAt: null,
        validUntil: null,
        reason: null,
      };
      await tx.manager.save(LicenceRow, row);
      await tx.register(row.id, cooperative);
      await recordStep(tx, row, { party: 'BUYER', message: input.message });
      tx.append({
        type: 'LicenceRequested',
        cooperative,
        actorRole: 'BUYER',
        actor: buyer.did,
        digests: { offer: offer.digest },
        values: {
          licence: row.id,
          dataset: row.datasetId,
          buyer: buyer.id,
          purpose: row.purpose,
          offer: offer.id,
        },
      });
      return { id: row.id };
    });
    return tx.manager.findOneByOrFail(LicenceRow, { cooperativeId: cooperative, id });
  });
}

async function chooseOffer(tx: Tx, cooperative: string, input: RequestLicenceInput): Promise<Offer> {
  const dataset = await requireDataset(tx, cooperative, input.dataset);
  requirePurpose((await currentCharter(tx, cooperative)).terms, input.purpose);
  const offers = await publishedOffers(tx, cooperative, dataset.id);
  if (input.offer === null) {
    const offer = offers.find((one) => permits(one, input.purpose));
    // None fits: the newest says why, and so does an offer of nothing.
    if (!offer) requirePermitted(offers[0] ?? { purposes: [], prohibited: [] }, input.purpose);
    return offer!;
  }
  const offer = offers.find(({ id }) => id === input.offer);
  if (!offer)
    throw COMMON.NOT_FOUND.raise('There is no such published offer of this dataset.', { id: input.offer });
  requirePermitted(offer, input.purpose);
  return offer;
}
