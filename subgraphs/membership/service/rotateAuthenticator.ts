import type { z } from 'zod';
import { AuthenticatorRotated } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { requireAddable } from '../domain/authenticators.js';
import type { Authenticator } from '../domain/authenticators.js';
import { authenticatorRotated } from '../domain/statements.js';
import { insertAuthenticator } from '../store/authenticatorStore.js';
import { changeKeys, newKeySchema, requireActive, requireBothSigners, revoke } from './changeKeys.js';
import { publicKey, readInput } from './input.js';

const inputSchema = newKeySchema.extend({ replaces: publicKey });

/**
 * Puts a new key in the place of another, which is then revoked with its sessions.
 *
 * @returns every authenticator of the DID.
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, SIGNATURE_INVALID, NOT_FOUND, AUTHENTICATOR_ALREADY_KNOWN, in this
 *   order.
 */
export function rotateAuthenticator(store: Store) {
  return (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Authenticator[]> =>
    changeKeys(store, viewer, AuthenticatorRotated, async (locked) => {
      const { tx, principal, all } = locked;
      const input = readInput(inputSchema, given);
      requireBothSigners(locked, authenticatorRotated(principal.did, input.key, input.replaces), input);
      const replaced = requireActive(locked, input.replaces);
      requireAddable(all, input.key, 1);
      await insertAuthenticator(tx, principal.cooperativeId, principal.did, input.key);
      await revoke(locked, replaced);
    });
}
