import type { z } from 'zod';
import { AuthenticatorRevoked } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { requireRevocable } from '../domain/authenticators.js';
import type { Authenticator } from '../domain/authenticators.js';
import { authenticatorRevoked } from '../domain/statements.js';
import { changeKeys, keySchema, requireActive, requireActiveSigner, revoke } from './changeKeys.js';
import { readInput } from './input.js';

/**
 * Revokes a key and ends its sessions; the last one cannot be revoked.
 *
 * @returns every authenticator of the DID.
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, SIGNATURE_INVALID, NOT_FOUND, AUTHENTICATOR_IS_LAST, in this order.
 */
export function revokeAuthenticator(store: Store) {
  return (viewer: Viewer, given: z.input<typeof keySchema>): Promise<Authenticator[]> =>
    changeKeys(store, viewer, AuthenticatorRevoked, async (locked) => {
      const input = readInput(keySchema, given);
      requireActiveSigner(locked, authenticatorRevoked(locked.principal.did, input.key), input);
      const revoked = requireActive(locked, input.key);
      requireRevocable(locked.all, input.key);
      await revoke(locked, revoked);
    });
}
