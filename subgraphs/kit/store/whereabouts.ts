import type { Store } from './store.js';

/** The co-op in which something lives that the viewer may not know of, or NOWHERE: see `Store.whereabouts`. */
export async function whereaboutsOf(store: Pick<Store, 'whereabouts'>, id: string): Promise<string> {
  return (await store.whereabouts([id])).get(id)!;
}
