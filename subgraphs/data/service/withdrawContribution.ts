import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { requireStored } from '../domain/contribution.js';
import { ContributionRow } from '../store/contributionRow.js';
import { lockDataset, recount } from './datasets.js';
import { requireSelf } from './member.js';
import type { DataPorts } from './ports.js';

/**
 * Takes a contribution back: its key is deleted now, its bytes soon after.
 *
 * @throws NOT_FOUND, also for what is another member's; UNAUTHENTICATED, CONTRIBUTION_WITHDRAWN
 */
export async function withdrawContribution(
  { store }: DataPorts,
  viewer: Viewer,
  contribution: string,
): Promise<ContributionRow> {
  viewer.requireDid();
  const cooperative = await whereaboutsOf(store, requireId('ctb', contribution));
  const member = await requireSelf(viewer, cooperative, contribution);
  return store.transaction({ cooperative }, async (tx) => {
    const found = await ownContribution(tx, cooperative, contribution, member.memberId);
    await lockDataset(tx, cooperative, found.datasetId);
    // Read again: what another request did meanwhile was committed before the lock was given.
    const row = await ownContribution(tx, cooperative, contribution, member.memberId);
    requireStored(row);
    await markWithdrawn(tx, cooperative, [row.id]);
    await recount(tx, cooperative, row.datasetId);
    tx.append({
      type: 'ContributionWithdrawn',
      cooperative,
      actorRole: 'MEMBER',
      subject: member.memberId,
      actor: member.did,
      values: { contribution: row.id, dataset: row.datasetId, memberId: member.memberId },
    });
    return { ...row, sealedKey: null, withdrawnAt: tx.now };
  });
}

/** Deletes the keys of contributions and asks for the removal of their bytes. */
export async function markWithdrawn(tx: Tx, cooperative: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `with gone as (
       update contribution set sealed_key = null, withdrawn_at = $3
       where cooperative_id = $1 and id = any($2) and sealed_key is not null returning cid)
     insert into blob_removal (cooperative_id, cid, requested_at) select $1, cid, $3 from gone
     on conflict do nothing`,
    [cooperative, ids, tx.now],
  );
}

async function ownContribution(
  tx: Tx,
  cooperative: string,
  id: string,
  member: string,
): Promise<ContributionRow> {
  const row = await tx.manager.findOneBy(ContributionRow, { cooperativeId: cooperative, id });
  if (row?.memberId === member) return row;
  throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
}
