import { DividendCredited, RunPosted } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import type { DividendRun } from '../domain/run.js';
import { dividendCredited, periodClosed } from '../domain/runPostings.js';
import { markCredited, uncredited } from '../store/dividendStore.js';
import { isPosted, post } from '../store/ledger.js';
import { advanceRun } from '../store/runStore.js';
import { moneyJson } from './moneyJson.js';
import { openPayout } from './openPayout.js';

/** Dividends a transaction credits: few enough to hold its locks briefly. */
const BATCH_MAX = 100;

/**
 * ALLOCATED → POSTED, over several transactions: the first empties revenue and costs into the funds and the
 * pool, each credits a batch of dividends out of it.
 */
export async function postRun(tx: Tx, run: DividendRun): Promise<void> {
  const { cooperativeId, id, currency } = run;
  const closing = (await isPosted(tx, cooperativeId, 'PERIOD_CLOSED', id))
    ? undefined
    : periodClosed({ ...run, runId: id });
  const batch = await uncredited(tx, cooperativeId, id, BATCH_MAX);
  const credits = batch.map((dividend) =>
    dividendCredited(dividend.id, dividend.accountId, { ...dividend, currency }),
  );
  await post(tx, cooperativeId, closing, ...credits);
  await markCredited(
    tx,
    cooperativeId,
    batch.map((dividend) => dividend.id),
  );
  // Nobody could ask for what is credited to somebody who was forgotten meanwhile.
  for (const { memberId, accountId, amountMinor, taxMinor } of batch) {
    const netMinor = amountMinor - taxMinor;
    const way = { memberId: null, method: 'default' };
    if (memberId === null && netMinor > 0n) {
      await openPayout(tx, { cooperativeId, accountId, amountMinor: netMinor, currency, ...way });
    }
  }
  for (const { id: dividend, memberId, amountMinor, taxMinor } of batch) {
    tx.append(DividendCredited, {
      cooperative: cooperativeId,
      actorRole: 'SERVICE',
      subject: memberId ?? undefined,
      private: {
        run: id,
        dividend,
        memberId,
        amount: moneyJson(amountMinor, currency),
        tax: moneyJson(taxMinor, currency),
      },
    });
  }
  if (batch.length === BATCH_MAX) return;
  await advanceRun(tx, run, 'POSTED');
  tx.append(RunPosted, { cooperative: cooperativeId, actorRole: 'SERVICE', private: { run: id } });
}
