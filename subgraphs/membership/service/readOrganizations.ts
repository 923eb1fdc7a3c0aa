import { inOrder } from '../../kit/loaders/loaders.js';
import type { Store } from '../../kit/store/store.js';
import type { Organization } from '../domain/organization.js';
import { findOrganizations } from '../store/organizationStore.js';

/** Organisations are public. */
export function readOrganizations(store: Store) {
  return {
    /** In the order of the ids, null where there is none. */
    async byIds(ids: readonly string[]): Promise<(Organization | null)[]> {
      const found = await store.transaction({}, (tx) => findOrganizations(tx, ids));
      return inOrder(ids, found, ({ id }) => id);
    },
  };
}
