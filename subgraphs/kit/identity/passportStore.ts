import { COMMON } from '../errors/table.js';
import { PASSPORT_LIFE_SECONDS } from './passport.js';
import type { PassportClaims } from './passport.js';
import type { Store } from '../store/store.js';

/** Longer than any passport lives, tolerances included. */
const KEEP_SECONDS = PASSPORT_LIFE_SECONDS * 4;

/**
 * Marks a passport as used, and looks in the same statement whether its session has ended.
 *
 * @throws PASSPORT_REPLAYED when it was used, in whichever copy of the service; UNAUTHENTICATED
 */
export async function spendPassport(store: Store, claims: PassportClaims): Promise<void> {
  const [fresh] = await store.unscoped<{ ended: boolean }>(
    `insert into passport_spent (jti, expires_at) values ($1, clock_timestamp() + make_interval(secs => $2))
       on conflict do nothing returning exists (select from ended_session where session_id = $3) as ended`,
    [claims.jti, KEEP_SECONDS, claims.sid ?? null],
  );
  if (!fresh) throw COMMON.PASSPORT_REPLAYED.raise('This passport has been used.');
  if (fresh.ended) throw COMMON.UNAUTHENTICATED.raise('This session has ended: sign in again.');
}

export async function sweepSpent(store: Store): Promise<void> {
  await store.unscoped('delete from passport_spent where expires_at < clock_timestamp()');
}
