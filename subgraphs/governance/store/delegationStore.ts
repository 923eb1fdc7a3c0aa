import { IsNull } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Delegation, DelegationEdge } from '../domain/delegation.js';
import { DelegationRow, fromDelegation, toDelegation } from './delegationRow.js';

/** The delegations that stood at `instant`: begun before it and not ended by then. */
export function delegationsAt(tx: Tx, cooperativeId: string, instant: Date): Promise<DelegationEdge[]> {
  return tx.query<DelegationEdge>(
    `select from_id as "from", to_id as "to", topic from delegation
     where cooperative_id = $1 and since < $2 and (ended_at is null or ended_at >= $2)`,
    [cooperativeId, instant],
  );
}

/** The delegations that stand, for judging a new one. */
export function standingDelegations(tx: Tx, cooperativeId: string): Promise<DelegationEdge[]> {
  return tx.query<DelegationEdge>(
    `select from_id as "from", to_id as "to", topic from delegation
     where cooperative_id = $1 and ended_at is null`,
    [cooperativeId],
  );
}

/** Puts delegations of one co-op in a line, so that two at once cannot close a circle that neither sees. */
export async function queueDelegations(tx: Tx, cooperativeId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`delegation\n${cooperativeId}`]);
}

export async function insertDelegation(tx: Tx, delegation: Delegation): Promise<void> {
  await tx.manager.insert(DelegationRow, fromDelegation(delegation));
  await tx.register(delegation.id, delegation.cooperativeId);
}

/** Ends what this member has delegated on that topic, if anything. */
export async function endDelegation(
  tx: Tx,
  cooperativeId: string,
  fromId: string,
  topic: string | null,
  at: Date,
): Promise<void> {
  await tx.query(
    `update delegation set ended_at = greatest($4, since) where cooperative_id = $1 and from_id = $2
       and topic is not distinct from $3::text and ended_at is null`,
    [cooperativeId, fromId, topic, at],
  );
}

/** Ends every delegation from and to a member who leaves. */
export async function endDelegationsOf(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `update delegation set ended_at = greatest($3, since) where cooperative_id = $1
       and (from_id = $2 or to_id = $2) and ended_at is null`,
    [cooperativeId, memberId, at],
  );
}

export async function findDelegation(
  tx: Tx,
  cooperativeId: string,
  id: string,
): Promise<Delegation | undefined> {
  const row = await tx.manager.findOneBy(DelegationRow, { cooperativeId, id });
  return row ? toDelegation(row) : undefined;
}

/** What this member has delegated and not taken back; at most one a topic. */
export async function standingDelegationsOf(
  tx: Tx,
  cooperativeId: string,
  fromId: string,
): Promise<Delegation[]> {
  const rows = await tx.manager.find(DelegationRow, {
    where: { cooperativeId, fromId, endedAt: IsNull() },
    order: { id: 'ASC' },
  });
  return rows.map(toDelegation);
}
