import type { Store, Tx } from '../../kit/store/store.js';

/** Reads entities of any co-ops by id: one transaction a co-op, each seeing its own rows. Absent ids are left out. */
export async function byCooperative<Value>(
  store: Store,
  ids: readonly string[],
  read: (tx: Tx, cooperative: string, ids: string[]) => Promise<Value[]>,
): Promise<Value[]> {
  const idsIn = new Map<string, string[]>();
  for (const [id, cooperative] of await store.homes(ids)) {
    const known = idsIn.get(cooperative);
    if (known) known.push(id);
    else idsIn.set(cooperative, [id]);
  }
  const found: Value[] = [];
  for (const [cooperative, own] of idsIn) {
    found.push(...(await store.transaction({ cooperative }, (tx) => read(tx, cooperative, own))));
  }
  return found;
}
