import { z } from 'zod';
import { judgeRefresh, requireGood } from '../domain/session.js';
import { lockRefreshToken, markUsed } from '../store/sessionStore.js';
import { endSessions } from './endSessions.js';
import { readInput, refreshToken } from './input.js';
import { issueTokens, sha256 } from './issueTokens.js';
import type { Tokens } from './issueTokens.js';
import type { MembershipPorts } from './ports.js';

const inputSchema = z.object({ refreshToken });

/**
 * Takes a refresh token and gives the next. One that comes a second time shows that two hold it, one of them a
 * thief; since nobody can tell which, the session ends for both.
 *
 * @throws BAD_USER_INPUT, REFRESH_TOKEN_INVALID for one that nobody was given, REFRESH_TOKEN_REUSED, SESSION_ENDED,
 *   REFRESH_TOKEN_INVALID for one that has expired, in this order.
 */
export function refreshSession({ store, tokens }: Pick<MembershipPorts, 'store' | 'tokens'>) {
  return async (given: z.input<typeof inputSchema>): Promise<Tokens> => {
    const hash = sha256(readInput(inputSchema, given).refreshToken);
    const now = new Date();
    const { verdict, next } = await store.transaction({}, async (tx) => {
      const found = await lockRefreshToken(tx, hash);
      if (!found) return { verdict: 'EXPIRED' as const };
      const verdict = judgeRefresh(found.session, found.token, now);
      // The end of the session must outlast the refusal, so nothing is thrown before the commit.
      if (verdict === 'REUSED') await endSessions(tx, { id: found.session.id }, 'REUSED', now);
      if (verdict !== 'GOOD') return { verdict };
      await markUsed(tx, hash, now);
      return { verdict, next: await issueTokens(tokens, tx, found.session, now) };
    });
    requireGood(verdict);
    return next!;
  };
}
