import type { Tx } from '../../kit/store/tx.js';
import type { Cost } from '../domain/cost.js';
import { CostRow } from './costRow.js';

export async function insertCost(tx: Tx, cost: Cost): Promise<void> {
  await tx.manager.insert(CostRow, cost);
  await tx.register(cost.id, cost.cooperativeId);
}

export async function readCost(tx: Tx, cooperativeId: string, id: string): Promise<Cost> {
  return read(await tx.manager.findOneOrFail(CostRow, { where: { cooperativeId, id } }));
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
  return (await query.getMany()).map(read);
}

function read({ cooperativeId, id, description, amountMinor, currency, recordedAt }: CostRow): Cost {
  return { cooperativeId, id, description, amountMinor, currency, recordedAt };
}
