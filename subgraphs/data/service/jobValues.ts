import { formatEpsilon } from '../domain/budget.js';
import type { Job } from '../domain/job.js';

/** What other services learn of a job whenever it changes state. */
export function jobValues({ id, licenceId, datasetId, buyerId, cost, epsilonMicro }: Job) {
  return {
    job: id,
    licence: licenceId,
    dataset: datasetId,
    buyer: buyerId,
    cost: { amountMinor: String(cost.amountMinor), currency: cost.currency },
    epsilon: formatEpsilon(epsilonMicro),
  };
}
