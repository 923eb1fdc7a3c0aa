import type { Tx } from '../../kit/store/tx.js';

/** Whether a co-op has a steward now beside that member. */
export async function hasOtherSteward(
  tx: Tx,
  cooperativeId: string,
  memberId: string | null,
): Promise<boolean> {
  const found = await tx.query(
    `select from standing, jsonb_array_elements(roles::jsonb) as held
     where cooperative_id = $1 and member_id is distinct from $2 and standing = 'ADMITTED'
       and held->>'role' = 'STEWARD' and (held->>'from')::timestamptz <= $3
       and (held->>'until' is null or $3 < (held->>'until')::timestamptz) limit 1`,
    [cooperativeId, memberId, tx.now],
  );
  return found.length > 0;
}
