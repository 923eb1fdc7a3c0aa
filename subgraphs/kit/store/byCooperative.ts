import { inOrder } from '../loaders/loaders.js';
import type { Store } from './store.js';
import type { Tx } from './tx.js';

/**
 * Reads things of any co-ops by id: one transaction a co-op, each seeing its own rows. What is absent is looked for in the
 * same way and time as what a viewer may not know of.
 *
 * @returns in the order of the ids, null where there is none.
 */
export async function byCooperative<Value extends { readonly id: string }>(
  store: Store,
  ids: readonly string[],
  read: (tx: Tx, cooperativeId: string, ids: string[]) => Promise<Value[]>,
): Promise<(Value | null)[]> {
  const homes = await store.whereabouts(ids);
  const found: Value[] = [];
  for (const cooperativeId of new Set(homes.values())) {
    const own = ids.filter((id) => homes.get(id) === cooperativeId);
    found.push(
      ...(await store.transaction({ cooperative: cooperativeId }, (tx) => read(tx, cooperativeId, own))),
    );
  }
  return inOrder(ids, found, ({ id }) => id);
}
