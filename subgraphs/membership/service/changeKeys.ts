import { z } from 'zod';
import type { Statement } from '../../kit/contracts/statements.js';
import { COMMON } from '../../kit/errors/table.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { activeKeys } from '../domain/authenticators.js';
import type { Authenticator } from '../domain/authenticators.js';
import { lockAuthenticators, saveRevocation } from '../store/authenticatorStore.js';
import { endSessions } from './endSessions.js';
import { publicKey, signature } from './input.js';
import { journalKeys, requirePrincipal } from './principals.js';
import type { KeysEntry, Principal } from './principals.js';

/** A key that an active one speaks for. */
export const keySchema = z.object({ key: publicKey, signature, signedBy: publicKey.nullish() });
/** A new key, which speaks for itself too. */
export const newKeySchema = keySchema.extend({ possession: signature });

export interface Locked {
  readonly tx: Tx;
  readonly principal: Principal;
  /** Every authenticator that the DID ever had. */
  readonly all: readonly Authenticator[];
}

/**
 * Changes the keys of the signed-in DID, one change at a time, and journals them.
 *
 * @returns the authenticators after the change.
 * @throws UNAUTHENTICATED, FORBIDDEN, and what the change throws, in this order.
 */
export async function changeKeys(
  store: Store,
  viewer: Viewer,
  entry: KeysEntry,
  change: (locked: Locked) => Promise<void>,
): Promise<Authenticator[]> {
  const principal = await requirePrincipal(store, viewer);
  return store.transaction({ cooperative: principal.cooperativeId }, async (tx) => {
    await change({ tx, principal, all: await lockAuthenticators(tx, principal.did) });
    const after = await lockAuthenticators(tx, principal.did);
    await journalKeys(tx, entry, principal, activeKeys(after));
    return after;
  });
}

/** Revokes a key, and ends the sessions that it began. */
export async function revoke({ tx, principal }: Locked, { id, key }: Authenticator): Promise<void> {
  const { cooperativeId, did } = principal;
  await saveRevocation(tx, cooperativeId, id);
  await endSessions(tx, { did, key }, 'AUTHENTICATOR_REVOKED', new Date());
}

/** @throws SIGNATURE_INVALID unless an active key signed. */
export function requireActiveSigner(
  { principal, all }: Locked,
  statement: Statement,
  { signature, signedBy }: z.infer<typeof keySchema>,
): void {
  const signer = { did: principal.did, keys: activeKeys(all) };
  requireSignature(signer, statement, { signature, key: signedBy });
}

/** @throws SIGNATURE_INVALID unless an active key signed, and the new one. */
export function requireBothSigners(
  locked: Locked,
  statement: Statement,
  input: z.infer<typeof newKeySchema>,
): void {
  requireActiveSigner(locked, statement, input);
  const signer = { did: locked.principal.did, keys: [input.key] };
  requireSignature(signer, statement, { signature: input.possession, key: input.key });
}

/** @throws NOT_FOUND */
export function requireActive({ all }: Locked, key: string): Authenticator {
  const found = all.find((one) => one.key === key && one.revokedAt === null);
  if (!found) throw COMMON.NOT_FOUND.raise('You have no active authenticator with this key.', { key });
  return found;
}
