import type { AuthenticatorAdded } from '../../kit/contracts/entries/membership.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { PLATFORM } from '../../kit/store/scope.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { findPrincipal } from '../store/authenticatorStore.js';
import { findMembers } from '../store/memberStore.js';
import { findOrganizationByDid } from '../store/organizationStore.js';
import { journalMember, journalOrganization } from './journalling.js';

/** Whom a signed-in DID stands for, and where. */
export interface Principal {
  readonly did: string;
  /** The member's co-op; the platform for an organisation. */
  readonly cooperativeId: string;
  readonly holderId: string;
}

/** @throws UNAUTHENTICATED, FORBIDDEN for a DID that stands for nobody. */
export async function requirePrincipal(store: Store, viewer: Viewer): Promise<Principal> {
  const did = viewer.requireDid();
  const found = await store.transaction({}, (tx) => findPrincipal(tx, did));
  if (!found) throw COMMON.FORBIDDEN.raise('This DID stands for no membership and no organisation.');
  return { did, ...found };
}

/** That of a key added, rotated or revoked: their contracts are alike. */
export type KeysEntry = typeof AuthenticatorAdded;

/** Journals that the keys of a member or an organisation have changed. */
export async function journalKeys(
  tx: Tx,
  entry: KeysEntry,
  principal: Principal,
  keys: readonly string[],
): Promise<void> {
  const { did, cooperativeId, holderId } = principal;
  if (cooperativeId === PLATFORM) {
    const organization = await findOrganizationByDid(tx, did);
    if (organization) journalOrganization(tx, entry, organization, keys);
    return;
  }
  const [member] = await findMembers(tx, cooperativeId, [holderId]);
  if (member) journalMember(tx, entry, { ...member, keys }, { role: 'MEMBER', did }, {});
}
