import type { Tx } from '../../kit/store/tx.js';
import type { LettingGo } from '../domain/departure.js';

/** Notes that a service has let go of a member who leaves. @returns the services that have, so far. */
export async function noteDeparture(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  service: LettingGo,
): Promise<Set<string>> {
  await tx.query(
    `insert into departure (cooperative_id, member_id, service, let_go_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [cooperativeId, memberId, service, tx.now],
  );
  const rows = await tx.query<{ service: string }>(
    'select service from departure where cooperative_id = $1 and member_id = $2',
    [cooperativeId, memberId],
  );
  return new Set(rows.map((row) => row.service));
}

/** Forgets it, for a member who comes back and may leave again. */
export async function forgetDeparture(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  await tx.query('delete from departure where cooperative_id = $1 and member_id = $2', [
    cooperativeId,
    memberId,
  ]);
}
