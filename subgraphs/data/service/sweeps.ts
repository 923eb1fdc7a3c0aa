import { ConsentExpired } from '../../kit/contracts/entries/data.js';
import type { Store } from '../../kit/store/store.js';
import { holdConsents } from '../store/consentStore.js';
import { deleteBlobRemovals, holdBlobRemovals } from '../store/contributionStore.js';
import { deleteWraps, needlessWraps } from '../store/wrapStore.js';
import type { DataPorts } from './ports.js';

/** Looked at in one round; more wait for the next. */
const ROUND_MAX = 200;

/**
 * Removes the bytes of contributions that were withdrawn or erased. The file goes first: a crash in between
 * removes it again, which changes nothing. A ciphertext that was once contributed is never taken again, so
 * nobody puts the file back meanwhile.
 */
export function removeBlobs({ store, blobs }: Pick<DataPorts, 'store' | 'blobs'>) {
  return (): Promise<void> =>
    store.transaction({ reader: 'blobs' }, async (tx) => {
      const due = await holdBlobRemovals(tx, ROUND_MAX);
      for (const { cooperativeId, cid } of due) await blobs.remove(cooperativeId, cid);
      await deleteBlobRemovals(tx, due);
    });
}

/** Destroys wraps that nobody needs: those of consents that have expired, and those that do not open. */
export function destroyNeedlessWraps(store: Store) {
  return async (): Promise<void> => {
    const needless = await store.transaction({ reader: 'expiry' }, (tx) => needlessWraps(tx, ROUND_MAX));
    for (const [cooperativeId, { expired, setAside }] of needless) {
      await store.transaction({ cooperative: cooperativeId }, async (tx) => {
        // Only those that no one else has ended meanwhile are journalled.
        const consents = await holdConsents(tx, cooperativeId, expired);
        await deleteWraps(tx, cooperativeId, [...expired, ...setAside]);
        for (const { id, memberId, datasetId } of consents) {
          tx.append(ConsentExpired, {
            cooperative: cooperativeId,
            actorRole: 'SERVICE',
            subject: memberId,
            private: { consent: id, memberId, dataset: datasetId },
          });
        }
      });
    }
  };
}
