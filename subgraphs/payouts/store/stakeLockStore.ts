import type { Tx } from '../../kit/store/tx.js';

/** Locks the whole stake behind an account until that instant. */
export async function lockStake(
  tx: Tx,
  cooperativeId: string,
  accountId: string,
  lockedUntil: Date,
): Promise<void> {
  await tx.query(
    `insert into stake_lock (cooperative_id, account_id, locked_until) values ($1, $2, $3)
     on conflict (cooperative_id, account_id) do update set locked_until = excluded.locked_until`,
    [cooperativeId, accountId, lockedUntil],
  );
}

/** Until when a stake is locked; null for one that never was. */
export async function stakeLockedUntil(
  tx: Tx,
  cooperativeId: string,
  accountId: string,
): Promise<Date | null> {
  const [lock] = await tx.query<{ locked_until: Date }>(
    'select locked_until from stake_lock where cooperative_id = $1 and account_id = $2',
    [cooperativeId, accountId],
  );
  return lock?.locked_until ?? null;
}
