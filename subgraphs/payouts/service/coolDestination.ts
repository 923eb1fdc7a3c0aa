import { PayoutDestinationAdded } from '../../kit/contracts/entries/payouts.js';
import type { Standing } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import type { PayoutsSettings } from '../settings.js';
import {
  countDestinations,
  digestOf,
  insertDestination,
  lockDestination,
} from '../store/destinationStore.js';

/** Those that stand; more than anybody changes accounts in a month. Each is journalled and told to the member. */
const DESTINATIONS_MAX = 20;
/** One counts no more so long after it became usable: what a thief has named must not keep the member from theirs. */
const COUNTED_MS = 30 * 86_400_000;

export interface NamedDestination {
  /** A token of the rail. */
  method: string;
  /** The session under which it is named. */
  sessionId: string | undefined;
}

/**
 * From when on a destination may be paid to; null for one that needs no cooling off. One that the member has not named
 * before is noted, journalled and told to them, and is usable only when it has cooled off: whoever acts in their name
 * cannot be paid before they hear of it. The account on file, and whatever has cooled off before, stay usable: money that
 * goes there reaches the member.
 *
 * @throws DESTINATIONS_TOO_MANY
 */
export async function coolDestination(
  tx: Tx,
  settings: PayoutsSettings,
  { cooperativeId, memberId, did }: Standing,
  { method, sessionId }: NamedDestination,
): Promise<Date | null> {
  if (settings.PAYOUT_DESTINATIONS_AT_ONCE.includes(method)) return null;
  const digest = digestOf(memberId, method);
  const known = await lockDestination(tx, cooperativeId, memberId, digest);
  if (known) return known;
  const countedSince = new Date(tx.now.getTime() - COUNTED_MS);
  if ((await countDestinations(tx, cooperativeId, memberId, countedSince)) >= DESTINATIONS_MAX) {
    throw ERRORS.DESTINATIONS_TOO_MANY.raise(
      'As many destinations that are newer than a month stand as there may be; remove one, or wait.',
      { max: DESTINATIONS_MAX },
    );
  }
  const usableAt = new Date(tx.now.getTime() + settings.PAYOUT_DESTINATION_COOLING_SECONDS * 1_000);
  await insertDestination(tx, { cooperativeId, memberId, digest, usableAt, sessionId: sessionId ?? null });
  tx.append(PayoutDestinationAdded, {
    cooperative: cooperativeId,
    actorRole: 'MEMBER',
    actor: did,
    subject: memberId,
    private: { memberId, usableAt: usableAt.toISOString() },
  });
  return usableAt;
}
