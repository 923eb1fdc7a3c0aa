import type { Tx } from '../../kit/store/tx.js';

/** A person who may not come back yet, as a mark that says nothing else. */
export interface Ban {
  readonly mark: Uint8Array;
  readonly endsAt: Date;
}

/** Of two bans of one person the longer one holds. */
export async function keepBan(tx: Tx, cooperativeId: string, { mark, endsAt }: Ban): Promise<void> {
  await tx.query(
    `insert into ban (cooperative_id, mark, ends_at) values ($1, $2, $3)
     on conflict (cooperative_id, mark) do update set ends_at = greatest(ban.ends_at, excluded.ends_at)`,
    [cooperativeId, mark, endsAt],
  );
}

/** When the ban under that mark ends; null if there is none. */
export async function banUntil(tx: Tx, cooperativeId: string, mark: Uint8Array): Promise<Date | null> {
  const [row] = await tx.query<{ endsAt: Date }>(
    'select ends_at as "endsAt" from ban where cooperative_id = $1 and mark = $2 and ends_at > $3',
    [cooperativeId, mark, tx.now],
  );
  return row?.endsAt ?? null;
}

export async function liftBan(tx: Tx, cooperativeId: string, mark: Uint8Array): Promise<void> {
  await tx.query('delete from ban where cooperative_id = $1 and mark = $2', [cooperativeId, mark]);
}

/** Forgets those of a co-op that have ended. */
export async function forgetBans(tx: Tx, cooperativeId: string): Promise<void> {
  await tx.query('delete from ban where cooperative_id = $1 and ends_at <= $2', [cooperativeId, tx.now]);
}
