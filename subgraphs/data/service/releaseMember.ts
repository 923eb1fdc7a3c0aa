import type { Tx } from '../../kit/store/tx.js';
import type { Holder } from '../domain/holder.js';
import { holdStandingConsents, saveWithdrawal } from '../store/consentStore.js';
import {
  datasetsContributedTo,
  liveContributions,
  saveContributionsWithdrawn,
} from '../store/contributionStore.js';
import { holdDatasets } from '../store/datasetStore.js';
import { deleteWraps } from '../store/wrapStore.js';
import { dropRowKeys } from './dropRowKeys.js';
import type { Signer } from './ports.js';
import { recount } from './requireDataset.js';
import { withReceipt } from './withReceipt.js';

export interface Leaving extends Holder {
  readonly did: string;
}

/** A contribution that was withdrawn. */
export interface Released {
  readonly id: string;
  readonly datasetId: string;
}

/**
 * Takes back all that a member gave: consents with their wraps, contributions with their keys and bytes.
 *
 * @returns the contributions.
 */
export function releaseMember(signer: Signer) {
  return async (tx: Tx, member: Leaving): Promise<Released[]> => {
    await withdrawConsents(tx, signer, member);
    return withdrawContributions(tx, member);
  };
}

async function withdrawConsents(tx: Tx, signer: Signer, member: Leaving): Promise<void> {
  const standing = await holdStandingConsents(tx, member);
  for (const consent of standing) {
    await saveWithdrawal(tx, await withReceipt(tx, signer, { ...consent, withdrawnAt: tx.now }, member.did));
  }
  const ids = standing.map(({ id }) => id);
  await deleteWraps(tx, member.cooperativeId, ids);
}

async function withdrawContributions(tx: Tx, member: Leaving): Promise<Released[]> {
  const { cooperativeId } = member;
  const datasetIds = await datasetsContributedTo(tx, member);
  await holdDatasets(tx, cooperativeId, datasetIds);
  const live = await liveContributions(tx, member);
  const contributionIds = live.map(({ id }) => id);
  await dropRowKeys(tx, datasetIds, contributionIds);
  await saveContributionsWithdrawn(tx, cooperativeId, contributionIds);
  for (const id of datasetIds) await recount(tx, cooperativeId, id);
  return live;
}
