import { NOWHERE } from '../../kit/store/scope.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { readLicences } from '../store/licenceStore.js';
import type { LicenceRef } from '../store/licenceStore.js';
import type { PayoutsDeps } from './deps.js';

/** The buyer that nobody speaks for. */
const NOBODY = 'org_nobody';

/** Whose a licence is; of one that this service has not heard of nobody's, and looked at like a stranger's. */
export function readLicence({ store }: PayoutsDeps) {
  return async (id: string): Promise<Pick<LicenceRef, 'cooperativeId' | 'buyerId'>> => {
    const cooperative = await whereaboutsOf(store, id);
    const [licence] = await store.transaction({ cooperative }, (tx) => readLicences(tx, cooperative, [id]));
    return licence ?? { cooperativeId: NOWHERE, buyerId: NOBODY };
  };
}
