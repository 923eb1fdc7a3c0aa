import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { keyOfDid } from '../../kit/domain/didKey.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/store.js';
import { activeKeys } from '../domain/authenticators.js';
import { ERRORS } from '../domain/errors.js';
import { SESSION_LIFE_MS, judgeRefresh, refreshExpiry, requireGood } from '../domain/session.js';
import type { Session } from '../domain/session.js';
import { issueChallenge, openChallenge } from '../domain/signInChallenge.js';
import { signInStatement } from '../domain/statements.js';
import { authenticatorsOf } from '../store/authenticatorStore.js';
import * as sessions from '../store/sessionStore.js';
import type { AccessTokens } from './accessTokens.js';
import type { MembershipDeps } from './deps.js';
import { endSessions } from './endSessions.js';
import { did, publicKey, readInput, signature } from './input.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';

const SECRET_BYTES = 32;
const REFRESH_TOKEN_BYTES = 32;

const challengeSchema = z.object({ did });
const signInSchema = z.object({ did, nonce: z.string().max(200), signature, key: publicKey.nullish() });
const refreshToken = z.string().regex(/^[\w-]{43}$/);
const refreshSchema = z.object({ refreshToken });
const signOutSchema = z.object({ refreshToken, everywhere: z.boolean() });

export interface SignInDeps extends MembershipDeps {
  readonly tokens: AccessTokens;
}

/** What somebody who has signed in is given. */
export interface Tokens {
  readonly did: string;
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

/** A nonce to sign. It is given to anybody for any DID, and leaves no trace here. @throws BAD_USER_INPUT */
export function requestSignIn(deps: SignInDeps, given: z.input<typeof challengeSchema>) {
  const input = readInput(challengeSchema, given);
  return { ...issueChallenge(secretOf(deps), input.did, new Date()), audience: deps.tokens.audience };
}

/**
 * Begins a session for whoever signed the nonce with an active authenticator of the DID. A DID that stands for
 * nobody yet has the one key that it names.
 *
 * @throws BAD_USER_INPUT, CHALLENGE_INVALID, CHALLENGE_EXPIRED, SIGNATURE_INVALID, CHALLENGE_ALREADY_USED
 */
export async function signIn(deps: SignInDeps, given: z.input<typeof signInSchema>): Promise<Tokens> {
  const input = readInput(signInSchema, given);
  const now = new Date();
  const expiresAt = openChallenge(secretOf(deps), input.did, input.nonce, now);
  const statement = signInStatement(deps.tokens.audience, input.did, input.nonce, expiresAt.toISOString());
  return deps.store.transaction({ viewer: input.did }, async (tx) => {
    const known = await authenticatorsOf(tx, input.did);
    const keys = known.length > 0 ? activeKeys(known) : [keyOfDid(input.did)];
    const { signature, key: named } = input;
    const key = requireSignature({ did: input.did, keys }, statement, { signature, key: named });
    if (!(await sessions.spendNonce(tx, sha256(input.nonce), expiresAt))) {
      throw ERRORS.CHALLENGE_ALREADY_USED.raise('This nonce has been used.');
    }
    const session = {
      id: newId('ses'),
      did: input.did,
      key,
      expiresAt: after(now, SESSION_LIFE_MS),
      endedAt: null,
    };
    await sessions.insertSession(tx, session, now);
    return give(deps, tx, session, now);
  });
}

/**
 * Takes a refresh token and gives the next. One that comes a second time shows that two hold it, one of them a
 * thief; since nobody can tell which, the session ends for both.
 *
 * @throws BAD_USER_INPUT, REFRESH_TOKEN_INVALID, REFRESH_TOKEN_REUSED, SESSION_ENDED
 */
export async function refreshSession(
  deps: SignInDeps,
  given: z.input<typeof refreshSchema>,
): Promise<Tokens> {
  const hash = sha256(readInput(refreshSchema, given).refreshToken);
  const now = new Date();
  const { verdict, tokens } = await deps.store.transaction({}, async (tx) => {
    const found = await sessions.lockRefreshToken(tx, hash);
    if (!found) return { verdict: 'EXPIRED' as const };
    const verdict = judgeRefresh(found.session, found.token, now);
    // The end of the session must outlast the refusal, so nothing is thrown before the commit.
    if (verdict === 'REUSED') await endSessions(tx, { id: found.session.id }, 'REUSED', now);
    if (verdict !== 'GOOD') return { verdict };
    await sessions.markUsed(tx, hash, now);
    return { verdict, tokens: await give(deps, tx, found.session, now) };
  });
  requireGood(verdict);
  return tokens!;
}

/**
 * Ends the session of a refresh token, or every session of its DID.
 *
 * @returns how many were ended.
 * @throws BAD_USER_INPUT, REFRESH_TOKEN_INVALID
 */
export async function signOut(deps: SignInDeps, given: z.input<typeof signOutSchema>): Promise<number> {
  const input = readInput(signOutSchema, given);
  const now = new Date();
  return deps.store.transaction({}, async (tx) => {
    const found = await sessions.lockRefreshToken(tx, sha256(input.refreshToken));
    if (!found) throw ERRORS.REFRESH_TOKEN_INVALID.raise('This refresh token is not good for a session.');
    const which = input.everywhere ? { did: found.session.did } : { id: found.session.id };
    return endSessions(tx, which, 'SIGNED_OUT', now);
  });
}

async function give({ tokens }: SignInDeps, tx: Tx, session: Session, now: Date): Promise<Tokens> {
  const refresh = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url');
  const refreshExpiresAt = refreshExpiry(session, now);
  await sessions.insertRefreshToken(tx, sha256(refresh), session.id, refreshExpiresAt);
  const { token, expiresAt } = tokens.issue(session, now);
  return { did: session.did, accessToken: token, expiresAt, refreshToken: refresh, refreshExpiresAt };
}

function secretOf({ keys }: MembershipDeps): Buffer {
  return keys.secret('membership/challenges', SECRET_BYTES);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

function after(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}
