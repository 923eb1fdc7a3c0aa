import { advanceRuns } from './advanceRuns.js';
import { approveCost } from './approveCost.js';
import { claimUnclaimed } from './claimUnclaimed.js';
import { closePeriod } from './closePeriod.js';
import { forfeitUnclaimed } from './forfeitUnclaimed.js';
import { handleRailEvent } from './handleRailEvent.js';
import { issueCreditNote } from './issueCreditNote.js';
import { payInvoice } from './payInvoice.js';
import { placeOrders } from './placeOrders.js';
import type { PayoutsPorts } from './ports.js';
import { prepayJobFees } from './prepayJobFees.js';
import { readBuyerAccounts } from './readBuyerAccounts.js';
import { readInvoices } from './readInvoices.js';
import { readLedger } from './readLedger.js';
import { readLicence } from './readLicence.js';
import { readOwn } from './readOwn.js';
import { readRuns } from './readRuns.js';
import { recordCost } from './recordCost.js';
import { removePayoutDestination } from './removePayoutDestination.js';
import { retryRefund } from './retryRefund.js';
import { reverseCost } from './reverseCost.js';
import { stake } from './stake.js';
import { tellAccounts } from './tellAccounts.js';
import { unstake } from './unstake.js';
import { withdrawBalance } from './withdrawBalance.js';
import { withdrawPrepayment } from './withdrawPrepayment.js';
import { createWorker } from './worker.js';
import type { Worker } from './worker.js';

/** The use cases of payouts, on their ports. */
export function payoutsServices(ports: PayoutsPorts) {
  const failed = (what: string) => (error: unknown) =>
    ports.logger.error({ err: error }, `${what}; it is tried again`);
  const orders = createWorker(placeOrders(ports), failed('ordering at the rail failed'));
  const claims = createWorker(forfeitUnclaimed(ports), failed('forfeiting what nobody claimed failed'));
  const runs = createWorker(advanceRuns(ports), failed('a dividend run failed'));

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
    payInvoice: then(payInvoice(ports), orders),
    issueCreditNote: then(issueCreditNote(ports), orders),
    retryRefund: then(retryRefund(ports), orders),
    prepayJobFees: then(prepayJobFees(ports), orders),
    withdrawPrepayment: withdrawPrepayment(ports),
    recordCost: recordCost(ports),
    approveCost: approveCost(ports),
    reverseCost: reverseCost(ports),
    claimUnclaimed: then(claimUnclaimed(ports), orders),
    closePeriod: then(closePeriod(ports), runs),
    withdrawBalance: then(withdrawBalance(ports), orders),
    removePayoutDestination: removePayoutDestination(ports),
    stake: stake(ports),
    unstake: unstake(ports),
    handleRailEvent: handleRailEvent(ports),
    tellAccounts: tellAccounts(ports),
    buyerAccounts: readBuyerAccounts(ports),
    invoices: readInvoices(ports),
    ledger: readLedger(ports),
    licence: readLicence(ports),
    runs: readRuns(ports),
    own: readOwn(ports),
    /** What goes on by itself. */
    workers: { orders, runs, claims },
  };
}

export type PayoutsServices = ReturnType<typeof payoutsServices>;
