import { credit, debit, posting } from './posting.js';
import type { Posting } from './posting.js';
import type { SurplusDivision } from './surplus.js';

/** The figures of a run, as its snapshot fixed them, in minor units of one currency. */
export interface RunFigures extends SurplusDivision {
  runId: string;
  currency: string;
  revenueMinor: bigint;
  costsMinor: bigint;
  /** What earlier pools left because nobody had a weight in them. */
  undividedBeforeMinor: bigint;
  /** What of this pool nobody has a weight in. */
  undividedAfterMinor: bigint;
}

/** What is divided among the members: this period's part and what earlier ones left. */
export function dividedMinor(run: RunFigures): bigint {
  return run.poolMinor + run.undividedBeforeMinor - run.undividedAfterMinor;
}

/** Empties revenue and costs of a period into the funds and the pool. */
export function periodClosed(run: RunFigures): Posting | undefined {
  return posting('PERIOD_CLOSED', run.runId, run.currency, [
    debit({ code: 'revenue:licences' }, run.revenueMinor),
    credit({ code: 'expenses:costs' }, run.costsMinor),
    credit({ code: 'funds:reserve' }, run.reserveMinor - run.fromReserveMinor),
    credit({ code: 'funds:commons' }, run.commonsMinor),
    credit({ code: 'funds:reinvest' }, run.reinvestedMinor),
    credit({ code: 'funds:deficit' }, run.recoveredMinor - lossCarried(run)),
    credit({ code: 'funds:undivided' }, run.undividedAfterMinor - run.undividedBeforeMinor),
    credit({ code: 'liabilities:pool' }, dividedMinor(run)),
  ]);
}

/** Pays one member's dividend out of the pool: net into the balance, the tax to the authority's account. */
export function dividendCredited(
  dividendId: string,
  accountId: string,
  dividend: { amountMinor: bigint; taxMinor: bigint; currency: string },
): Posting | undefined {
  const { amountMinor, taxMinor, currency } = dividend;
  return posting('DIVIDEND_CREDITED', dividendId, currency, [
    debit({ code: 'liabilities:pool' }, amountMinor),
    credit({ code: 'liabilities:member', accountId }, amountMinor - taxMinor),
    credit({ code: 'liabilities:withholding-tax' }, taxMinor),
  ]);
}

/** The part of this period's loss that the reserve did not cover. */
function lossCarried({ revenueMinor, costsMinor, fromReserveMinor }: RunFigures): bigint {
  const loss = costsMinor - revenueMinor;
  return loss > 0n ? loss - fromReserveMinor : 0n;
}
