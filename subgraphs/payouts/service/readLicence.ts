import { NOWHERE } from '../../kit/store/scope.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { readLicences } from '../store/licenceStore.js';
import type { LicenceRef } from '../store/licenceStore.js';
import type { PayoutsPorts } from './ports.js';

/** The buyer that nobody speaks for. */
const NOBODY = 'org_nobody';

/** Whose a licence is; of one that this service has not heard of nobody's, and looked at like a stranger's. */
export function readLicence({ store }: PayoutsPorts) {
  return async (id: string): Promise<Pick<LicenceRef, 'cooperativeId' | 'buyerId'>> => {
    const cooperativeId = await whereaboutsOf(store, id);
    const [licence] = await store.transaction({ cooperative: cooperativeId }, (tx) =>
      readLicences(tx, cooperativeId, [id]),
    );
    return licence ?? { cooperativeId: NOWHERE, buyerId: NOBODY };
  };
}
