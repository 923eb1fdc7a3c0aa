import { encodeVerifierKey } from '../kit/domain/note.js';
import { originOf } from '../kit/journal/sequencer.js';
import { defineService } from '../kit/service/service.js';
import type { ServiceDeps, StartService } from '../kit/service/service.js';
import { computeWorkerSettingsSchema } from './compute/settings.js';
import { startComputeWorker } from './compute/companion.js';
import { reactionsOf } from './reactions/index.js';
import {
  ComputeJobResolver,
  LicenceJobsResolver,
  OrganizationJobsResolver,
} from './schema/computeJob.resolver.js';
import { DatasetPrivacyResolver } from './schema/datasetPrivacy.resolver.js';
import { DatasetConnectionResolver, DatasetResolver } from './schema/dataset.resolver.js';
import { LicenceResolver, NegotiationStepResolver } from './schema/licence.resolver.js';
import { CooperativeResolver, OrganizationResolver } from './schema/list.resolver.js';
import { LIVE_TOPICS, LiveResolver } from './schema/live.subscription.js';
import { MemberResolver } from './schema/member.resolver.js';
import { OfferResolver } from './schema/offer.resolver.js';
import { PurposeResolver } from './schema/purpose.resolver.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { REFERENCES } from './schema/references.js';
import { AccessRecordResolver, ConsentResolver, ContributionResolver } from './schema/vault.resolver.js';
import { FileBlobs } from './adapters/fileBlobs.js';
import { FileEpochKeys } from './adapters/fileEpochKeys.js';
import { placesIn } from './adapters/places.js';
import type { DataPorts } from './service/ports.js';
import { signerWith } from './adapters/signer.js';
import { MIGRATIONS } from './store/migrations/index.js';
import { ROWS } from './store/rows.js';
import { ticksOf } from './ticks.js';

/** The data service: catalogue, contributions, consents, licences, and jobs, which its compute worker runs. */
export const start: StartService = defineService<DataPorts>({
  name: 'data',
  rows: ROWS,
  migrations: MIGRATIONS,
  schema: {
    resolvers: [
      AccessRecordResolver,
      ComputeJobResolver,
      ConsentResolver,
      ContributionResolver,
      CooperativeResolver,
      DatasetConnectionResolver,
      DatasetPrivacyResolver,
      DatasetResolver,
      LicenceJobsResolver,
      LicenceResolver,
      LiveResolver,
      MemberResolver,
      NegotiationStepResolver,
      OfferResolver,
      OrganizationJobsResolver,
      OrganizationResolver,
      PurposeResolver,
    ],
    references: REFERENCES,
  },
  settings: [computeWorkerSettingsSchema],
  services: portsOf,
  publicChanges: PUBLIC_CHANGES,
  live: LIVE_TOPICS,
  reactions: (services) => reactionsOf(services),
  ticks: (services, { logger }) => ticksOf(services, logger),
  companions: (_, deps) => startComputeWorker(deps),
});

function portsOf(deps: ServiceDeps): DataPorts {
  const { store, settings, keys } = deps;
  const places = placesIn(settings.DATA_DIR);
  return {
    store,
    blobs: new FileBlobs(places.blobs),
    epochKeys: new FileEpochKeys(places.epochKeys),
    signer: signerWith(keys.signing('data/receipts', 'ed25519')),
    governance: {
      log: () => deps.logs('governance'),
      verifierKey(cooperative) {
        const key = keys.pinned('governance/log');
        return key && encodeVerifierKey(originOf('governance', cooperative), key);
      },
    },
  };
}
