import { readLicences } from '../store/licenceStore.js';
import type { LicenceRef } from '../store/licenceStore.js';
import type { PayoutsDeps } from './deps.js';

/** Whose a licence is; null for one that this service has not heard of. */
export function readLicence({ store }: PayoutsDeps) {
  return async (id: string): Promise<LicenceRef | null> => {
    const cooperative = (await store.homes([id])).get(id);
    if (!cooperative) return null;
    const [licence] = await store.transaction({ cooperative }, (tx) => readLicences(tx, cooperative, [id]));
    return licence ?? null;
  };
}
