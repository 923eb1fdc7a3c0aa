import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Budget } from '../domain/budget.js';
import type { Dataset } from '../domain/dataset.js';
import { readSpent } from '../store/budgetStore.js';
import { requireCharter } from './requireCharter.js';

/** What the charter lets one buyer learn from a dataset, and what the viewer's organisation has spent of it. */
export interface PrivacyBudget {
  readonly totalMicro: bigint;
  /** Null when the viewer speaks for no organisation. */
  readonly own: Budget | null;
}

/** @throws PROJECTION_BEHIND while governance has not told of a charter. */
export function readPrivacyBudget(store: Store) {
  return async (
    viewer: Viewer,
    { id: datasetId, cooperativeId }: Pick<Dataset, 'id' | 'cooperativeId'>,
  ): Promise<PrivacyBudget> => {
    const buyer = await viewer.organization();
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const { terms } = await requireCharter(tx, cooperativeId);
      const totalMicro = BigInt(terms.privacy.epsilonPerBuyerMicro);
      if (!buyer) return { totalMicro, own: null };
      const spentMicro = await readSpent(tx, { cooperativeId, datasetId, buyerId: buyer.id });
      return { totalMicro, own: { totalMicro, spentMicro } };
    });
  };
}
