import type { Store } from '../../kit/store/store.js';
import { KeyGone } from '../adapters/epochKeys.js';
import type { EpochKeys } from '../adapters/epochKeys.js';
import { EPOCH_MS_MAX, sealWrap } from '../domain/epochSeal.js';
import {
  holdEpoch,
  newestEpoch,
  olderEpochs,
  queueEpochs,
  retiredEpochs,
  saveDestroyed,
  saveRetired,
} from '../store/epochStore.js';
import { cooperativesWithWraps, holdWraps, saveResealed, wrapCount } from '../store/wrapStore.js';
import type { DataPorts } from './ports.js';
import { beginEpoch, openWraps } from './wraps.js';

/** Wraps that move in one transaction. */
const BATCH = 200;

type Ports = Pick<DataPorts, 'store' | 'epochKeys'>;

/**
 * Ends epochs that are a day old: live wraps are sealed anew under a new key, and the old key is destroyed.
 *
 * Every step may be the last before a crash, and any copy of the service may take the next one:
 * 1. the new key is on stable storage before its epoch is on record, and the epoch before anything is sealed in it;
 * 2. wraps move in batches, each in a transaction of its co-op; both keys exist all the while;
 * 3. an epoch is retired only while its row is locked and no wrap is left in it;
 * 4. the key of a retired epoch is destroyed, and only then is it on record as destroyed. A crash in between
 *    destroys it again, which changes nothing.
 */
export function rotateEpoch(ports: Ports) {
  return async (): Promise<void> => {
    await beginNext(ports);
    for (const epoch of await ports.store.transaction({}, olderEpochs)) {
      if (await isThere(ports.epochKeys, epoch)) await resealAll(ports, epoch);
      await retire(ports.store, epoch);
    }
    await destroyRetired(ports);
  };
}

/** A database that was restored has wraps of epochs that are over: the worker sets them aside, and they go. */
async function isThere(epochKeys: EpochKeys, epoch: number): Promise<boolean> {
  try {
    (await epochKeys.key(epoch)).fill(0);
    return true;
  } catch (error) {
    if (error instanceof KeyGone) return false;
    throw error;
  }
}

async function beginNext({ store, epochKeys }: Ports): Promise<void> {
  await store.transaction({}, async (tx) => {
    await queueEpochs(tx);
    const current = await newestEpoch(tx);
    if (!current || tx.now.getTime() - current.startedAt.getTime() < EPOCH_MS_MAX) return;
    await beginEpoch(tx, epochKeys, current.epoch + 1);
  });
}

async function resealAll(ports: Ports, epoch: number): Promise<void> {
  const cooperativeIds = await ports.store.transaction({ reader: 'epochs' }, (tx) =>
    cooperativesWithWraps(tx, epoch),
  );
  for (const cooperativeId of cooperativeIds) {
    while ((await resealBatch(ports, cooperativeId, epoch)) === BATCH);
  }
}

/** @returns how many wraps of that epoch moved. */
function resealBatch({ store, epochKeys }: Ports, cooperativeId: string, epoch: number): Promise<number> {
  return store.transaction({ cooperative: cooperativeId }, async (tx) => {
    const next = (await newestEpoch(tx))!.epoch;
    // What a withdrawal holds and does not destroy moves in the next round.
    const wraps = await holdWraps(tx, cooperativeId, epoch, BATCH);
    if (wraps.length === 0) return 0;
    const opened = await openWraps(epochKeys, wraps);
    const key = await epochKeys.key(next);
    const resealed = wraps.map(({ consentId }, at) => ({
      consentId,
      sealed: sealWrap(opened[at]!, key, { consent: consentId, epoch: next }),
    }));
    await saveResealed(tx, cooperativeId, next, resealed);
    return wraps.length;
  });
}

async function retire(store: Store, epoch: number): Promise<void> {
  await store.transaction({}, async (tx) => {
    // The wraps that grants bring which share the epoch's row are counted below.
    await holdEpoch(tx, epoch);
    await tx.enter({ reader: 'epochs' });
    if ((await wrapCount(tx, epoch)) === 0) await saveRetired(tx, epoch);
  });
}

async function destroyRetired({ store, epochKeys }: Ports): Promise<void> {
  for (const epoch of await store.transaction({}, retiredEpochs)) {
    await epochKeys.destroy(epoch);
    await store.transaction({}, (tx) => saveDestroyed(tx, epoch));
  }
}
