import { PLATFORM } from '../../kit/store/scope.js';
import { ENDED_SESSIONS_MAX } from '../../kit/store/endedSessions.js';
import type { Tx } from '../../kit/store/store.js';
import { ACCESS_LIFE_SECONDS } from '../domain/session.js';
import type { EndReason } from '../domain/session.js';
import * as sessions from '../store/sessionStore.js';

/** Longer than an access token is good for, with clocks that differ and requests that are under way. */
const KEEP_SECONDS = ACCESS_LIFE_SECONDS + 300;

/**
 * Ends sessions and journals that they have ended, so that their access tokens change nothing any more. The entry names
 * sessions and nobody: it stands in the platform's log, whatever co-op their holders belong to.
 *
 * @returns how many.
 */
export async function endSessions(
  tx: Tx,
  which: { id: string } | { did: string; key?: string },
  reason: EndReason,
  now: Date,
): Promise<number> {
  const ended = await sessions.endSessions(tx, which, reason, now);
  for (let at = 0; at < ended.length; at += ENDED_SESSIONS_MAX) {
    const ids = ended.slice(at, at + ENDED_SESSIONS_MAX);
    const values = { endedSessions: { ids, keepSeconds: KEEP_SECONDS } };
    tx.append({ type: 'SessionsEnded', cooperative: PLATFORM, actorRole: 'SERVICE', values });
  }
  return ended.length;
}
