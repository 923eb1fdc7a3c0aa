import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { readHeld } from '../../kit/store/heldRecords.js';
import type { HeldPage, Holder } from '../../kit/store/heldRecords.js';
import type { Store } from '../../kit/store/store.js';
import type { Authenticator } from '../domain/authenticators.js';
import type { Member } from '../domain/member.js';
import type { Organization } from '../domain/organization.js';
import { authenticatorsOf } from '../store/authenticatorStore.js';
import { HELD } from '../store/heldRecords.js';
import { credentialOf, membershipsOf } from '../store/memberStore.js';
import { findOrganizationByDid } from '../store/organizationStore.js';

/** What a DID alone may see of its own. Where a member is named, the field has judged before that they ask. */
export function readOwn(store: Store) {
  return {
    /** What the signed-in DID is a member of, or was, oldest first. @throws UNAUTHENTICATED */
    async memberships(viewer: Viewer): Promise<Member[]> {
      const did = viewer.requireDid();
      return store.transaction({ viewer: did }, (tx) => membershipsOf(tx, did));
    },
    /** The organisation that the signed-in DID speaks for. @throws UNAUTHENTICATED */
    async organization(viewer: Viewer): Promise<Organization | null> {
      const did = viewer.requireDid();
      return store.transaction({}, (tx) => findOrganizationByDid(tx, did));
    },
    /** Every authenticator of a member, revoked ones too, oldest first. */
    authenticators(cooperativeId: string, did: string): Promise<Authenticator[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) => authenticatorsOf(tx, did));
    },
    /** The membership credential; null before admission and after exit. */
    credential(cooperativeId: string, memberId: string): Promise<object | null> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        credentialOf(tx, cooperativeId, memberId),
      );
    },
    /** A page of all that membership holds of a member. */
    held(holder: Holder, page: PageRequest): Promise<HeldPage> {
      return store.transaction({ cooperative: holder.cooperativeId }, (tx) =>
        readHeld(tx, HELD, holder, page),
      );
    },
  };
}
