import { z } from 'zod';
import type { Store } from '../../kit/store/store.js';
import { ERRORS } from '../domain/errors.js';
import { lockRefreshToken } from '../store/sessionStore.js';
import { endSessions } from './endSessions.js';
import { readInput, refreshToken } from './input.js';
import { sha256 } from './issueTokens.js';

const inputSchema = z.object({ refreshToken, everywhere: z.boolean() });

/**
 * Ends the session of a refresh token, or every session of its DID.
 *
 * @returns how many were ended.
 * @throws BAD_USER_INPUT, REFRESH_TOKEN_INVALID, in this order.
 */
export function signOut(store: Store) {
  return async (given: z.input<typeof inputSchema>): Promise<number> => {
    const input = readInput(inputSchema, given);
    const now = new Date();
    return store.transaction({}, async (tx) => {
      const found = await lockRefreshToken(tx, sha256(input.refreshToken));
      if (!found) throw ERRORS.REFRESH_TOKEN_INVALID.raise('This refresh token is not good for a session.');
      const which = input.everywhere ? { did: found.session.did } : { id: found.session.id };
      return endSessions(tx, which, 'SIGNED_OUT', now);
    });
  };
}
