import type { Tx } from '../../kit/store/tx.js';

export interface RecoveryHold {
  readonly cooperativeId: string;
  readonly memberId: string;
  readonly recovery: string;
  readonly until: Date;
}

/** Holds a member's money; a later recovery takes the place of an earlier one. */
export async function holdMoney(
  tx: Tx,
  { cooperativeId, memberId, recovery, until }: RecoveryHold,
): Promise<void> {
  await tx.query(
    `insert into recovery_hold (cooperative_id, member_id, recovery_id, until) values ($1, $2, $3, $4)
     on conflict (cooperative_id, member_id) do update
       set recovery_id = excluded.recovery_id, until = excluded.until`,
    [cooperativeId, memberId, recovery, until],
  );
}

/** Lets go of it, if that recovery is the one that holds it. */
export async function releaseMoney(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  recovery: string,
): Promise<void> {
  await tx.query(
    'delete from recovery_hold where cooperative_id = $1 and member_id = $2 and recovery_id = $3',
    [cooperativeId, memberId, recovery],
  );
}

/**
 * When the recovery that holds the member's money is due; null if none does. It is held until membership says that the
 * recovery has ended, however late that is heard.
 */
export async function heldUntil(tx: Tx, cooperativeId: string, memberId: string): Promise<Date | null> {
  const [row] = await tx.query<{ until: Date }>(
    'select until from recovery_hold where cooperative_id = $1 and member_id = $2',
    [cooperativeId, memberId],
  );
  return row?.until ?? null;
}
