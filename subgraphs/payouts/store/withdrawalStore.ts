import type { Tx } from '../../kit/store/tx.js';

/** Keeps that a buyer has asked for what is left of a prepayment. */
export async function insertWithdrawal(
  tx: Tx,
  { cooperativeId, id, buyerId }: { cooperativeId: string; id: string; buyerId: string },
): Promise<void> {
  await tx.query(
    `insert into prepayment_withdrawal (cooperative_id, withdrawal_id, buyer_id, requested_at) values ($1, $2, $3, $4)`,
    [cooperativeId, id, buyerId, tx.now],
  );
}

/** Notes what was let go of. @returns the buyer; null where it had been noted before, or nobody asked. */
export async function noteRelease(
  tx: Tx,
  cooperativeId: string,
  id: string,
  releasedMinor: bigint,
): Promise<string | null> {
  const [noted] = await tx.query<{ buyer_id: string }>(
    `with noted as (
       update prepayment_withdrawal set released_minor = $3
       where cooperative_id = $1 and withdrawal_id = $2 and released_minor is null returning buyer_id
     ) select buyer_id from noted`,
    [cooperativeId, id, releasedMinor.toString()],
  );
  return noted?.buyer_id ?? null;
}
