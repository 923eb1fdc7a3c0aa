import type { Logger } from '../../../kit/observability/logger.js';
import type { Store } from '../../../kit/store/store.js';
import type { Tx } from '../../../kit/store/tx.js';
import { sealWrap } from '../../domain/epochSeal.js';
import { wrapDatasetKey } from '../../adapters/hpke.js';
import { newestKey, versionsBelow, type PublishedKey } from '../../store/computeKeyStore.js';
import { newestEpoch } from '../../store/epochStore.js';
import { holdWrap, saveTried, type HeldWrap } from '../../store/heldWrapStore.js';
import { consentsToRewrap, needsOlderKey, saveRewrapped } from '../../store/waitingWrapStore.js';
import type { WaitingConsent } from '../../store/waitingWrapStore.js';
import { judgeWrap } from '../wraps/judgeWrap.js';
import { RETRY_MS } from '../wraps/openWraps.js';
import { tryWrap, type WrapPorts } from '../wraps/tryWrap.js';
import { publish } from './publishKey.js';

export interface RewrapPorts extends WrapPorts {
  readonly store: Store;
  readonly logger: Logger;
}

const BATCH_MAX = 200;
/** Of one renewal; the next one goes on. */
const BATCHES_MAX = 500;
/** A grant that was checked against the older key just before the newer one came may still be on its way. */
const GRACE_MS = 60 * 60 * 1000;

/**
 * Publishes the next version of the compute key once the newest is older than `lifeMs`, and moves live wraps to the
 * newest. A wrap that does not open is set aside and stops no other. An old private key is destroyed when no wrap needs
 * it; one of which a fault of ours lets us tell nothing keeps it, since that must not cost a member their consent.
 */
export async function renewKeys(ports: RewrapPorts, lifeMs: number): Promise<void> {
  const { store, logger } = ports;
  const now = await store.transaction({}, async (tx) => ({ at: tx.now, key: await newestKey(tx) }));
  if (!now.key) return;
  let current = now.key;
  const ageMs = (key: PublishedKey): number => now.at.getTime() - key.publishedAt.getTime();
  if (ageMs(current) > lifeMs) {
    current = await publish(store, ports.keys, current.version + 1);
    logger.info({ version: current.version }, 'a new compute key is published');
  }
  await rewrapAll(ports, current);
  if (ageMs(current) <= GRACE_MS) return;
  const needed = await store.transaction({ reader: 'wraps' }, (tx) => needsOlderKey(tx, current.version));
  if (needed) logger.error('an older compute key is kept: wraps of it could not be moved');
  else await destroyBelow(ports, current.version);
}

/** Each wrap leaves the line, moved or set aside or tried, so every batch has others. */
async function rewrapAll(ports: RewrapPorts, current: PublishedKey): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const outdated = await ports.store.transaction({ reader: 'wraps' }, (tx) =>
      consentsToRewrap(tx, current.version, RETRY_MS, BATCH_MAX),
    );
    for (const consent of outdated) await rewrapOrPassOn(ports, current, consent);
    if (outdated.length < BATCH_MAX) return;
  }
}

async function rewrapOrPassOn(
  ports: RewrapPorts,
  current: PublishedKey,
  { cooperativeId: cooperative, id }: WaitingConsent,
): Promise<void> {
  try {
    await ports.store.transaction({ cooperative }, (tx) => rewrapOne(tx, ports, current, id));
  } catch (error) {
    ports.logger.error({ err: error, consent: id }, 'a wrap could not be moved; it is tried again');
    await ports.store.transaction({ cooperative }, (tx) => saveTried(tx, id));
  }
}

async function rewrapOne(tx: Tx, ports: RewrapPorts, current: PublishedKey, id: string): Promise<void> {
  const held = await holdWrap(tx, id);
  // Over by now, or another worker's.
  if (!held || held.keyVersion >= current.version) return;
  const epoch = (await newestEpoch(tx))!.epoch;
  const attempt = await tryWrap(ports, held, { epoch, keyVersion: current.version });
  if (attempt.kind === 'UNKNOWN') {
    ports.logger.error({ err: attempt.cause, consent: id }, 'no key to open a wrap with could be read');
  }
  if (attempt.kind === 'OPENED')
    await saveRewrapped(tx, id, current.version, await rewrapped(ports, held, current, attempt.datasetKey));
  await judgeWrap(tx, held, attempt);
}

/** The same dataset key for the current version, sealed as it rested. Wipes the key. */
async function rewrapped(
  { keys, epochKeys }: RewrapPorts,
  { consentId: consent, purposes, expiresAt, epoch }: HeldWrap,
  current: PublishedKey,
  datasetKey: Buffer,
): Promise<Buffer> {
  const { publicKey } = await keys.pair(current.version);
  const epochKey = await epochKeys.key(epoch);
  try {
    const wrap = await wrapDatasetKey(datasetKey, publicKey, { consent, purposes, expiresAt });
    return sealWrap(wrap, epochKey, { consent, epoch });
  } finally {
    datasetKey.fill(0);
    epochKey.fill(0);
  }
}

async function destroyBelow({ store, keys }: RewrapPorts, version: number): Promise<void> {
  const older = await store.transaction({}, (tx) => versionsBelow(tx, version));
  for (const old of older) await keys.destroy(old);
}
