import type { z } from 'zod';
import { AuthenticatorAdded } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { requireAddable } from '../domain/authenticators.js';
import type { Authenticator } from '../domain/authenticators.js';
import { authenticatorAdded } from '../domain/statements.js';
import { insertAuthenticator } from '../store/authenticatorStore.js';
import { changeKeys, newKeySchema, requireBothSigners } from './changeKeys.js';
import { readInput } from './input.js';

/**
 * Adds a key to the signed-in DID. A session alone is not enough: a key that is active already signs for the new
 * one, and the new one signs too, so that nobody adds a key that is not theirs.
 *
 * @returns every authenticator of the DID.
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, SIGNATURE_INVALID, AUTHENTICATOR_ALREADY_KNOWN,
 *   AUTHENTICATOR_LIMIT, in this order.
 */
export function addAuthenticator(store: Store) {
  return (viewer: Viewer, given: z.input<typeof newKeySchema>): Promise<Authenticator[]> =>
    changeKeys(store, viewer, AuthenticatorAdded, async (locked) => {
      const { tx, principal, all } = locked;
      const input = readInput(newKeySchema, given);
      requireBothSigners(locked, authenticatorAdded(principal.did, input.key), input);
      requireAddable(all, input.key);
      await insertAuthenticator(tx, principal.cooperativeId, principal.did, input.key);
    });
}
