import { encodeVerifierKey } from '../kit/domain/note.js';
import { originOf } from '../kit/journal/sequencer.js';
import { defineService } from '../kit/wire/service.js';
import type { ServiceDeps, StartService } from '../kit/wire/service.js';
import { computeWorkerSettingsSchema } from './compute/settings.js';
import { startComputeWorker } from './compute/companion.js';
import { reactionsOf } from './reactions/index.js';
import {
  ComputeJobResolver,
  LicenceJobsResolver,
  OrganizationJobsResolver,
} from './schema/computeJobResolver.js';
import { DatasetPrivacyResolver } from './schema/datasetPrivacyResolver.js';
import { DatasetConnectionResolver, DatasetResolver } from './schema/datasetResolver.js';
import { LicenceResolver, NegotiationStepResolver } from './schema/licenceResolver.js';
import { CooperativeResolver, OrganizationResolver } from './schema/listResolver.js';
import { LIVE_TOPICS, LiveResolver } from './schema/liveResolver.js';
import { MemberResolver } from './schema/memberResolver.js';
import { OfferResolver } from './schema/offerResolver.js';
import { PurposeResolver } from './schema/purposeResolver.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { REFERENCES } from './schema/references.js';
import { AccessRecordResolver, ConsentResolver, ContributionResolver } from './schema/vaultResolver.js';
import { FileBlobs } from './service/fileBlobs.js';
import { FileEpochKeys } from './service/fileEpochKeys.js';
import { placesIn } from './service/places.js';
import type { DataPorts } from './service/ports.js';
import { signerWith } from './service/signer.js';
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
