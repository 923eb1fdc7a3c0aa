import { COMMON } from '../errors/table.js';
import { PASSPORT_LIFE_SECONDS } from '../identity/passport.js';
import type { PassportClaims } from '../identity/passport.js';
import type { Store } from '../store/store.js';

/** Longer than any passport lives, tolerances included. */
const KEEP_SECONDS = PASSPORT_LIFE_SECONDS * 4;

/** Marks a passport as used. @throws PASSPORT_REPLAYED when it was, in whichever copy of the service. */
export async function spendPassport(store: Store, claims: PassportClaims): Promise<void> {
  const fresh = await store.unscoped(
    `insert into passport_spent (jti, expires_at) values ($1, clock_timestamp() + make_interval(secs => $2))
       on conflict do nothing returning jti`,
    [claims.jti, KEEP_SECONDS],
  );
  if (fresh.length === 0) throw COMMON.PASSPORT_REPLAYED.raise('This passport has been used.');
}

export async function sweepSpent(store: Store): Promise<void> {
  await store.unscoped('delete from passport_spent where expires_at < clock_timestamp()');
}
