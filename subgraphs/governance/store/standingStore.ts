import type { Tx } from '../../kit/store/tx.js';

/** Those of the given members who are admitted now, by the kit's projection of membership's journal. */
export async function admittedAmong(
  tx: Tx,
  cooperativeId: string,
  memberIds: readonly string[],
): Promise<Set<string>> {
  const admitted = await tx.query<{ member_id: string }>(
    `select member_id from standing where cooperative_id = $1 and member_id = any($2) and standing = 'ADMITTED'`,
    [cooperativeId, memberIds],
  );
  return new Set(admitted.map((row) => row.member_id));
}

/** The pairwise DID of a member, or null if this service has not heard of them. */
export async function didOf(tx: Tx, cooperativeId: string, memberId: string): Promise<string | null> {
  const [row] = await tx.query<{ did: string }>(
    'select did from standing where cooperative_id = $1 and member_id = $2',
    [cooperativeId, memberId],
  );
  return row?.did ?? null;
}
