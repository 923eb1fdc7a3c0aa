import { In, IsNull, LessThan, MoreThan } from 'typeorm';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Recovery } from '../domain/recovery.js';
import type { Keyset } from './keyset.js';
import { RecoveryRow, toRecovery } from './recoveryRow.js';

/** Writes a new request, findable by id. */
export async function insertRecovery(tx: Tx, recovery: Recovery): Promise<void> {
  await tx.manager.insert(RecoveryRow, recovery);
  await tx.register(recovery.id, recovery.cooperativeId);
}

/** Writes what has happened to a request. */
export async function saveRecovery(tx: Tx, recovery: Recovery): Promise<void> {
  const { cooperativeId, id, firstBy, secondBy, confirmedAt, completesAt, endedAt, outcome } = recovery;
  await tx.manager.update(
    RecoveryRow,
    { cooperativeId, id },
    { firstBy, secondBy, confirmedAt, completesAt, endedAt, outcome },
  );
}

/** Locked until the transaction ends. @throws NOT_FOUND */
export async function lockRecovery(tx: Tx, cooperativeId: string, id: string): Promise<Recovery> {
  const row = await tx.manager.findOne(RecoveryRow, {
    where: { cooperativeId, id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
  return toRecovery(row);
}

/** Call it with the co-op locked. */
export async function findRecovery(tx: Tx, cooperativeId: string, id: string): Promise<Recovery | null> {
  const row = await tx.manager.findOneBy(RecoveryRow, { cooperativeId, id });
  return row && toRecovery(row);
}

/** Requests about a member since then, oldest first; bounded by how many may be made. */
export async function recoveriesSince(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  since: Date,
): Promise<Recovery[]> {
  const where = { cooperativeId, memberId, requestedAt: MoreThan(since) };
  return (await tx.manager.find(RecoveryRow, { where, order: { id: 'ASC' } })).map(toRecovery);
}

/** Requests about a member of which no end is kept, however old: one may wait for three months. */
export async function unendedRecoveries(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
): Promise<Recovery[]> {
  const where = { cooperativeId, memberId, endedAt: IsNull() };
  return (await tx.manager.find(RecoveryRow, { where, order: { id: 'ASC' } })).map(toRecovery);
}

/** The newest request about each of those members. */
export async function recoveriesOf(
  tx: Tx,
  cooperativeId: string,
  memberIds: readonly string[],
): Promise<Recovery[]> {
  const rows = await tx.manager.find(RecoveryRow, {
    where: { cooperativeId, memberId: In([...memberIds]) },
    order: { id: 'ASC' },
  });
  return [...new Map(rows.map((row) => [row.memberId, toRecovery(row)])).values()];
}

/** A page of a co-op's requests, newest first, one more than asked for. */
export async function listRecoveries(
  tx: Tx,
  cooperativeId: string,
  { first, after }: Keyset,
): Promise<Recovery[]> {
  const where = { cooperativeId, ...(after && { id: LessThan(String(after[0])) }) };
  const rows = await tx.manager.find(RecoveryRow, { where, order: { id: 'DESC' }, take: first + 1 });
  return rows.map(toRecovery);
}

/** Bounded, so that a long outage is worked off in steps; the next tick takes the rest. */
const DUE_MAX = 200;

/** Those, of any co-op, whose waiting time is over. In a transaction of the reader `scheduler`. */
export function dueRecoveries(tx: Tx, now: Date): Promise<{ cooperativeId: string; id: string }[]> {
  return tx.query(
    `select cooperative_id as "cooperativeId", id from recovery
     where completes_at <= $1 and ended_at is null order by id limit ${DUE_MAX}`,
    [now],
  );
}

/** An erasure: what was asked about somebody goes with them, and their name goes from what they confirmed. */
export async function forgetRecoveries(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  await tx.manager.delete(RecoveryRow, { cooperativeId, memberId });
  await tx.manager.update(RecoveryRow, { cooperativeId, firstBy: memberId }, { firstBy: null });
  await tx.manager.update(RecoveryRow, { cooperativeId, secondBy: memberId }, { secondBy: null });
}
