import { createHash } from 'node:crypto';
import type { Tx } from '../../kit/store/tx.js';

/** Where a member asked to be paid. The rail's token for it is kept with its payouts alone. */
export interface Destination {
  /** SHA-256 of the member's id, a line feed and the token, in lowercase hex. */
  digest: string;
  usableAt: Date;
}

export function digestOf(memberId: string, token: string): string {
  return createHash('sha256').update(`${memberId}\n${token}`, 'utf8').digest('hex');
}

/** From when on it is usable; undefined where it was never named. Of two who ask at once, the second sees what the first did. */
export async function lockDestination(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  digest: string,
): Promise<Date | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`destinations\n${memberId}`]);
  const [known] = await tx.query<{ usable_at: Date }>(
    `select usable_at from payout_destination
     where cooperative_id = $1 and member_id = $2 and digest = decode($3, 'hex')`,
    [cooperativeId, memberId, digest],
  );
  return known?.usable_at;
}

/** How many of the member's are usable since that instant, or not yet. */
export async function countDestinations(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  since: Date,
): Promise<number> {
  const [counted] = await tx.query<{ count: number }>(
    `select count(*)::int as count from payout_destination
     where cooperative_id = $1 and member_id = $2 and usable_at > $3`,
    [cooperativeId, memberId, since],
  );
  return counted!.count;
}

/** The member's after a digest, in their order. A client's cursor may hold any text, so digests are compared as text. */
export async function listDestinations(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  after: string | null,
  countMax: number,
): Promise<Destination[]> {
  return tx.query(
    `select encode(digest, 'hex') as digest, usable_at as "usableAt" from payout_destination
     where cooperative_id = $1 and member_id = $2
       and ($3::text is null or encode(digest, 'hex') collate "C" > $3)
     order by payout_destination.digest limit $4`,
    [cooperativeId, memberId, after, countMax],
  );
}

export async function insertDestination(
  tx: Tx,
  named: Destination & { cooperativeId: string; memberId: string; sessionId: string | null },
): Promise<void> {
  await tx.query(
    `insert into payout_destination (cooperative_id, member_id, digest, usable_at, session_id)
     values ($1, $2, decode($3, 'hex'), $4, $5)`,
    [named.cooperativeId, named.memberId, named.digest, named.usableAt, named.sessionId],
  );
}

export async function deleteDestination(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  digest: string,
): Promise<void> {
  await tx.query(
    `delete from payout_destination
     where cooperative_id = $1 and member_id = $2 and digest = decode($3, 'hex')`,
    [cooperativeId, memberId, digest],
  );
}

/** The co-ops in which one of those sessions named a destination. In the scope of the reader of sessions. */
export async function cooperativesNamedIn(tx: Tx, sessionIds: readonly string[]): Promise<string[]> {
  const found = await tx.query<{ cooperative_id: string }>(
    'select distinct cooperative_id from payout_destination where session_id = any($1) order by 1',
    [sessionIds],
  );
  return found.map((row) => row.cooperative_id);
}

/** Deletes what those sessions named and is not usable yet. @returns whose they were, one a destination. */
export async function deleteUnusable(
  tx: Tx,
  cooperativeId: string,
  sessionIds: readonly string[],
): Promise<string[]> {
  const deleted = await tx.query<{ member_id: string }>(
    `with deleted as (
       delete from payout_destination
       where cooperative_id = $1 and session_id = any($2) and usable_at > $3 returning member_id
     ) select member_id from deleted`,
    [cooperativeId, sessionIds, tx.now],
  );
  return deleted.map((row) => row.member_id);
}
