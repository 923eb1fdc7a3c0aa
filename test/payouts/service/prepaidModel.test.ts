import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { Viewer } from '../../../subgraphs/kit/identity/viewer.js';
import type { Tx } from '../../../subgraphs/kit/store/tx.js';
import { RailSilent } from '../../../subgraphs/payouts/adapters/paymentPort.js';
import type { TransferOrder } from '../../../subgraphs/payouts/adapters/paymentPort.js';
import type { TransferFact } from '../../../subgraphs/payouts/domain/transfer.js';
import { handleRailEvent } from '../../../subgraphs/payouts/service/handleRailEvent.js';
import { issueInvoice } from '../../../subgraphs/payouts/service/issueInvoice.js';
import { placeOrders } from '../../../subgraphs/payouts/service/placeOrders.js';
import type { PayoutsPorts } from '../../../subgraphs/payouts/service/ports.js';
import { prepayJobFees } from '../../../subgraphs/payouts/service/prepayJobFees.js';
import {
  refundPrepayment,
  withdrawPrepayment,
} from '../../../subgraphs/payouts/service/withdrawPrepayment.js';
import { FULL } from '../../support/fullForm.js';
import { person } from '../../support/people.js';
import { openBareLedger } from '../support/bareLedger.js';
import type { BareLedger } from '../support/bareLedger.js';

/** Prepayments against a slow model, as `moneyModel.test.ts` has it for invoices. */
describe('what a buyer pays in advance', () => {
  let ledger: BareLedger;
  beforeAll(async () => {
    ledger = await openBareLedger();
  });
  afterAll(() => ledger.stop());

  const operation = fc.record({
    kind: fc.constantFrom(
      ...(['prepay', 'prepay', 'settle', 'settle', 'settle', 'fail', 'return'] as const),
      ...(['compute', 'compute', 'compute', 'withdraw', 'withdraw', 'order', 'order'] as const),
    ),
    pick: fc.nat(300),
  });

  it('is spent, given back, and owed where it was charged back, to the last unit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 6, maxLength: 24 }), async (operations) => {
        const account = await Account.open(ledger);
        for (const { kind, pick } of operations) {
          await account[kind](pick);
          await account.expectAsModelled();
        }
      }),
      { numRuns: FULL ? 200 : 16, seed: 20_261_130 },
    );
  }, 240_000);

  it('comes back, fails and settles after all in any order, and counts once', async () => {
    for (const facts of [
      ['fail', 'settle', 'return'],
      ['settle', 'return'],
      ['fail', 'settle'],
    ] as const) {
      const account = await Account.open(ledger);
      for (const step of ['prepay', 'order', 'settle', 'withdraw', 'order', ...facts] as const) {
        // Only the refund is left to happen to: the prepayment has settled, and does not come back here.
        await account[step](step === 'return' ? 1 : 100);
        await account.expectAsModelled();
      }
    }
  });
});

interface Moved {
  order: TransferOrder;
  facts: TransferFact[];
}

class Account {
  private readonly rail = new Map<string, Moved>();
  private readonly ports: PayoutsPorts;
  /** Fees in the order of their bills, and whether they are paid. */
  private readonly fees: { amountMinor: bigint; paid: boolean }[] = [];
  private releasedMinor = 0n;

  private constructor(
    private readonly ledger: BareLedger,
    private readonly id: string,
    private readonly buyer: Viewer,
    private readonly buyerId: string,
  ) {
    this.ports = {
      ...ledger.deps(),
      rail: {
        order: (order) => {
          if (order.party !== this.buyerId) return Promise.reject(new RailSilent('another test is its rail'));
          const known = this.rail.get(order.id) ?? { order, facts: [] };
          this.rail.set(order.id, known);
          const facts = known.facts.map((fact) => ({ fact, at: new Date() }));
          return Promise.resolve({ facts, failure: null });
        },
      },
    };
  }

  static async open(ledger: BareLedger): Promise<Account> {
    const { id } = await ledger.cooperative();
    const organization = newId('org');
    const { did } = person('buyer');
    await ledger.store.transaction({ cooperative: id }, (tx) =>
      tx.query(
        `insert into organization_projection (organization_id, did, name, kind, keys) values ($1, $2, 'B', 'BUYER', '[]')`,
        [organization, did],
      ),
    );
    return new Account(ledger, id, new Viewer(ledger.store, [], did, 'ses_test'), organization);
  }

  async prepay(pick: number): Promise<void> {
    const amount = { amountMinor: BigInt(pick + 1), currency: 'USD', method: 'default' };
    const input = { cooperative: this.id, ...amount, idempotencyKey: randomUUID() };
    try {
      await prepayJobFees(this.ports)(this.buyer, input);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'PAYMENT_IN_PROGRESS') throw error;
    }
  }

  async order(): Promise<void> {
    await placeOrders(this.ports)();
  }

  settle(pick: number): Promise<void> {
    return this.happens(pick, 'SETTLED', (facts) => !facts.includes('SETTLED'));
  }

  fail(pick: number): Promise<void> {
    return this.happens(pick, 'FAILED', (facts) => facts.length === 0);
  }

  return(pick: number): Promise<void> {
    return this.happens(
      pick,
      'RETURNED',
      (facts) => facts.includes('SETTLED') && !facts.includes('RETURNED'),
    );
  }

  async compute(pick: number): Promise<void> {
    const amountMinor = BigInt(pick + 1);
    this.fees.push({ amountMinor, paid: false });
    await this.within((tx) =>
      issueInvoice(
        tx,
        this.id,
        {
          ...{ licence: newId('lic'), dataset: newId('dst'), buyer: this.buyerId, job: newId('job') },
          price: { amountMinor: String(amountMinor), currency: 'USD' },
        },
        this.ports.settings,
      ),
    );
    this.spend();
  }

  /** Data lets go of what is left, or of a part of it. */
  async withdraw(pick: number): Promise<void> {
    await withdrawPrepayment(this.ports)(this.buyer, { cooperative: this.id, idempotencyKey: randomUUID() });
    const { rows } = await this.ledger.owner.query<{ id: string }>(
      'select withdrawal_id as id from prepayment_withdrawal where cooperative_id = $1 order by 1 desc limit 1',
      [this.id],
    );
    const asked = { withdrawal: rows[0]!.id, amountMinor: BigInt(pick) };
    for (let heard = 0; heard < 2; heard += 1)
      await this.within((tx) => refundPrepayment(tx, this.id, asked));
    const left = this.leftMinor > 0n ? this.leftMinor : 0n;
    this.releasedMinor += asked.amountMinor < left ? asked.amountMinor : left;
    this.spend();
  }

  private async happens(
    pick: number,
    fact: TransferFact,
    may: (facts: readonly TransferFact[]) => boolean,
  ): Promise<void> {
    const able = [...this.rail.values()].filter(({ facts }) => may(facts));
    const moved = able[pick % Math.max(1, able.length)];
    if (!moved) return;
    moved.facts.push(fact);
    const { id: transferId, amountMinor, currency } = moved.order;
    const message = { transferId, fact, amountMinor, currency, occurredAt: new Date(), failure: null };
    const eventId = randomUUID();
    for (let heard = 0; heard < 2; heard += 1) await handleRailEvent(this.ports)({ ...message, eventId });
    this.spend();
  }

  private sum(direction: string, holds: (facts: readonly TransferFact[]) => boolean): bigint {
    return [...this.rail.values()]
      .filter(({ order, facts }) => order.direction === direction && holds(facts))
      .reduce((total, { order }) => total + order.amountMinor, 0n);
  }

  /** Refunds that did not arrive are the buyer's to spend again. */
  private get keptMinor(): bigint {
    return this.sum('OUT', (facts) => facts.length > 0 && !arrived(facts));
  }

  private get leftMinor(): bigint {
    const spent = this.fees.filter(({ paid }) => paid).reduce((sum, fee) => sum + fee.amountMinor, 0n);
    return this.sum('IN', arrived) - spent - this.releasedMinor + this.keptMinor;
  }

  private spend(): void {
    for (const fee of this.fees.filter(({ paid }) => !paid)) {
      if (this.leftMinor <= 0n || fee.amountMinor > this.leftMinor) return;
      fee.paid = true;
    }
  }

  async expectAsModelled(): Promise<void> {
    const balances = await this.balances();
    const left = this.leftMinor;
    const paid = this.fees.filter((fee) => fee.paid).reduce((sum, fee) => sum + fee.amountMinor, 0n);
    const owed = this.fees.filter((fee) => !fee.paid).reduce((sum, fee) => sum + fee.amountMinor, 0n);
    const [received, refunded] = [this.sum('IN', arrived), this.sum('OUT', arrived)];
    const want = {
      'assets:settlement': received - refunded,
      'assets:receivable': owed,
      'assets:claims': left < 0n ? -left : 0n,
      'liabilities:prepaid': left > 0n ? -left : 0n,
      'liabilities:refunds': -(this.releasedMinor - this.keptMinor - refunded),
      'liabilities:deferred': -owed,
      'revenue:licences': -paid,
    };
    expect(balances).toEqual(Object.fromEntries(Object.entries(want).filter(([, amount]) => amount !== 0n)));
    expect(refunded).toBeLessThanOrEqual(received + (left < 0n ? -left : 0n));
  }

  private async balances(): Promise<Record<string, bigint>> {
    const { rows } = await this.ledger.owner.query<{ code: string; total: string }>(
      `select code, sum(debit_minor) as total from ledger_account join account_balance using (cooperative_id, account_id)
       where cooperative_id = $1 group by code having sum(debit_minor) <> 0`,
      [this.id],
    );
    return Object.fromEntries(rows.map((row) => [row.code, BigInt(row.total)]));
  }

  private within<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.ledger.store.transaction({ cooperative: this.id }, work);
  }
}

function arrived(facts: readonly TransferFact[]): boolean {
  return facts.includes('SETTLED') && !facts.includes('RETURNED');
}
