import type { Id } from '../../kit/domain/ids.js';
import { ERRORS } from './errors.js';

export type SessionId = Id<'ses'>;

/** How long an access token is good for. It cannot be called back; of a session that has ended it reads, and changes nothing. */
export const ACCESS_LIFE_SECONDS = 900;
/** How long an unused refresh token is good for. */
export const REFRESH_LIFE_MS = 14 * 86_400_000;
/** How long a session lasts, however often it is refreshed; then the key must sign again. */
export const SESSION_LIFE_MS = 90 * 86_400_000;

/** A family of refresh tokens, each of which is used once and replaced by the next. */
export interface Session {
  readonly id: SessionId;
  readonly did: string;
  /** The authenticator that signed in, multibase. */
  readonly key: string;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

export interface RefreshToken {
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** Why a session ends before its time. */
export type EndReason = 'SIGNED_OUT' | 'REUSED' | 'AUTHENTICATOR_REVOKED';

export type RefreshVerdict = 'GOOD' | 'REUSED' | 'EXPIRED' | 'ENDED';

/**
 * Judges a refresh token that was found. Reuse comes first: a token that has been used shows that there are two
 * holders, whatever else is wrong with it.
 */
export function judgeRefresh(session: Session, token: RefreshToken, now: Date): RefreshVerdict {
  if (token.usedAt !== null) return 'REUSED';
  if (session.endedAt !== null || now >= session.expiresAt) return 'ENDED';
  return now < token.expiresAt ? 'GOOD' : 'EXPIRED';
}

/** @throws REFRESH_TOKEN_REUSED, SESSION_ENDED, REFRESH_TOKEN_INVALID */
export function requireGood(verdict: RefreshVerdict): void {
  if (verdict === 'GOOD') return;
  if (verdict === 'REUSED')
    throw ERRORS.REFRESH_TOKEN_REUSED.raise('This refresh token has been used before.');
  if (verdict === 'ENDED') throw ERRORS.SESSION_ENDED.raise('This session has ended.');
  throw ERRORS.REFRESH_TOKEN_INVALID.raise('This refresh token is not good for a session.');
}

/** The end of a refresh token made now: its own life, and never beyond the session's. */
export function refreshExpiry(session: Pick<Session, 'expiresAt'>, now: Date): Date {
  return new Date(Math.min(now.getTime() + REFRESH_LIFE_MS, session.expiresAt.getTime()));
}
