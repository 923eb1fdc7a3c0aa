import type { ReferenceResolver } from '../../kit/schema/build.js';
import { findComputeJob } from './computeJob.reference.js';
import { findConsent } from './consent.reference.js';
import type { Context } from './context.js';
import { findDataset } from './dataset.reference.js';
import { findLicence } from './licence.reference.js';
import { findOffer } from './offer.reference.js';
import { cooperativeStub, memberStub, organizationStub } from './stubs.type.js';

type Find = (id: string, context: Context) => unknown;

/** By the key that another subgraph holds. Ids of what others own are passed through: they know what there is. */
const BY_ID: Record<string, Find> = {
  Cooperative: (id) => cooperativeStub(id),
  Member: (id) => memberStub(id),
  Organization: (id) => organizationStub(id),
  Dataset: findDataset,
  ComputeJob: findComputeJob,
  Licence: findLicence,
  LicenceOffer: findOffer,
  Consent: findConsent,
};

export const references: Record<string, ReferenceResolver> = Object.fromEntries(
  Object.entries(BY_ID).map(([type, find]) => [
    type,
    (reference, context) => find(String(reference.id), context),
  ]),
);
