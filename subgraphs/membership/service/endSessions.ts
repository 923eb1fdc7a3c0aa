import { SessionsEnded } from '../../kit/contracts/entries/membership.js';
import { PLATFORM } from '../../kit/store/scope.js';
import { ENDED_SESSIONS_MAX } from '../../kit/contracts/standing.js';
import type { Tx } from '../../kit/store/tx.js';
import { ACCESS_LIFE_SECONDS } from '../domain/session.js';
import type { EndReason } from '../domain/session.js';
import * as sessions from '../store/sessionStore.js';

/** Longer than an access token is good for, with clocks that differ and requests that are under way. */
const KEEP_SECONDS = ACCESS_LIFE_SECONDS + 300;

type Which = { id: string } | { did: string; key?: string };

/**
 * Ends sessions and journals that they have ended, so that their access tokens change nothing any more. The entry names
 * sessions and nobody: it stands in the platform's log, whatever co-op their holders belong to.
 *
 * Where a thief may have held one of them, the entry also disowns them, with those that had ended before: whoever signs
 * somebody else out may have signed out themselves, once they had done what they came for.
 *
 * @returns how many have ended now.
 */
export async function endSessions(tx: Tx, which: Which, reason: EndReason, now: Date): Promise<number> {
  const ended = await sessions.endSessions(tx, which, reason, now);
  const isDisowning = disowns(which, reason, ended.length);
  const ids = isDisowning ? await sessions.listSessions(tx, which) : ended;
  const endedNow = new Set(ended);
  for (let at = 0; at < ids.length; at += ENDED_SESSIONS_MAX) {
    const batch = ids.slice(at, at + ENDED_SESSIONS_MAX);
    const endedSessions = { ids: batch.filter((id) => endedNow.has(id)), keepSeconds: KEEP_SECONDS };
    tx.append(SessionsEnded, {
      cooperative: PLATFORM,
      actorRole: 'SERVICE',
      // Always there: the names of private fields are public, and a stranger must not see who fears a thief.
      private: { endedSessions, disowned: isDisowning ? batch : [] },
    });
  }
  return ended.length;
}

/** A key is revoked once; what can be asked for again and again is journalled only where a session ends. */
function disowns(which: Which, reason: EndReason, endedCount: number): boolean {
  if (reason === 'AUTHENTICATOR_REVOKED') return true;
  return endedCount > 0 && (reason === 'REUSED' || 'did' in which);
}
