import { ContributionWithdrawn } from '../../kit/contracts/entries/data.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { withdrawn } from '../domain/contribution.js';
import type { Contribution } from '../domain/contribution.js';
import type { Holder } from '../domain/holder.js';
import { findContribution, saveContributionsWithdrawn } from '../store/contributionStore.js';
import { dropRowKeys } from './dropRowKeys.js';
import { lockDataset, recount } from './requireDataset.js';
import { requireSelf } from './requireSelf.js';

/**
 * Takes a contribution back: its key is deleted now, its bytes soon after.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, also for what is another member's; CONTRIBUTION_WITHDRAWN, in this order.
 */
export function withdrawContribution(store: Store) {
  return async (viewer: Viewer, contributionId: string): Promise<Contribution> => {
    viewer.requireDid();
    const cooperativeId = await whereaboutsOf(store, requireId('ctb', contributionId));
    const member = await requireSelf(viewer, cooperativeId, contributionId);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const { datasetId } = await ownContribution(tx, member, contributionId);
      await lockDataset(tx, cooperativeId, datasetId);
      // Read again: what another request did meanwhile was committed before the lock was given.
      const contribution = withdrawn(await ownContribution(tx, member, contributionId), tx.now);
      await dropRowKeys(tx, [datasetId], [contributionId]);
      await saveContributionsWithdrawn(tx, cooperativeId, [contributionId]);
      await recount(tx, cooperativeId, datasetId);
      tx.append(ContributionWithdrawn, {
        cooperative: cooperativeId,
        actorRole: 'MEMBER',
        subject: member.memberId,
        actor: member.did,
        private: { contribution: contributionId, dataset: datasetId, memberId: member.memberId },
      });
      return contribution;
    });
  };
}

async function ownContribution(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  id: string,
): Promise<Contribution> {
  const contribution = await findContribution(tx, cooperativeId, id);
  if (contribution?.memberId === memberId) return contribution;
  throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
}
