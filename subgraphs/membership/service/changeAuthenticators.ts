import { z } from 'zod';
import {
  AuthenticatorAdded,
  AuthenticatorRevoked,
  AuthenticatorRotated,
} from '../../kit/contracts/entries/membership.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { activeKeys, requireAddable, requireRevocable } from '../domain/authenticators.js';
import type { Authenticator } from '../domain/authenticators.js';
import { authenticatorAdded, authenticatorRevoked, authenticatorRotated } from '../domain/statements.js';
import type { Statement } from '../../kit/contracts/statements.js';
import { insertAuthenticator, lockAuthenticators, saveRevocation } from '../store/authenticatorStore.js';
import type { MembershipDeps } from './deps.js';
import { endSessions } from './endSessions.js';
import { publicKey, readInput, signature } from './input.js';
import { journalKeys, requirePrincipal } from './principals.js';
import type { KeysEntry, Principal } from './principals.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';

const revokeSchema = z.object({ key: publicKey, signature, signedBy: publicKey.nullish() });
const addSchema = revokeSchema.extend({ possession: signature });
const rotateSchema = addSchema.extend({ replaces: publicKey });

/**
 * Adds a key to the signed-in DID. A session alone is not enough: a key that is active already signs for the new
 * one, and the new one signs too, so that nobody adds a key that is not theirs.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN, SIGNATURE_INVALID, AUTHENTICATOR_ALREADY_KNOWN,
 *   AUTHENTICATOR_LIMIT
 */
export function addAuthenticator(deps: MembershipDeps, viewer: Viewer, given: z.input<typeof addSchema>) {
  return change(deps, viewer, AuthenticatorAdded, async ({ tx, principal, all }) => {
    const input = readInput(addSchema, given);
    requireBoth(principal, all, authenticatorAdded(principal.did, input.key), input);
    requireAddable(all, input.key);
    await insertAuthenticator(tx, principal.cooperative, principal.did, input.key);
  });
}

/**
 * Puts a new key in the place of another, which is then revoked with its sessions.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN, SIGNATURE_INVALID, NOT_FOUND, AUTHENTICATOR_ALREADY_KNOWN
 */
export function rotateAuthenticator(
  deps: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof rotateSchema>,
) {
  return change(deps, viewer, AuthenticatorRotated, async ({ tx, principal, all }) => {
    const input = readInput(rotateSchema, given);
    requireBoth(principal, all, authenticatorRotated(principal.did, input.key, input.replaces), input);
    const replaced = requireActive(all, input.replaces);
    requireAddable(all, input.key, 1);
    await insertAuthenticator(tx, principal.cooperative, principal.did, input.key);
    await revoke(tx, principal, replaced);
  });
}

/**
 * Revokes a key and ends its sessions; the last one cannot be revoked.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN, SIGNATURE_INVALID, NOT_FOUND, AUTHENTICATOR_IS_LAST
 */
export function revokeAuthenticator(
  deps: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof revokeSchema>,
) {
  return change(deps, viewer, AuthenticatorRevoked, async ({ tx, principal, all }) => {
    const input = readInput(revokeSchema, given);
    const statement = authenticatorRevoked(principal.did, input.key);
    const signed = { signature: input.signature, key: input.signedBy };
    requireSignature({ did: principal.did, keys: activeKeys(all) }, statement, signed);
    const revoked = requireActive(all, input.key);
    requireRevocable(all, input.key);
    await revoke(tx, principal, revoked);
  });
}

interface Locked {
  readonly tx: Tx;
  readonly principal: Principal;
  /** Every authenticator that the DID ever had. */
  readonly all: readonly Authenticator[];
}

/** @returns the authenticators after the change. */
async function change(
  { store }: MembershipDeps,
  viewer: Viewer,
  entry: KeysEntry,
  work: (locked: Locked) => Promise<void>,
): Promise<Authenticator[]> {
  const principal = await requirePrincipal(store, viewer);
  return store.transaction({ cooperative: principal.cooperative }, async (tx) => {
    await work({ tx, principal, all: await lockAuthenticators(tx, principal.did) });
    const after = await lockAuthenticators(tx, principal.did);
    await journalKeys(tx, entry, principal, activeKeys(after));
    return after;
  });
}

async function revoke(tx: Tx, { cooperative, did }: Principal, { id, key }: Authenticator): Promise<void> {
  await saveRevocation(tx, cooperative, id);
  await endSessions(tx, { did, key }, 'AUTHENTICATOR_REVOKED', new Date());
}

function requireBoth(
  { did }: Principal,
  all: readonly Authenticator[],
  statement: Statement,
  input: z.infer<typeof addSchema>,
): void {
  const signed = { signature: input.signature, key: input.signedBy };
  requireSignature({ did, keys: activeKeys(all) }, statement, signed);
  requireSignature({ did, keys: [input.key] }, statement, { signature: input.possession, key: input.key });
}

function requireActive(all: readonly Authenticator[], key: string): Authenticator {
  const found = all.find((one) => one.key === key && one.revokedAt === null);
  if (!found) throw COMMON.NOT_FOUND.raise('You have no active authenticator with this key.', { key });
  return found;
}
