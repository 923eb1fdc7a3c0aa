import type { Standing } from '../../kit/identity/viewer.js';
import type { Store, Tx } from '../../kit/store/store.js';
import { ERRORS } from '../domain/errors.js';
import type { PayoutsSettings } from '../settings.js';
import { countDestinations, insertDestination, lockDestination } from '../store/destinationStore.js';

/** More than anybody changes accounts in a month; each is journalled and told to the member. */
const DESTINATIONS_MAX = 20;
/** One counts no more so long after it became usable: what a thief has named must not keep the member from theirs. */
const COUNTED_MS = 30 * 86_400_000;

/**
 * Requires that a destination may be paid to. One that the member has not named before is noted, journalled and told to
 * them, and is usable only when it has cooled off: whoever acts in their name cannot be paid before they hear of it. The
 * account on file, and whatever has cooled off before, stay usable: money that goes there reaches the member.
 *
 * @throws DESTINATIONS_TOO_MANY, DESTINATION_COOLING
 */
export async function coolDestination(
  store: Store,
  settings: PayoutsSettings,
  holder: Standing,
  destination: string,
): Promise<void> {
  if (settings.PAYOUT_DESTINATIONS_AT_ONCE.includes(destination)) return;
  const { cooperativeId: cooperative } = holder;
  // What is noted must outlast the refusal, so nothing is thrown before the commit.
  const { usableAt, isUsable } = await store.transaction({ cooperative }, async (tx) => {
    const usableAt = await noted(tx, settings, holder, destination);
    return { usableAt, isUsable: usableAt <= tx.now };
  });
  if (isUsable) return;
  throw ERRORS.DESTINATION_COOLING.raise(
    'This destination is new: it is paid to only when it has cooled off.',
    {
      usableAt: usableAt.toISOString(),
    },
  );
}

async function noted(
  tx: Tx,
  settings: PayoutsSettings,
  { cooperativeId, memberId, did }: Standing,
  destination: string,
): Promise<Date> {
  const of = { cooperativeId, memberId, destination };
  const known = await lockDestination(tx, of);
  if (known) return known;
  const countedSince = new Date(tx.now.getTime() - COUNTED_MS);
  if ((await countDestinations(tx, of, countedSince)) >= DESTINATIONS_MAX) {
    throw ERRORS.DESTINATIONS_TOO_MANY.raise(
      'You have named as many destinations as there may be in a month.',
      {
        max: DESTINATIONS_MAX,
      },
    );
  }
  const usableAt = new Date(tx.now.getTime() + settings.PAYOUT_DESTINATION_COOLING_SECONDS * 1_000);
  await insertDestination(tx, of, usableAt);
  tx.append({
    type: 'PayoutDestinationAdded',
    cooperative: cooperativeId,
    actorRole: 'MEMBER',
    actor: did,
    subject: memberId,
    values: { memberId, usableAt: usableAt.toISOString() },
  });
  return usableAt;
}
