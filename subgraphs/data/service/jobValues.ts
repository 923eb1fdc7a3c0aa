import { formatEpsilon } from '../domain/budget.js';
import type { ComputeJob } from '../domain/job.js';

/** What other services learn of a job whenever it changes state. */
export function jobValues({ id, licenceId, datasetId, buyerId, cost, epsilonMicro }: ComputeJob) {
  return {
    job: id,
    licence: licenceId,
    dataset: datasetId,
    buyer: buyerId,
    cost: { amountMinor: String(cost.amountMinor), currency: cost.currency },
    epsilon: formatEpsilon(epsilonMicro),
  };
}
