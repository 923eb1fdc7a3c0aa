import type { Logger } from '../../../kit/observability/logger.js';
import type { Store } from '../../../kit/store/store.js';
import type { Tx } from '../../../kit/store/tx.js';
import { openWrap, sealWrap } from '../../domain/epochSeal.js';
import type { EpochKeys } from '../../adapters/epochKeys.js';
import type { ComputeKeys } from '../../adapters/computeKeys.js';
import { openDatasetKey, wrapDatasetKey, type WrapTerms } from '../../adapters/hpke.js';
import { newestKey, versionsBelow, type PublishedKey } from '../../store/computeKeyStore.js';
import { holdOutdatedWrap, outdatedConsents, saveRewrapped } from '../../store/rewrapStore.js';
import { publish } from './publishKey.js';

export interface RewrapPorts {
  readonly store: Store;
  readonly keys: ComputeKeys;
  readonly epochKeys: EpochKeys;
  readonly logger: Logger;
}

const BATCH_MAX = 200;
/** A grant that was checked against the older key just before the newer one came may still be on its way. */
const GRACE_MS = 60 * 60 * 1000;

/**
 * Publishes the next version of the compute key once the newest is older than `lifeMs`, and moves live wraps to the
 * newest. An old private key is destroyed when no live wrap needs it; a wrap that does not open keeps it, since a
 * fault of ours must not cost a member their consent.
 */
export async function renewKeys(ports: RewrapPorts, lifeMs: number): Promise<void> {
  const { store, keys, logger } = ports;
  const now = await store.transaction({}, async (tx) => ({ at: tx.now, key: await newestKey(tx) }));
  if (!now.key) return;
  let current = now.key;
  const ageMs = (key: PublishedKey): number => now.at.getTime() - key.publishedAt.getTime();
  if (ageMs(current) > lifeMs) {
    current = await publish(store, keys, current.version + 1);
    logger.info({ version: current.version }, 'a new compute key is published');
  }
  const { waiting, moved } = await rewrapBatch(ports, current);
  if (waiting > moved) logger.error({ left: waiting - moved }, 'wraps of an old compute key did not open');
  if (waiting === 0 && ageMs(current) > GRACE_MS) await destroyBelow(ports, current.version);
}

/** Wraps of older keys that wait, of at most a batch, and how many of them were moved. */
async function rewrapBatch(
  ports: RewrapPorts,
  current: PublishedKey,
): Promise<{ waiting: number; moved: number }> {
  const outdated = await ports.store.transaction({ reader: 'rewrap' }, (tx) =>
    outdatedConsents(tx, current.version, BATCH_MAX),
  );
  let moved = 0;
  for (const { cooperativeId: cooperative, id } of outdated) {
    if (await ports.store.transaction({ cooperative }, (tx) => rewrapOne(tx, ports, current, id))) moved += 1;
  }
  return { waiting: outdated.length, moved };
}

/** Holds the consent's row, so that a withdrawal at the same moment comes before or after, and wins either way. */
async function rewrapOne(
  tx: Tx,
  { keys, epochKeys }: RewrapPorts,
  current: PublishedKey,
  id: string,
): Promise<boolean> {
  const outdated = await holdOutdatedWrap(tx, id, current.version);
  if (!outdated) return true;
  const { purposes, expiresAt, epoch } = outdated;
  const terms: WrapTerms = { consent: id, purposes, expiresAt };
  const epochKey = await epochKeys.key(epoch);
  const place = { consent: id, epoch };
  const old = await keys.pair(outdated.keyVersion);
  const wrap = openWrap(outdated.sealed, epochKey, place);
  const datasetKey = await openDatasetKey(wrap, old.privateKey, terms).catch(() => null);
  if (!datasetKey) return false;
  const { publicKey } = await keys.pair(current.version);
  const sealed = sealWrap(await wrapDatasetKey(datasetKey, publicKey, terms), epochKey, place);
  datasetKey.fill(0);
  epochKey.fill(0);
  await saveRewrapped(tx, id, current.version, sealed);
  return true;
}

async function destroyBelow({ store, keys }: RewrapPorts, version: number): Promise<void> {
  const older = await store.transaction({}, (tx) => versionsBelow(tx, version));
  for (const old of older) await keys.destroy(old);
}
