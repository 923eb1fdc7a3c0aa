import { encodeVerifierKey } from '../kit/domain/note.js';
import { namesLog, originAt, originIn } from '../kit/journal/origin.js';
import { defineService } from '../kit/service/service.js';
import type { ServiceDeps, StartService } from '../kit/service/service.js';
import { publicUrl } from '../kit/settings.js';
import { computeWorkerSettingsSchema } from './compute/settings.js';
import { startComputeWorker } from './compute/companion.js';
import { reactionsOf } from './reactions/index.js';
import { liveTopics } from './schema/live.subscription.js';
import { PUBLIC_CHANGES } from './schema/publicChanges.js';
import { references } from './schema/references.js';
import { resolvers } from './schema/resolvers.js';
import { FileBlobs } from './adapters/fileBlobs.js';
import { FileEpochKeys } from './adapters/fileEpochKeys.js';
import { placesIn } from './adapters/places.js';
import { dataServices } from './service/index.js';
import type { DataServices } from './service/index.js';
import type { DataPorts } from './service/ports.js';
import { signerWith } from './adapters/signer.js';
import { MIGRATIONS } from './store/migrations/index.js';
import { rows } from './store/rows.js';
import { ticksOf } from './ticks.js';

/** The data service: catalogue, contributions, consents, licences, and jobs, which its compute worker runs. */
export const start: StartService = defineService<DataServices>({
  name: 'data',
  rows,
  migrations: MIGRATIONS,
  schema: { resolvers, references },
  settings: [computeWorkerSettingsSchema],
  services: (deps) => dataServices(portsOf(deps)),
  publicChanges: PUBLIC_CHANGES,
  live: liveTopics,
  reactions: (services) => reactionsOf(services),
  ticks: (services, { logger }) => ticksOf(services, logger),
  sidecars: (_, deps) => startComputeWorker(deps),
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
      verifierKey(cooperativeId, note) {
        const key = keys.pinned('governance/log');
        // The log may have begun under another address; a head of any other log is then no head of this one.
        const named = originIn(note);
        const origin = namesLog(named, 'governance', cooperativeId)
          ? named
          : originAt(publicUrl(settings), 'governance', cooperativeId);
        return key && encodeVerifierKey(origin, key);
      },
    },
  };
}
