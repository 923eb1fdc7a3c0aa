import type { Logger } from '../../../kit/observability/logger.js';
import type { Store } from '../../../kit/store/store.js';
import type { Tx } from '../../../kit/store/tx.js';
import { KeyGone } from '../../adapters/epochKeys.js';
import type { EpochKeys } from '../../adapters/epochKeys.js';
import { newestKey } from '../../store/computeKeyStore.js';
import { livingEpochs } from '../../store/epochStore.js';
import { holdWrap, saveTried } from '../../store/heldWrapStore.js';
import { consentsToOpen } from '../../store/waitingWrapStore.js';
import type { WaitingConsent } from '../../store/waitingWrapStore.js';
import { judgeWrap } from './judgeWrap.js';
import { tryWrap, type WrapPorts } from './tryWrap.js';

export interface OpenPorts extends WrapPorts {
  readonly store: Store;
  readonly logger: Logger;
}

/** Looked at in one round; more wait for the next. */
const BATCH_MAX = 200;
/** What a fault of ours kept from being told is looked at again after this. */
export const RETRY_MS = 30_000;

interface Current {
  readonly epoch: number;
  readonly keyVersion: number;
}

/**
 * Opens a batch of the wraps that nobody has opened yet, each in a transaction of its own that locks it: so two workers
 * share the line, and one that is killed leaves nothing taken.
 *
 * @returns how many were looked at.
 */
export async function openWraps(ports: OpenPorts, batchMax = BATCH_MAX): Promise<number> {
  const { store, epochKeys, logger } = ports;
  const now = await store.transaction({}, async (tx) => ({
    epochs: await livingEpochs(tx),
    key: await newestKey(tx),
  }));
  const epoch = now.epochs.at(-1);
  if (epoch === undefined || !now.key) return 0;
  const current = { epoch, keyVersion: now.key.version };
  const gone = await goneAmong(epochKeys, now.epochs);
  const waiting = await store.transaction({ reader: 'wraps' }, (tx) =>
    consentsToOpen(tx, gone, RETRY_MS, batchMax),
  );
  let seen = 0;
  for (const consent of waiting) {
    const isSeen = await openOne(ports, current, consent).catch(async (error: unknown) => {
      logger.error({ err: error, consent: consent.id }, 'a wrap could not be looked at; it is tried again');
      await inItsCooperative(store, consent, (tx) => saveTried(tx, consent.id));
      return true;
    });
    if (isSeen) seen += 1;
  }
  return seen;
}

/** False when it is over by now, or another worker's. */
function openOne(ports: OpenPorts, current: Current, consent: WaitingConsent): Promise<boolean> {
  return inItsCooperative(ports.store, consent, async (tx) => {
    const held = await holdWrap(tx, consent.id);
    if (!held) return false;
    const attempt = await tryWrap(ports, held, current);
    if (attempt.kind === 'OPENED') attempt.datasetKey.fill(0);
    if (attempt.kind === 'UNKNOWN') {
      ports.logger.error(
        { err: attempt.cause, consent: consent.id },
        'no key to open a wrap with could be read',
      );
    }
    await judgeWrap(tx, held, attempt);
    return true;
  });
}

function inItsCooperative<T>(
  store: Store,
  { cooperativeId: cooperative }: WaitingConsent,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return store.transaction({ cooperative }, work);
}

/** Epochs whose key was destroyed though wraps rest in them: a database has been restored from before its end. */
async function goneAmong(epochKeys: EpochKeys, epochs: readonly number[]): Promise<number[]> {
  const gone: number[] = [];
  for (const epoch of epochs) {
    try {
      (await epochKeys.key(epoch)).fill(0);
    } catch (error) {
      if (error instanceof KeyGone) gone.push(epoch);
    }
  }
  return gone;
}
