import { In, IsNull, LessThan, Not } from 'typeorm';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Suspension } from '../domain/suspension.js';
import type { Keyset } from './keyset.js';
import { SuspensionRow, toSuspension } from './suspensionRow.js';

/** Writes a new suspension, findable by id. */
export async function insertSuspension(tx: Tx, suspension: Suspension): Promise<void> {
  await tx.manager.insert(SuspensionRow, suspension);
  await tx.register(suspension.id, suspension.cooperativeId);
}

/** Writes what has happened to a suspension. */
export async function saveSuspension(tx: Tx, suspension: Suspension): Promise<void> {
  const { cooperativeId, id, confirmedBy, begunAt, endsAt, endedAt, ending } = suspension;
  await tx.manager.update(
    SuspensionRow,
    { cooperativeId, id },
    { confirmedBy, begunAt, endsAt, endedAt, ending },
  );
}

/** Locked until the transaction ends. @throws NOT_FOUND */
export async function lockSuspension(tx: Tx, cooperativeId: string, id: string): Promise<Suspension> {
  const row = await tx.manager.findOne(SuspensionRow, {
    where: { cooperativeId, id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
  return toSuspension(row);
}

/** The suspension that runs; null if the member is not suspended. Call it with the co-op locked. */
export function runningSuspension(tx: Tx, cooperativeId: string, memberId: string) {
  return newest(tx, { cooperativeId, memberId, begunAt: Not(IsNull()), endedAt: IsNull() });
}

/** The last suspension that ended. */
export function lastEnded(tx: Tx, cooperativeId: string, memberId: string) {
  return newest(tx, { cooperativeId, memberId, begunAt: Not(IsNull()), endedAt: Not(IsNull()) });
}

/** One that waits for a second person. */
export function proposedSuspension(tx: Tx, cooperativeId: string, memberId: string, now: Date) {
  return newest(tx, { cooperativeId, memberId, begunAt: IsNull() }).then((found) =>
    found?.lapsesAt && now < found.lapsesAt ? found : null,
  );
}

async function newest(tx: Tx, where: object): Promise<Suspension | null> {
  const [row] = await tx.manager.find(SuspensionRow, { where, order: { id: 'DESC' }, take: 1 });
  return row ? toSuspension(row) : null;
}

/** The newest suspension of each of those members. */
export async function suspensionsOf(
  tx: Tx,
  cooperativeId: string,
  memberIds: readonly string[],
): Promise<Suspension[]> {
  const rows = await tx.manager.find(SuspensionRow, {
    where: { cooperativeId, memberId: In([...memberIds]) },
    order: { id: 'ASC' },
  });
  return [...new Map(rows.map((row) => [row.memberId, toSuspension(row)])).values()];
}

/** A page of a co-op's suspensions, newest first, one more than asked for. */
export async function listSuspensions(
  tx: Tx,
  cooperativeId: string,
  { first, after }: Keyset,
): Promise<Suspension[]> {
  const where = { cooperativeId, ...(after && { id: LessThan(String(after[0])) }) };
  const rows = await tx.manager.find(SuspensionRow, { where, order: { id: 'DESC' }, take: first + 1 });
  return rows.map(toSuspension);
}

/** Bounded, so that a long outage is worked off in steps; the next tick takes the rest. */
const DUE_MAX = 200;

/**
 * Suspended members, of any co-op, whose suspension has come to its end, or who were suspended before there were ends.
 * In a transaction of the reader `scheduler`.
 */
export function dueToReturn(tx: Tx, now: Date): Promise<{ cooperativeId: string; memberId: string }[]> {
  return tx.query(
    `select m.cooperative_id as "cooperativeId", m.id as "memberId" from member m
     left join suspension s on s.cooperative_id = m.cooperative_id and s.member_id = m.id
       and s.begun_at is not null and s.ended_at is null
     where m.standing = 'SUSPENDED' and (s.id is null or s.ends_at <= $1)
     order by m.id limit ${DUE_MAX}`,
    [now],
  );
}

/** An erasure: nothing is left of somebody who has left; of somebody who stays, the term without its reason. */
export async function forgetSuspensions(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  { stays }: { readonly stays: boolean },
): Promise<void> {
  if (stays) await tx.manager.update(SuspensionRow, { cooperativeId, memberId }, { reason: null });
  else await tx.manager.delete(SuspensionRow, { cooperativeId, memberId });
  await tx.manager.update(SuspensionRow, { cooperativeId, proposedBy: memberId }, { proposedBy: null });
  await tx.manager.update(SuspensionRow, { cooperativeId, confirmedBy: memberId }, { confirmedBy: null });
}
