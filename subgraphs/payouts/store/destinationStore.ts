import { createHash } from 'node:crypto';
import type { Tx } from '../../kit/store/store.js';

/** Whose destination it is; the token itself is kept with its payouts alone. */
export interface DestinationOf {
  readonly cooperativeId: string;
  readonly memberId: string;
  readonly destination: string;
}

/** From when on it is usable; undefined where it was never named. Of two who ask at once, the second sees what the first did. */
export async function lockDestination(tx: Tx, of: DestinationOf): Promise<Date | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`destinations\n${of.memberId}`]);
  const [known] = await tx.query<{ usable_at: Date }>(
    'select usable_at from payout_destination where cooperative_id = $1 and member_id = $2 and digest = $3',
    [of.cooperativeId, of.memberId, digestOf(of)],
  );
  return known?.usable_at;
}

/** How many of the member's are usable since that instant, or not yet. */
export async function countDestinations(tx: Tx, of: DestinationOf, since: Date): Promise<number> {
  const [counted] = await tx.query<{ count: number }>(
    `select count(*)::int as count from payout_destination
     where cooperative_id = $1 and member_id = $2 and usable_at > $3`,
    [of.cooperativeId, of.memberId, since],
  );
  return counted!.count;
}

export async function insertDestination(tx: Tx, of: DestinationOf, usableAt: Date): Promise<void> {
  await tx.query(
    'insert into payout_destination (cooperative_id, member_id, digest, usable_at) values ($1, $2, $3, $4)',
    [of.cooperativeId, of.memberId, digestOf(of), usableAt],
  );
}

function digestOf({ memberId, destination }: DestinationOf): Buffer {
  return createHash('sha256').update(`${memberId}\n${destination}`, 'utf8').digest();
}
