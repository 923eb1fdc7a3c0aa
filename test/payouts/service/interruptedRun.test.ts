import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { Viewer } from '../../../subgraphs/kit/identity/viewer.js';
import type { Store } from '../../../subgraphs/kit/store/store.js';
import { linedRoots } from '../../../subgraphs/payouts/domain/linedTree.js';
import { credit, debit, posting } from '../../../subgraphs/payouts/domain/posting.js';
import { advanceRuns } from '../../../subgraphs/payouts/service/advanceRuns.js';
import { closePeriod } from '../../../subgraphs/payouts/service/closePeriod.js';
import { readLinedLeaves } from '../../../subgraphs/payouts/store/dividendStore.js';
import { post } from '../../../subgraphs/payouts/store/ledger.js';
import { FULL } from '../../support/fullForm.js';
import { person } from '../../support/people.js';
import { openBareLedger, standing } from '../support/bareLedger.js';
import type { BareLedger } from '../support/bareLedger.js';

const MEMBERS = 105;
const REVENUE = 100_003n;
/** In full it is killed at every statement; otherwise at each third, from any place. */
const STRIDE = FULL ? 1 : 3;
const FIRST = 1 + randomInt(STRIDE);

class Killed extends Error {}

describe('a dividend run that is killed', () => {
  let ledger: BareLedger;
  beforeAll(async () => {
    ledger = await openBareLedger();
  });
  afterAll(() => ledger.stop());

  /** A co-op with more members than a batch holds, and revenue that does not divide. */
  async function prepared(): Promise<{ id: string; viewer: Viewer }> {
    const coop = await ledger.cooperative();
    await ledger.store.transaction({ cooperative: coop.id }, async (tx) => {
      for (let i = 1; i < MEMBERS; i += 1) await standing(tx, coop.id, newId('mem'), person('member').did);
      await tx.query(
        `insert into revenue_policy (cooperative_id, version, reserve_bp, commons_bp, reinvest_bp, basis,
           minimum_payout_minor, withholding_tax_bp, exit_balance, effective_at)
         values ($1, 1, 1000, 333, 0, 'EQUAL', 0, 1500, 'PAY', 'epoch')`,
        [coop.id],
      );
      const legs = [
        debit({ code: 'assets:settlement' }, REVENUE),
        credit({ code: 'revenue:licences' }, REVENUE, 'lic_1'),
      ];
      await post(tx, coop.id, posting('PAYMENT_RECEIVED', newId('pay'), 'USD', legs));
    });
    return coop;
  }

  const input = (id: string) => ({
    cooperative: id,
    from: new Date(0),
    until: new Date(1e12),
    idempotencyKey: 'k',
  });

  /** Everything of a run, up to where it is killed. */
  async function whole(store: Store, { id, viewer }: { id: string; viewer: Viewer }): Promise<void> {
    const deps = ledger.deps(store);
    // The period ended long ago by the ledger's clock, and the postings count into it.
    await ledger.owner.query(
      `update ledger_transaction set posted_at = '2001-01-01' where cooperative_id = $1`,
      [id],
    );
    await closePeriod(deps)(viewer, input(id));
    await advanceRuns(deps)();
  }

  async function expectWhole(id: string): Promise<void> {
    const runs = await ledger.owner.query<{
      run_id: string;
      closed: boolean;
      proof_root: string;
      divided: string;
    }>(
      `select run_id, closed_at is not null as closed, proof_root,
         (select sum(amount_minor) from dividend where run_id = dividend_run.run_id) as divided
       from dividend_run where cooperative_id = $1`,
      [id],
    );
    expect(runs.rows).toHaveLength(1);
    const [run] = runs.rows;
    expect(run).toMatchObject({ closed: true, divided: '86673' });
    const leaves = await ledger.store.transaction({ cooperative: id }, (tx) =>
      readLinedLeaves(tx, id, run!.run_id),
    );
    expect(leaves).toHaveLength(MEMBERS);
    const { root, totalMinor, licences } = linedRoots(run!.run_id, leaves);
    expect({ root, totalMinor }).toEqual({ root: run!.proof_root, totalMinor: 86_673n });
    expect([...licences].map(([licence, { partMinor }]) => [licence, partMinor])).toEqual([
      ['lic_1', 86_673n],
    ]);
    const journal = await ledger.owner.query<{ type: string; count: string }>(
      'select type, count(*) from journal_entry where cooperative_id = $1 group by type order by type',
      [id],
    );
    expect(Object.fromEntries(journal.rows.map(({ type, count }) => [type, Number(count)]))).toEqual({
      RunSnapshotted: 1,
      RunAllocated: 1,
      DividendCredited: MEMBERS,
      RunPosted: 1,
      PeriodClosed: 1,
    });
    const balances = await ledger.owner.query<{ code: string; total: string }>(
      `select code, -sum(debit_minor) as total from ledger_account join account_balance using (cooperative_id, account_id)
       where cooperative_id = $1 group by code having sum(debit_minor) <> 0`,
      [id],
    );
    const totals = Object.fromEntries(balances.rows.map(({ code, total }) => [code, BigInt(total)]));
    expect(totals).toMatchObject({
      'assets:settlement': -REVENUE,
      'funds:reserve': 10_000n,
      'funds:commons': 3_330n,
    });
    expect(totals['liabilities:member']! + totals['liabilities:withholding-tax']!).toBe(86_673n);
    expect(totals['liabilities:pool']).toBeUndefined();
  }

  it(`at any statement goes on with nothing lost or doubled (from statement ${FIRST})`, async () => {
    const counting = killedAt(ledger.store, Infinity);
    const first = await prepared();
    await whole(counting.store, first);
    await expectWhole(first.id);
    const statements = counting.count();
    expect(statements).toBeGreaterThan(20);

    for (let n = FIRST; n <= statements; n += STRIDE) {
      const coop = await prepared();
      await expect(whole(killedAt(ledger.store, n).store, coop)).rejects.toThrow(Killed);
      await whole(ledger.store, coop);
      await expectWhole(coop.id);
    }
  }, 180_000);

  it('and is taken up by several processes at once is run by one at a time', async () => {
    const coop = await prepared();
    await ledger.owner.query(
      `update ledger_transaction set posted_at = '2001-01-01' where cooperative_id = $1`,
      [coop.id],
    );
    await closePeriod(ledger.deps())(coop.viewer, input(coop.id));
    for (let round = 0; round < 5; round += 1)
      await Promise.all([1, 2, 3].map(() => advanceRuns(ledger.deps())()));
    await expectWhole(coop.id);
  });
});

/** A store that dies before its n-th statement, a commit included, and is dead from then on. */
function killedAt(store: Store, n: number): { store: Store; count(): number } {
  let counted = 0;
  const point = (): void => {
    counted += 1;
    if (counted >= n) throw new Killed();
  };
  const transaction: Store['transaction'] = (scope, work) =>
    store.transaction(scope, async (tx) => {
      const watched = new Proxy(tx, {
        get: (target, name) => {
          if (name === 'query') {
            return (sql: string, parameters?: unknown[]) => {
              point();
              return target.query(sql, parameters);
            };
          }
          return Reflect.get(target, name, target) as unknown;
        },
      });
      const result = await work(watched);
      point();
      return result;
    });
  return { store: { ...store, transaction }, count: () => counted };
}
