import type { Tx } from '../../kit/store/tx.js';

/** A consent whose wrap waits for the worker. */
export interface WaitingConsent {
  readonly cooperativeId: string;
  readonly id: string;
}

const IN_FORCE = `c.withdrawn_at is null and c.erased_at is null and c.wrap_set_aside_at is null
  and (c.expires_at is null or c.expires_at > $1)`;
/** What could not be told was a fault of ours, which may pass. */
const RESTED = `(c.wrap_tried_at is null or c.wrap_tried_at < clock_timestamp() - make_interval(secs => $2))`;

/**
 * Consents whose wrap is to be opened: the first of each member before the second of any, and of these the oldest
 * first. With them come those whose wrap has opened and rests under a key that is gone.
 *
 * @param goneEpochs - epochs whose key is not there any more.
 */
export function consentsToOpen(
  tx: Tx,
  goneEpochs: readonly number[],
  retryMs: number,
  limit: number,
): Promise<WaitingConsent[]> {
  return tx.query<WaitingConsent>(
    `select cooperative_id as "cooperativeId", id from (
       select c.cooperative_id, c.id, c.granted_at,
         row_number() over (partition by c.cooperative_id, c.member_id order by c.granted_at, c.id) as place
       from consent c join consent_wrap w on w.cooperative_id = c.cooperative_id and w.consent_id = c.id
       where (c.wrap_opened_at is null or w.epoch = any($3)) and ${IN_FORCE} and ${RESTED}
     ) as waiting order by place, granted_at, id limit $4`,
    [tx.now, retryMs / 1000, goneEpochs, limit],
  );
}

/** Consents whose wrap is for an older compute key, the oldest key first. */
export function consentsToRewrap(
  tx: Tx,
  version: number,
  retryMs: number,
  limit: number,
): Promise<WaitingConsent[]> {
  return tx.query<WaitingConsent>(
    `select c.cooperative_id as "cooperativeId", c.id from consent c
     where c.key_version < $3 and ${IN_FORCE} and ${RESTED} order by c.key_version, c.granted_at, c.id limit $4`,
    [tx.now, retryMs / 1000, version, limit],
  );
}

/** Whether a consent that is in force and was not set aside needs an older compute key than this. */
export async function needsOlderKey(tx: Tx, version: number): Promise<boolean> {
  const found = await tx.query(`select 1 from consent c where c.key_version < $2 and ${IN_FORCE} limit 1`, [
    tx.now,
    version,
  ]);
  return found.length > 0;
}

/** Keeps that a wrap was made anew for this version of the compute key. */
export async function saveRewrapped(tx: Tx, id: string, version: number, sealed: Buffer): Promise<void> {
  await tx.query('update consent_wrap set sealed = $2 where consent_id = $1', [id, sealed]);
  await tx.query('update consent set key_version = $2 where id = $1', [id, version]);
}
