import type { Viewer } from '../../kit/identity/viewer.js';
import type { Budget } from '../domain/budget.js';
import { readSpent } from '../store/budgetStore.js';
import { currentCharter } from './charter.js';
import type { DataPorts } from './ports.js';

/** What the charter lets one buyer learn from a dataset, and what the viewer's organisation has spent of it. */
export interface PrivacyBudget {
  readonly totalMicro: bigint;
  /** Null when the viewer speaks for no organisation. */
  readonly own: Budget | null;
}

/** @throws PROJECTION_BEHIND while governance has not told of a charter. */
export async function readPrivacyBudget(
  { store }: Pick<DataPorts, 'store'>,
  viewer: Viewer,
  dataset: { readonly id: string; readonly cooperativeId: string },
): Promise<PrivacyBudget> {
  const buyer = await viewer.organization();
  const { id: datasetId, cooperativeId } = dataset;
  return store.transaction({ cooperative: cooperativeId }, async (tx) => {
    const { terms } = await currentCharter(tx, cooperativeId);
    const totalMicro = BigInt(terms.privacy.epsilonPerBuyerMicro);
    if (!buyer) return { totalMicro, own: null };
    const spentMicro = await readSpent(tx, { cooperativeId, datasetId, buyerId: buyer.id });
    return { totalMicro, own: { totalMicro, spentMicro } };
  });
}
