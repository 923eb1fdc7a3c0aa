import type { Tx } from '../../kit/store/store.js';
import { ConsentRow } from '../store/consentRow.js';
import { recount } from './datasets.js';
import type { Signer } from './ports.js';
import { issueReceipt } from './receipts.js';
import { markWithdrawn } from './withdrawContribution.js';
import { destroyWraps } from './wraps.js';

export interface Leaving {
  readonly cooperative: string;
  readonly memberId: string;
  readonly did: string;
}

/** Takes back all that a member gave: consents with their wraps, contributions with their keys and bytes. */
export async function releaseMember(tx: Tx, signer: Signer, member: Leaving): Promise<void> {
  await withdrawConsents(tx, signer, member);
  await withdrawContributions(tx, member);
}

async function withdrawConsents(
  tx: Tx,
  signer: Signer,
  { cooperative, memberId, did }: Leaving,
): Promise<void> {
  const live = await tx.manager
    .createQueryBuilder(ConsentRow, 'consent')
    .where('consent.cooperativeId = :cooperative and consent.memberId = :memberId', { cooperative, memberId })
    .andWhere('consent.withdrawnAt is null and consent.erasedAt is null')
    .orderBy('consent.id')
    .setLock('pessimistic_write')
    .getMany();
  for (const consent of live) {
    const receipt = await issueReceipt(tx, signer, { ...consent, withdrawnAt: tx.now }, did);
    await tx.query(
      'update consent set withdrawn_at = $3, receipt = $4 where cooperative_id = $1 and id = $2',
      [cooperative, consent.id, tx.now, JSON.stringify(receipt)],
    );
  }
  await destroyWraps(
    tx,
    cooperative,
    live.map(({ id }) => id),
  );
}

async function withdrawContributions(tx: Tx, { cooperative, memberId }: Leaving): Promise<void> {
  // Datasets in one order, as everything that locks several of them does.
  const datasets = await tx.query<{ dataset_id: string }>(
    `select distinct dataset_id from contribution
     where cooperative_id = $1 and member_id = $2 and sealed_key is not null order by dataset_id`,
    [cooperative, memberId],
  );
  const ids = datasets.map(({ dataset_id: id }) => id);
  await tx.query(
    'select 1 from dataset where cooperative_id = $1 and id = any($2) order by id for no key update',
    [cooperative, ids],
  );
  const live = await tx.query<{ id: string }>(
    'select id from contribution where cooperative_id = $1 and member_id = $2 and sealed_key is not null',
    [cooperative, memberId],
  );
  await markWithdrawn(
    tx,
    cooperative,
    live.map(({ id }) => id),
  );
  for (const id of ids) await recount(tx, cooperative, id);
}
