import { inOrder } from '../../kit/loaders/loaders.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { Cooperative } from '../domain/cooperative.js';
import { isInOffice } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { findCooperatives, listCooperatives } from '../store/cooperativeStore.js';
import { findEver } from '../store/memberStore.js';

/** Co-ops are public: they are read across tenants by the reader that their policy names. */
const CATALOGUE = { reader: 'catalogue' };

/** Co-ops, and who is in office in them. */
export function readCooperatives(store: Store) {
  return {
    /** In the order of the ids, null where there is none. */
    async byIds(ids: readonly string[]): Promise<(Cooperative | null)[]> {
      const found = await store.transaction(CATALOGUE, (tx) => findCooperatives(tx, { ids }));
      return inOrder(ids, found, ({ id }) => id);
    },
    /** The same by slug. */
    async bySlugs(slugs: readonly string[]): Promise<(Cooperative | null)[]> {
      const found = await store.transaction(CATALOGUE, (tx) => findCooperatives(tx, { slugs }));
      return inOrder(slugs, found, ({ slug }) => slug);
    },
    /** Oldest first, one more than asked for. @param search - part of a name, slug or mission. */
    page(search: string | null, page: PageRequest): Promise<Cooperative[]> {
      return store.transaction(CATALOGUE, (tx) => listCooperatives(tx, search, page));
    },
    /** The stewards in office, in the order of the co-ops. */
    async stewards(ids: readonly string[]): Promise<Member[][]> {
      const stewards = new Map<string, Member[]>();
      for (const cooperativeId of new Set(ids)) {
        const inOffice = await store.transaction({ cooperative: cooperativeId }, async (tx) =>
          (await findEver(tx, cooperativeId, 'STEWARD')).filter((member) =>
            isInOffice(member, 'STEWARD', tx.now),
          ),
        );
        stewards.set(cooperativeId, inOffice);
      }
      return ids.map((id) => stewards.get(id)!);
    },
  };
}
