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
import { issueCreditNote } from '../../../subgraphs/payouts/service/issueCreditNote.js';
import { issueInvoice } from '../../../subgraphs/payouts/service/issueInvoice.js';
import { payInvoice } from '../../../subgraphs/payouts/service/payInvoice.js';
import { placeOrders } from '../../../subgraphs/payouts/service/placeOrders.js';
import type { PayoutsPorts } from '../../../subgraphs/payouts/service/ports.js';
import { retryRefund } from '../../../subgraphs/payouts/service/retryRefund.js';
import { settleLicenceEnd } from '../../../subgraphs/payouts/service/settleLicenceEnd.js';
import { FULL } from '../../support/fullForm.js';
import { person } from '../../support/people.js';
import { openBareLedger } from '../support/bareLedger.js';
import type { BareLedger } from '../support/bareLedger.js';

/** With a fifth of tax inside, so that parts do not come out even. */
const TAX_BP = 2_500;
const PRICE = 1_003n;

/**
 * Whatever happens to an invoice, in whatever order, stands against a model that is slow and obvious: what the rail itself
 * has moved, and what was credited. Among what happens is what a thief would try: to be paid back by the co-op and by
 * their bank as well.
 */
describe('the money of an invoice', () => {
  let ledger: BareLedger;
  beforeAll(async () => {
    ledger = await openBareLedger();
  });
  afterAll(() => ledger.stop());

  /** An operation, and the number that chooses among what it may be done to. */
  const operation = fc.record({
    kind: fc.constantFrom(
      ...(['pay', 'pay', 'settle', 'settle', 'settle', 'fail', 'return', 'return'] as const),
      ...(['creditPart', 'creditRest', 'order', 'order', 'retry', 'end', 'endInForce'] as const),
    ),
    pick: fc.nat(1_000),
  });

  it('adds up, and goes back no more than once, after any sequence of what may happen to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 4, maxLength: 22 }), async (operations) => {
        const house = await House.open(ledger);
        for (const { kind, pick } of operations) {
          await house[kind](pick);
          await house.expectAsModelled();
        }
        await house.finish();
        await house.expectAsModelled();
        await house.expectSettledWhenClaimsArePaid();
      }),
      { numRuns: FULL ? 200 : 16, seed: 20_261_130 },
    );
  }, 240_000);

  /** The thief's own sequences, each of which once left the members short. */
  const thefts: { name: string; steps: Step[]; claim: bigint; owed: bigint }[] = [
    {
      name: 'credited and refunded, then charged back',
      steps: ['pay', 'order', 'settle', 'creditRest', 'order', 'settle', 'return'],
      claim: PRICE,
      owed: PRICE,
    },
    {
      name: 'credited, then charged back before the refund has left',
      steps: ['pay', 'order', 'settle', 'creditRest', 'return', 'order', 'settle'],
      claim: 0n,
      owed: 0n,
    },
    {
      name: 'credited, then charged back while the refund is under way',
      steps: ['pay', 'order', 'settle', 'creditRest', 'order', 'return', 'settle'],
      claim: PRICE,
      owed: PRICE,
    },
    {
      name: 'paid twice, the excess refunded, then one payment charged back',
      steps: ['pay', 'order', 'fail', 'pay', 'order', 'settle', 'settle', 'order', 'settle', 'return'],
      claim: 0n,
      owed: PRICE,
    },
    {
      name: 'paid twice, the excess refunded, then both payments charged back',
      steps: [
        'pay',
        'order',
        'fail',
        'pay',
        'order',
        'settle',
        'settle',
        'order',
        'settle',
        'return',
        'return',
      ],
      claim: PRICE,
      owed: 2n * PRICE,
    },
    {
      name: 'paid for a licence that stewards end, then charged back',
      steps: ['pay', 'order', 'settle', 'end', 'order', 'settle', 'return'],
      claim: PRICE,
      owed: PRICE,
    },
  ];
  it.each(thefts)('that is $name leaves the buyer owing it', async ({ steps, claim, owed }) => {
    const house = await House.open(ledger);
    for (const step of steps) {
      await house[step](0);
      await house.expectAsModelled();
    }
    expect(await house.standing()).toMatchObject({ claim, owed });
    await house.expectSettledWhenClaimsArePaid();
  });

  it('is refunded by a second try only as far as it is still owed', async () => {
    const house = await House.open(ledger);
    // The refund fails, and the buyer has the payment back by their bank.
    for (const step of ['pay', 'order', 'settle', 'creditRest', 'order', 'fail', 'return'] as const)
      await house[step](0);
    await expect(house.retryLast()).rejects.toMatchObject({ code: 'REFUND_NOT_OWED' });
    await house.expectAsModelled();
  });
});

type Step = Exclude<keyof House, `expect${string}` | 'finish' | 'standing' | 'retryLast' | 'id'>;

interface Moved {
  order: TransferOrder;
  facts: TransferFact[];
}

/** A co-op, its buyer and one invoice, and a rail that does what a test asks of it. */
class House {
  /** What the rail was ordered, by id. */
  private readonly rail = new Map<string, Moved>();
  private readonly ports: PayoutsPorts;
  private credited = 0n;
  private ended = false;

  private constructor(
    private readonly ledger: BareLedger,
    readonly id: string,
    private readonly steward: Viewer,
    private readonly buyer: Viewer,
    private readonly buyerId: string,
    private readonly licence: string,
    private readonly invoice: string,
  ) {
    this.ports = {
      ...ledger.deps(),
      rail: {
        order: (order) => {
          // Orders are placed for all co-ops at once: those of another test are none of this rail's.
          if (order.party !== this.buyerId) return Promise.reject(new RailSilent('another test is its rail'));
          if (order.direction === 'OUT') this.expectOwed(order);
          const known = this.rail.get(order.id) ?? { order, facts: [] };
          this.rail.set(order.id, known);
          const facts = known.facts.map((fact) => ({ fact, at: new Date() }));
          return Promise.resolve({ facts, failure: null });
        },
      },
    };
  }

  static async open(ledger: BareLedger): Promise<House> {
    const { id, viewer } = await ledger.cooperative();
    const [organization, licence] = [newId('org'), newId('lic')];
    const { did } = person('buyer');
    const ports = ledger.deps();
    const settings = { ...ports.settings, INVOICE_TAX_BP: TAX_BP };
    const invoice = await ledger.store.transaction({ cooperative: id }, async (tx) => {
      await tx.query(
        `insert into organization_projection (organization_id, did, name, kind, keys) values ($1, $2, 'B', 'BUYER', '[]')`,
        [organization, did],
      );
      const price = { amountMinor: String(PRICE), currency: 'USD' };
      const billed = { licence, dataset: newId('dst'), buyer: organization, job: null, price };
      await issueInvoice(tx, id, billed, settings);
      return (await tx.query<{ id: string }>('select invoice_id as id from invoice'))[0]!.id;
    });
    const buyer = new Viewer(ledger.store, [], did, 'ses_test');
    return new House(ledger, id, viewer, buyer, organization, licence, invoice);
  }

  async pay(): Promise<void> {
    const input = { invoice: this.invoice, method: 'default', idempotencyKey: randomUUID() };
    await allowing(['INVOICE_NOT_PAYABLE', 'PAYMENT_IN_PROGRESS'], payInvoice(this.ports)(this.buyer, input));
  }

  async order(): Promise<void> {
    await placeOrders(this.ports)();
  }

  settle(pick: number): Promise<void> {
    return this.happens(pick, 'SETTLED', (facts) => !facts.includes('SETTLED'));
  }

  /** A rail may settle after all what it said had failed, and says so of nothing that has settled. */
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

  creditPart(pick: number): Promise<void> {
    return this.credit(1n + BigInt(pick));
  }

  creditRest(): Promise<void> {
    return this.credit(PRICE - this.credited);
  }

  async retry(pick: number): Promise<void> {
    const refunds = await this.refunds();
    const refund = refunds[pick % Math.max(1, refunds.length)];
    if (refund) await allowing(['REFUND_NOT_FAILED', 'REFUND_NOT_OWED'], this.sendAgain(refund));
  }

  async retryLast(): Promise<unknown> {
    return this.sendAgain((await this.refunds()).at(-1)!);
  }

  async end(): Promise<void> {
    if (this.ended) return;
    await this.endLicence({ reason: 'We changed our minds.', cause: 'WITHDRAWN', unused: null });
    this.credited = PRICE;
  }

  async endInForce(pick: number): Promise<void> {
    if (this.ended) return;
    const left = BigInt(pick % 31);
    const rest = PRICE - this.credited;
    await this.endLicence({
      reason: 'FORBIDDEN',
      cause: 'PROHIBITED',
      unused: { left: String(left), whole: '30' },
    });
    const part = (rest * left + 29n) / 30n;
    this.credited += part < rest ? part : rest;
  }

  /** Twice, as a reader that is started again may do it. */
  private async endLicence(ended: Omit<Parameters<typeof settleLicenceEnd>[2], 'licence'>): Promise<void> {
    this.ended = true;
    const settle = (tx: Tx) => settleLicenceEnd(tx, this.id, { licence: this.licence, ...ended });
    for (let heard = 0; heard < 2; heard += 1)
      await this.ledger.store.transaction({ cooperative: this.id }, settle);
  }

  private async credit(amountMinor: bigint): Promise<void> {
    if (amountMinor <= 0n) return;
    const input = { invoice: this.invoice, amountMinor, reason: 'Late.', idempotencyKey: randomUUID() };
    const refusals = ['CREDIT_EXCEEDS_INVOICE', 'INVOICE_NOT_PAYABLE', 'PAYMENT_IN_PROGRESS'];
    if (await allowing(refusals, issueCreditNote(this.ports)(this.steward, input)))
      this.credited += amountMinor;
  }

  private sendAgain(refund: string): Promise<unknown> {
    const input = { refund, idempotencyKey: randomUUID() };
    return retryRefund(this.ports)(this.steward, input);
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
    // Heard twice, as from a real rail.
    for (let heard = 0; heard < 2; heard += 1) await handleRailEvent(this.ports)({ ...message, eventId });
  }

  /** Everything that is under way arrives. */
  async finish(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await this.order();
      for (const { facts } of [...this.rail.values()]) if (facts.length === 0) await this.settle(0);
    }
  }

  /** What the rail has moved for good, which is all that the model knows of it. */
  private get moved(): { paid: bigint; refunded: bigint } {
    const arrived = [...this.rail.values()].filter(
      ({ facts }) => facts.includes('SETTLED') && !facts.includes('RETURNED'),
    );
    const sum = (direction: string) =>
      arrived
        .filter(({ order }) => order.direction === direction)
        .reduce((total, { order }) => total + order.amountMinor, 0n);
    return { paid: sum('IN'), refunded: sum('OUT') };
  }

  private get model() {
    const { paid, refunded } = this.moved;
    const held = paid - refunded;
    const charge = PRICE - this.credited;
    const more = (a: bigint, b: bigint) => (a > b ? a - b : 0n);
    return { held, charge, owed: more(charge, held), back: more(held, charge), claim: more(0n, held) };
  }

  async standing(): Promise<{ owed: bigint; claim: bigint }> {
    const balances = await this.balances();
    const [due, claim] = [balances['assets:receivable'] ?? 0n, balances['assets:claims'] ?? 0n];
    return { owed: due + claim, claim };
  }

  async expectAsModelled(): Promise<void> {
    const { held, charge, owed, back, claim } = this.model;
    const balances = await this.balances();
    expect(Object.values(balances).reduce((sum, one) => sum + one, 0n)).toBe(0n);
    const earned = held >= charge;
    const tax = balances['liabilities:sales-tax'] ?? 0n;
    const net = charge + tax;
    expect({ ...EMPTY, ...balances, 'liabilities:sales-tax': 0n }).toEqual({
      ...EMPTY,
      'assets:settlement': held,
      'assets:receivable': owed - claim,
      'assets:claims': claim,
      'liabilities:refunds': -back,
      'liabilities:deferred': earned ? 0n : -net,
      'revenue:licences': earned ? -net : 0n,
    });
    // A fifth of what is asked for, to the rounding of each credit.
    expect(Number(-tax) - Number(charge) / 5).toBeGreaterThan(-25);
    expect(Number(-tax) - Number(charge) / 5).toBeLessThan(25);
  }

  /** Refunds leave only for what the buyer is owed back at that instant, and not for what has left already. */
  private expectOwed(order: TransferOrder): void {
    if (this.rail.has(order.id)) return;
    const leaving = [...this.rail.values()]
      .filter(({ order: other, facts }) => other.direction === 'OUT' && facts.length === 0)
      .reduce((sum, { order: other }) => sum + other.amountMinor, 0n);
    expect(order.amountMinor).toBeLessThanOrEqual(this.model.back - leaving);
  }

  /** What the buyer owes in the end can be paid, once, and nothing stays open but refunds that wait for a steward. */
  async expectSettledWhenClaimsArePaid(): Promise<void> {
    await this.pay();
    await this.finish();
    await this.expectAsModelled();
    expect(await this.standing()).toEqual({ owed: 0n, claim: 0n });
    const again = payInvoice(this.ports)(this.buyer, {
      invoice: this.invoice,
      method: 'default',
      idempotencyKey: randomUUID(),
    });
    await expect(again).rejects.toMatchObject({ code: 'INVOICE_NOT_PAYABLE' });
    const { paid, refunded } = this.moved;
    expect(refunded).toBeLessThanOrEqual(paid);
  }

  private async balances(): Promise<Record<string, bigint>> {
    const { rows } = await this.ledger.owner.query<{ code: string; total: string }>(
      `select code, sum(debit_minor) as total from ledger_account join account_balance using (cooperative_id, account_id)
       where cooperative_id = $1 group by code`,
      [this.id],
    );
    return Object.fromEntries(rows.map((row) => [row.code, BigInt(row.total)]));
  }

  private async refunds(): Promise<string[]> {
    const { rows } = await this.ledger.owner.query<{ id: string }>(
      `select transfer_id as id from transfer where invoice_id = $1 and purpose = 'REFUND' order by 1`,
      [this.invoice],
    );
    return rows.map(({ id }) => id);
  }
}

const EMPTY = Object.fromEntries(
  [
    ...['assets:settlement', 'assets:receivable', 'assets:claims', 'liabilities:refunds'],
    ...['liabilities:deferred', 'revenue:licences', 'liabilities:sales-tax'],
  ].map((code) => [code, 0n]),
);

/** @returns whether it was done, and not refused for one of these reasons. */
async function allowing(codes: readonly string[], work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof DomainError && codes.includes(error.code)) return false;
    throw error;
  }
}
