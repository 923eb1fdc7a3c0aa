import type { Tx } from '../../kit/store/tx.js';
import type { EndReason, RefreshToken, Session, SessionId } from '../domain/session.js';
import { RefreshTokenRow, SessionRow, toSession } from './sessionRow.js';

/**
 * Remembers that a nonce was used.
 *
 * @param hash - SHA-256 of the nonce.
 * @returns false if it had been used before.
 */
export async function spendNonce(tx: Tx, hash: Uint8Array, expiresAt: Date): Promise<boolean> {
  const spent = await tx.query(
    'insert into used_nonce (hash, expires_at) values ($1, $2) on conflict (hash) do nothing returning hash',
    [hash, expiresAt],
  );
  return spent.length === 1;
}

export async function insertSession(tx: Tx, session: Session, begunAt: Date): Promise<void> {
  await tx.manager.insert(SessionRow, { ...session, begunAt, endReason: null });
}

export async function insertRefreshToken(
  tx: Tx,
  hash: Buffer,
  sessionId: SessionId,
  expiresAt: Date,
): Promise<void> {
  await tx.manager.insert(RefreshTokenRow, { hash, sessionId, expiresAt, usedAt: null });
}

/** The token and its session, both locked; null for a token that nobody was given. */
export async function lockRefreshToken(
  tx: Tx,
  hash: Buffer,
): Promise<{ session: Session; token: RefreshToken } | null> {
  const token = await tx.manager.findOneBy(RefreshTokenRow, { hash });
  if (!token) return null;
  const session = await tx.manager.findOne(SessionRow, {
    where: { id: token.sessionId },
    lock: { mode: 'pessimistic_write' },
  });
  if (!session) return null;
  // Read again: it may have been used while we waited for the session.
  const { expiresAt, usedAt } = await tx.manager.findOneByOrFail(RefreshTokenRow, { hash });
  return { session: toSession(session), token: { expiresAt, usedAt } };
}

export async function markUsed(tx: Tx, hash: Buffer, now: Date): Promise<void> {
  await tx.manager.update(RefreshTokenRow, { hash }, { usedAt: now });
}

/** Ends the sessions that match and still last. @returns their ids. */
export async function endSessions(
  tx: Tx,
  which: { id: string } | { did: string; key?: string },
  reason: EndReason,
  now: Date,
): Promise<string[]> {
  const [column, value] = 'id' in which ? ['id', which.id] : ['did', which.did];
  const ended = await tx.query<{ id: string }>(
    `with ended as (
       update session set ended_at = $2, end_reason = $3
       where ${column} = $1 and ended_at is null and ($4::text is null or key = $4) returning id)
     select id from ended`,
    [value, now, reason, 'key' in which ? which.key : null],
  );
  return ended.map(({ id }) => id);
}

/** The ids of the sessions that match, whether or not they have ended. */
export async function listSessions(
  tx: Tx,
  which: { id: string } | { did: string; key?: string },
): Promise<string[]> {
  const [column, value] = 'id' in which ? ['id', which.id] : ['did', which.did];
  const found = await tx.query<{ id: string }>(
    `select id from session where ${column} = $1 and ($2::text is null or key = $2) order by id`,
    [value, 'key' in which ? which.key : null],
  );
  return found.map(({ id }) => id);
}

/** For so long after its longest life a session may still be disowned: what was done under it may wait for a month. */
const DISOWNED_MS = 30 * 86_400_000;

/** Forgets what can no longer matter: nonces that have expired, and sessions a month past their longest life. */
export async function forgetSessions(tx: Tx, now: Date): Promise<void> {
  await tx.query('delete from used_nonce where expires_at < $1', [now]);
  await tx.query('delete from session where expires_at < $1', [new Date(now.getTime() - DISOWNED_MS)]);
}
