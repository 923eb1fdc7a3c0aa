import type { Tx } from '../../kit/store/tx.js';

/** A departure of which this service does its part. */
export interface Exit {
  cooperativeId: string;
  memberId: string;
  /** The payout of the balance, once one was tried. */
  payoutId: string | null;
  leftAt: Date | null;
}

/** Begins a departure, unless it has begun; of somebody who left and came back, anew. */
export async function beginExit(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  await tx.query(
    `insert into member_exit as e (cooperative_id, member_id, requested_at) values ($1, $2, $3)
     on conflict (cooperative_id, member_id) do update set payout_id = null, left_at = null where e.left_at is not null`,
    [cooperativeId, memberId, tx.now],
  );
}

/** To be asked before any account of the member is locked: whoever needs both takes them in this order. */
export async function lockExit(tx: Tx, cooperativeId: string, memberId: string): Promise<Exit | undefined> {
  const [row] = await tx.query<{ payout_id: string | null; left_at: Date | null }>(
    'select payout_id, left_at from member_exit where cooperative_id = $1 and member_id = $2 for update',
    [cooperativeId, memberId],
  );
  return row && { cooperativeId, memberId, payoutId: row.payout_id, leftAt: row.left_at };
}

export async function writeExitPayout(
  tx: Tx,
  { cooperativeId, memberId }: Exit,
  payoutId: string,
): Promise<void> {
  await tx.query('update member_exit set payout_id = $3 where cooperative_id = $1 and member_id = $2', [
    cooperativeId,
    memberId,
    payoutId,
  ]);
}

export async function markLeft(tx: Tx, { cooperativeId, memberId }: Exit): Promise<void> {
  await tx.query('update member_exit set left_at = $3 where cooperative_id = $1 and member_id = $2', [
    cooperativeId,
    memberId,
    tx.now,
  ]);
}
