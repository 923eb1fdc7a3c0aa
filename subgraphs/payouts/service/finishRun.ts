import assert from 'node:assert';
import { PeriodClosed } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import { linedRoots } from '../domain/linedTree.js';
import type { LinedLeaf } from '../domain/linedTree.js';
import { isShown } from '../domain/periodSums.js';
import { payslipRoot } from '../domain/payslipProof.js';
import type { DividendRun } from '../domain/run.js';
import { dividedMinor } from '../domain/runPostings.js';
import { readLinedLeaves } from '../store/dividendStore.js';
import { balanceOf } from '../store/ledger.js';
import { insertPeriodSums, sumKinds } from '../store/periodSumStore.js';
import { advanceRun, readRunColumns } from '../store/runStore.js';
import { moneyJson } from './moneyJson.js';

/** POSTED → CLOSED, once what was written says what was meant: read back, not remembered. */
export async function finishRun(tx: Tx, run: DividendRun): Promise<void> {
  const { cooperativeId, id, currency } = run;
  const leaves = await readLinedLeaves(tx, cooperativeId, id);
  const divided = leaves.reduce((sum, leaf) => sum + leaf.amountMinor, 0n);
  assert.equal(divided, dividedMinor({ ...run, runId: id }), `the dividends of ${id} are not its pool`);
  assert.equal(leaves.length, run.memberCount, `${id} has dividends for other members`);
  const poolMinor = await balanceOf(tx, cooperativeId, { code: 'liabilities:pool' });
  assert.equal(poolMinor, 0n, `${id} leaves money in the pool`);
  const root = leaves.length > 0 ? await rootOf(tx, run, leaves) : null;
  assert.equal(root, run.proofRoot, `the proof of ${id} has changed`);

  await showSums(tx, run);
  await advanceRun(tx, run, 'CLOSED');
  tx.append(PeriodClosed, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    public: root ? { proofRoot: root } : {},
    private: {
      run: id,
      period: { from: run.from.toISOString(), until: run.until.toISOString() },
      totals: {
        revenue: moneyJson(run.revenueMinor, currency),
        costs: moneyJson(run.costsMinor, currency),
        reserve: moneyJson(run.reserveMinor, currency),
        commons: moneyJson(run.commonsMinor, currency),
        reinvested: moneyJson(run.reinvestedMinor, currency),
        pool: moneyJson(divided, currency),
      },
      memberCount: run.memberCount,
      proofRoot: root,
    },
  });
}

/** Fixes what members see of the period: nothing is posted into it any more. */
async function showSums(tx: Tx, { cooperativeId, id, until }: DividendRun): Promise<void> {
  const sums = (await sumKinds(tx, cooperativeId, until)).filter(isShown);
  await insertPeriodSums(
    tx,
    cooperativeId,
    sums.map(({ kind, from, amountMinor }) => ({ runId: id, kind, from, amountMinor })),
  );
}

/** The root over what was written; lines are those of the payslips, and sum to what each licence brought. */
async function rootOf(
  tx: Tx,
  { cooperativeId, id, proofVersion }: DividendRun,
  leaves: LinedLeaf[],
): Promise<string> {
  if (proofVersion === 1) return payslipRoot(leaves).root;
  for (const { amountMinor, lines } of leaves) {
    const sum = [...lines.values()].reduce((total, line) => total + line, 0n);
    assert.equal(sum, amountMinor, `a dividend of ${id} is not the sum of its lines`);
  }
  const { root, licences } = linedRoots(id, leaves);
  const columns = await readRunColumns(tx, cooperativeId, id);
  assert.equal(columns.length, licences.size, `${id} has lines of other licences`);
  for (const { licenceId, partMinor } of columns) {
    assert.equal(
      licences.get(licenceId)?.partMinor,
      partMinor,
      `the lines of ${licenceId || 'no licence'} in ${id}`,
    );
  }
  return root;
}
