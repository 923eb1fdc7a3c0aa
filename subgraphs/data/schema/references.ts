import type { ReferenceResolver } from '../../kit/schema/build.js';
import { mayKnow, maySee, OF_NOBODY } from '../service/readLicences.js';
import { consentsByIds } from '../service/memberRecords.js';
import type { Context } from './context.js';
import { toConsentType } from './consent.type.js';
import type { ConsentType } from './consent.type.js';
import { toDatasetType } from './dataset.type.js';
import { findComputeJob } from './computeJob.reference.js';
import { toLicenceType } from './licence.type.js';
import type { LicenceType } from './licence.type.js';
import { datasetLoader, licenceLoader, offerLoader } from './loaders.js';
import { toOfferType } from './offer.type.js';
import { cooperative, member, organization } from './stubs.type.js';

/** To those who may not know of it, a licence that is looks like one that is not. */
export async function findLicence(id: string, context: Context): Promise<LicenceType | null> {
  const row = await licenceLoader(context).load(id);
  return (await mayKnow(context.viewer, row ?? OF_NOBODY)) && row ? toLicenceType(row) : null;
}

async function findOffer(id: string, context: Context) {
  const offer = await offerLoader(context).load(id);
  const published = offer?.licenceId === null && offer.withdrawnAt === null;
  return (published || (await maySee(context.viewer, offer ?? OF_NOBODY))) && offer
    ? toOfferType(offer)
    : null;
}

async function findConsent(id: string, { loader, services, viewer }: Context): Promise<ConsentType | null> {
  const find = loader<string, ConsentType | null>('consent', async (ids) => {
    const found = await consentsByIds(services, await viewer.standings(), ids);
    return found.map((one) => one && toConsentType(one.row, one.now));
  });
  return find.load(id);
}

type Find = (id: string, context: Context) => unknown;

/** By the key that another subgraph holds. Ids of what others own are passed through: they know what there is. */
const BY_ID: Record<string, Find> = {
  Cooperative: (id) => cooperative(id),
  Member: (id) => member(id),
  Organization: (id) => organization(id),
  Dataset: async (id, context) => {
    const dataset = await datasetLoader(context).load(id);
    return dataset && toDatasetType(dataset);
  },
  ComputeJob: findComputeJob,
  Licence: findLicence,
  LicenceOffer: findOffer,
  Consent: findConsent,
};

export const REFERENCES: Record<string, ReferenceResolver> = Object.fromEntries(
  Object.entries(BY_ID).map(([type, find]) => [
    type,
    (reference, context) => find(String(reference.id), context),
  ]),
);
