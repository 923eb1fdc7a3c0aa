import { advanceRuns } from './advanceRuns.js';
import { closePeriod } from './closePeriod.js';
import type { PayoutsDeps } from './deps.js';
import { hearRail } from './hearRail.js';
import { issueCreditNote } from './issueCreditNote.js';
import { payInvoice } from './payInvoice.js';
import { placeOrders } from './placeOrders.js';
import { readInvoices } from './readInvoices.js';
import { readLicence } from './readLicence.js';
import { readLedger } from './readLedger.js';
import { readOwn } from './readOwn.js';
import { readRuns } from './readRuns.js';
import { recordCost } from './recordCost.js';
import { removePayoutDestination } from './removePayoutDestination.js';
import { retryRefund } from './retryRefund.js';
import { stake } from './stake.js';
import { unstake } from './unstake.js';
import { withdrawBalance } from './withdrawBalance.js';
import { createWorker } from './worker.js';
import type { Worker } from './worker.js';

/** The use cases of payouts, on their ports. */
export function payoutsServices(deps: PayoutsDeps) {
  const failed = (what: string) => (error: unknown) =>
    deps.logger.error({ err: error }, `${what}; it is tried again`);
  const orders = createWorker(placeOrders(deps), failed('ordering at the rail failed'));
  const runs = createWorker(advanceRuns(deps), failed('a dividend run failed'));

  /** What a use case wrote down is taken further as soon as it is committed. */
  function then<Arguments extends unknown[], Result>(
    useCase: (...given: Arguments) => Promise<Result>,
    { nudge }: Pick<Worker, 'nudge'>,
  ) {
    return async (...given: Arguments): Promise<Result> => {
      const result = await useCase(...given);
      nudge();
      return result;
    };
  }

  return {
    payInvoice: then(payInvoice(deps), orders),
    issueCreditNote: then(issueCreditNote(deps), orders),
    retryRefund: then(retryRefund(deps), orders),
    recordCost: recordCost(deps),
    closePeriod: then(closePeriod(deps), runs),
    withdrawBalance: then(withdrawBalance(deps), orders),
    removePayoutDestination: removePayoutDestination(deps),
    stake: stake(deps),
    unstake: unstake(deps),
    hearRail: hearRail(deps),
    invoices: readInvoices(deps),
    ledger: readLedger(deps),
    licence: readLicence(deps),
    runs: readRuns(deps),
    own: readOwn(deps),
    /** What goes on by itself. */
    workers: { orders, runs },
  };
}

export type PayoutsServices = ReturnType<typeof payoutsServices>;
