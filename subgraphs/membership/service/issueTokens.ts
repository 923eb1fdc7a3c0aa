import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../../kit/store/tx.js';
import { refreshExpiry } from '../domain/session.js';
import type { Session } from '../domain/session.js';
import { insertRefreshToken } from '../store/sessionStore.js';
import type { TokenIssuer } from './ports.js';

const REFRESH_TOKEN_BYTES = 32;

/** What somebody who has signed in is given. */
export interface Tokens {
  readonly did: string;
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

/** The next tokens of a session. */
export async function issueTokens(issuer: TokenIssuer, tx: Tx, session: Session, now: Date): Promise<Tokens> {
  const refreshToken = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url');
  const refreshExpiresAt = refreshExpiry(session, now);
  await insertRefreshToken(tx, sha256(refreshToken), session.id, refreshExpiresAt);
  const { token: accessToken, expiresAt } = issuer.issue(session, now);
  return { did: session.did, accessToken, expiresAt, refreshToken, refreshExpiresAt };
}

/** By what the store knows a nonce or a refresh token, which themselves are nowhere. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
