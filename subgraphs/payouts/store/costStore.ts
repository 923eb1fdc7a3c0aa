import type { Tx } from '../../kit/store/tx.js';
import type { Cost } from '../domain/cost.js';
import { CostRow } from './costRow.js';

export async function insertCost(tx: Tx, cost: Cost): Promise<void> {
  await tx.manager.insert(CostRow, cost);
  await tx.register(cost.id, cost.cooperativeId);
}

export async function readCost(tx: Tx, cooperativeId: string, id: string): Promise<Cost> {
  return { ...(await tx.manager.findOneOrFail(CostRow, { where: { cooperativeId, id } })) };
}

export async function lockCost(tx: Tx, cooperativeId: string, id: string): Promise<Cost | undefined> {
  const lock = { mode: 'pessimistic_write' } as const;
  const row = await tx.manager.findOne(CostRow, { where: { cooperativeId, id }, lock });
  return row ? { ...row } : undefined;
}

/** Writes what has happened to a cost since it was recorded. */
export async function updateCost(tx: Tx, cost: Cost): Promise<void> {
  const { cooperativeId, id, postedAt, approvedBy, withdrawnAt } = cost;
  const { reversalAskedBy, reversalAskedAt, reversalReason, reversedAt } = cost;
  await tx.manager.update(
    CostRow,
    { cooperativeId, id },
    { postedAt, approvedBy, withdrawnAt, reversalAskedBy, reversalAskedAt, reversalReason, reversedAt },
  );
}

/** What a member has recorded alone since an instant, and is not taken back. The book is locked, so that two at once are seen. */
export async function recordedAlone(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  since: Date,
): Promise<bigint> {
  const [row] = await tx.query<{ sum: string }>(
    `select coalesce(sum(amount_minor), 0) as sum from cost
     where cooperative_id = $1 and recorded_by = $2 and posted_at > $3 and approved_by is null
       and reversed_at is null`,
    [cooperativeId, memberId, since],
  );
  return BigInt(row!.sum);
}

/** The costs of a co-op, newest first. */
export async function listCosts(
  tx: Tx,
  cooperativeId: string,
  before: string | null,
  countMax: number,
): Promise<Cost[]> {
  const query = tx.manager
    .createQueryBuilder(CostRow, 'cost')
    .where({ cooperativeId })
    .orderBy('cost.id', 'DESC')
    .take(countMax);
  if (before) query.andWhere('cost.id < :before', { before });
  return (await query.getMany()).map((row) => ({ ...row }));
}
