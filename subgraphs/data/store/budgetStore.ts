import assert from 'node:assert/strict';
import type { Tx } from '../../kit/store/tx.js';

/** Whose budget: one buyer's on one dataset of the transaction's co-op. */
export interface BudgetOwner {
  readonly cooperativeId: string;
  readonly datasetId: string;
  readonly buyerId: string;
}

/** What the buyer has spent on the dataset, its row locked, so that concurrent jobs come one after the other. */
export async function lockSpent(tx: Tx, owner: BudgetOwner): Promise<bigint> {
  const key = [owner.cooperativeId, owner.datasetId, owner.buyerId];
  await tx.query(
    `insert into privacy_budget (cooperative_id, dataset_id, buyer_id, spent_micro) values ($1, $2, $3, 0)
     on conflict do nothing`,
    key,
  );
  const [row] = await tx.query<{ spent_micro: string }>(
    `select spent_micro from privacy_budget where cooperative_id = $1 and dataset_id = $2 and buyer_id = $3 for update`,
    key,
  );
  assert(row, `the budget of ${owner.buyerId} on ${owner.datasetId} was not kept`);
  return BigInt(row.spent_micro);
}

export async function writeSpent(tx: Tx, owner: BudgetOwner, spentMicro: bigint): Promise<void> {
  await tx.query(
    `update privacy_budget set spent_micro = $4 where cooperative_id = $1 and dataset_id = $2 and buyer_id = $3`,
    [owner.cooperativeId, owner.datasetId, owner.buyerId, String(spentMicro)],
  );
}

/** Gives back what a job took that never came to read anything. */
export async function refund(tx: Tx, owner: BudgetOwner, epsilonMicro: bigint): Promise<void> {
  await tx.query(
    `update privacy_budget set spent_micro = spent_micro - $4
     where cooperative_id = $1 and dataset_id = $2 and buyer_id = $3`,
    [owner.cooperativeId, owner.datasetId, owner.buyerId, String(epsilonMicro)],
  );
}

/** The same without a lock, for showing. */
export async function readSpent(tx: Tx, owner: BudgetOwner): Promise<bigint> {
  const [row] = await tx.query<{ spent_micro: string }>(
    'select spent_micro from privacy_budget where cooperative_id = $1 and dataset_id = $2 and buyer_id = $3',
    [owner.cooperativeId, owner.datasetId, owner.buyerId],
  );
  return BigInt(row?.spent_micro ?? 0);
}
