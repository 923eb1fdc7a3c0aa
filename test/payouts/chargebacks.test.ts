import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative } from './support/payoutsWorld.js';
import { railVoice } from './support/railVoice.js';
import type { RailSays } from './support/railVoice.js';

interface Read {
  state: string;
  owed: { amountMinor: string };
  claim: { amountMinor: string };
  payments: { id: string; purpose: string; state: string; amount: { amountMinor: string } }[];
}

const INVOICE = `id state owed { amountMinor } claim { amountMinor }
  payments { id purpose state amount { amountMinor } }`;

/** A buyer who has the co-op and their bank give the same money back. */
describe('a payment that is charged back', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let buyer: TestBuyer;
  let railSays: RailSays;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    buyer = await world.buyer('A buyer');
    railSays = railVoice(world);
  });
  beforeEach(async () => {
    coop = await world.cooperative();
  });
  afterAll(() => world.stop());

  const read = async (invoice: string): Promise<Read> =>
    (await world.ask(buyer, `query ($id: ID!) { invoice(id: $id) { ${INVOICE} } }`, { id: invoice })).data
      .invoice as Read;
  const credit = (invoice: string, amountMinor: string) =>
    world.ask(
      coop.steward,
      'mutation ($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { id } }',
      { input: { invoice, amountMinor, reason: 'The data came late.', idempotencyKey: randomUUID() } },
    );
  const retry = (who: Person, refund: string) =>
    world.ask(who, 'mutation ($input: RetryRefundInput!) { retryRefund(input: $input) { id } }', {
      input: { refund, idempotencyKey: randomUUID() },
    });
  /** The last payment or refund of an invoice, once it is as asked. */
  const last = async (invoice: string, purpose: string, state: string): Promise<string> => {
    let id: string | undefined;
    await until(async () => {
      const found = (await read(invoice)).payments.filter((one) => one.purpose === purpose).at(-1);
      id = found?.state === state ? found.id : undefined;
      return id !== undefined;
    }, `a ${purpose} that is ${state}`);
    return id!;
  };

  it('after it was credited and refunded is a claim on the buyer, and no loss of the members', async () => {
    const { invoice } = await world.earned(coop.id, buyer, 100n);
    const payment = await last(invoice, 'INVOICE', 'SUCCEEDED');
    await credit(invoice, '100');
    await last(invoice, 'REFUND', 'SUCCEEDED');
    expect(await world.balances(coop.id)).toEqual({});
    expect(await railSays(payment, 'returned')).toBe(204);

    expect(await read(invoice)).toMatchObject({
      state: 'CREDITED',
      owed: { amountMinor: '100' },
      claim: { amountMinor: '100' },
    });
    // The money is gone, and what it has become is owed by the buyer: nothing of it is taken out of revenue.
    expect(await world.balances(coop.id)).toEqual({ 'assets:settlement': -100n, 'assets:claims': 100n });
    const [told] = await world.journalled('ClaimChanged', { invoice });
    expect(told).toMatchObject({
      buyer: buyer.organizationId,
      claim: { amountMinor: '100', currency: 'USD' },
    });

    await world.pay(buyer, invoice);
    await until(async () => (await read(invoice)).claim.amountMinor === '0', 'the claim to be settled');
    expect(await world.balances(coop.id)).toEqual({});
    expect((await world.pay(buyer, invoice)).codes).toEqual(['INVOICE_NOT_PAYABLE']);
    const changes = await world.journalled('ClaimChanged', { invoice }, 2);
    expect(changes.at(-1)).toMatchObject({ claim: { amountMinor: '0' } });
  });

  it('of which an excess was refunded leaves the invoice due, whichever payment it was', async () => {
    for (const which of [0, 1]) {
      const fresh = await world.cooperative();
      const { invoice } = await world.invoiced(fresh.id, buyer, 100n);
      // The first one is said to have failed, and settles after the second.
      await world.pay(buyer, invoice, 'sandbox:fail');
      const early = await last(invoice, 'INVOICE', 'FAILED');
      await world.pay(buyer, invoice);
      await world.untilState(invoice, 'PAID');
      const late = await last(invoice, 'INVOICE', 'SUCCEEDED');
      await railSays(early, 'settled');
      await last(invoice, 'REFUND', 'SUCCEEDED');
      expect(await read(invoice)).toMatchObject({ state: 'PAID', owed: { amountMinor: '0' } });

      await railSays([early, late][which]!, 'returned');
      expect(await read(invoice)).toMatchObject({
        state: 'ISSUED',
        owed: { amountMinor: '100' },
        claim: { amountMinor: '0' },
      });
      expect(await world.balances(fresh.id)).toEqual({
        'assets:receivable': 100n,
        'liabilities:deferred': -100n,
      });
      await railSays([late, early][which]!, 'returned');
      expect(await read(invoice)).toMatchObject({
        owed: { amountMinor: '200' },
        claim: { amountMinor: '100' },
      });
      await world.pay(buyer, invoice);
      await world.untilState(invoice, 'PAID');
      expect(await world.balances(fresh.id)).toEqual({
        'assets:settlement': 100n,
        'revenue:licences': -100n,
      });
    }
  });

  it('takes the refund along that waited for another try', async () => {
    const { invoice } = await world.earned(coop.id, buyer, 100n);
    const payment = await last(invoice, 'INVOICE', 'SUCCEEDED');
    await credit(invoice, '100');
    const refund = await last(invoice, 'REFUND', 'SUCCEEDED');
    await railSays(refund, 'returned');
    expect(await world.balances(coop.id)).toEqual({
      'assets:settlement': 100n,
      'liabilities:refunds': -100n,
    });
    await railSays(payment, 'returned');
    expect((await retry(coop.steward, refund)).codes).toEqual(['REFUND_NOT_OWED']);
    expect(await read(invoice)).toMatchObject({ owed: { amountMinor: '0' }, claim: { amountMinor: '0' } });
    expect(await world.balances(coop.id)).toEqual({});
  });

  it('that was credited in part is owed again, with the part that was refunded', async () => {
    const { invoice } = await world.earned(coop.id, buyer, 100n);
    const payment = await last(invoice, 'INVOICE', 'SUCCEEDED');
    await credit(invoice, '30');
    await last(invoice, 'REFUND', 'SUCCEEDED');
    await railSays(payment, 'returned');
    expect(await read(invoice)).toMatchObject({
      state: 'ISSUED',
      owed: { amountMinor: '100' },
      claim: { amountMinor: '30' },
    });
    expect(await world.balances(coop.id)).toEqual({
      'assets:settlement': -30n,
      'assets:receivable': 70n,
      'assets:claims': 30n,
      'liabilities:deferred': -70n,
    });
  });

  it('that settles late is refunded only as far as more came than was left to pay', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 100n);
    await world.pay(buyer, invoice, 'sandbox:fail');
    const payment = await last(invoice, 'INVOICE', 'FAILED');
    await credit(invoice, '40');
    await railSays(payment, 'settled');
    await last(invoice, 'REFUND', 'SUCCEEDED');
    expect(await read(invoice)).toMatchObject({ state: 'PAID', owed: { amountMinor: '0' } });
    expect(await world.balances(coop.id)).toEqual({ 'assets:settlement': 60n, 'revenue:licences': -60n });
  });
});

/** Both services act on the end of a licence, in whatever order they read of it. */
describe('the invoice of a licence that ends', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let buyer: TestBuyer;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    buyer = await world.buyer('A buyer');
  });
  beforeEach(async () => {
    coop = await world.cooperative();
  });
  afterAll(() => world.stop());

  const read = async (invoice: string) =>
    (
      await world.ask(
        buyer,
        'query ($id: ID!) { invoice(id: $id) { state credited { amountMinor } creditNotes { reason } payments { purpose state } } }',
        { id: invoice },
      )
    ).data.invoice as { state: string; payments: { purpose: string; state: string }[] };
  const ends = (licence: string, more: object = {}) =>
    world.service.tell('data', coop.id, 'LicenceTerminated', {
      ...{ licence, reason: 'We changed our minds.', cause: 'WITHDRAWN', unused: null },
      ...more,
    });
  const refunded = (invoice: string) =>
    until(
      async () =>
        (await read(invoice)).payments.some(
          ({ purpose, state }) => purpose === 'REFUND' && state === 'SUCCEEDED',
        ),
      'the refund',
    );

  it('is credited and refunded by itself when it was paid and the licence never in force', async () => {
    const { licence, invoice } = await world.earned(coop.id, buyer, 100n);
    await ends(licence);
    await ends(licence);
    await refunded(invoice);
    expect(await read(invoice)).toMatchObject({
      state: 'CREDITED',
      creditNotes: [{ reason: 'We changed our minds.' }],
    });
    expect(await world.balances(coop.id)).toEqual({});
  });

  it('is credited so by an entry of an earlier version too, which ended none that was in force', async () => {
    const { licence, invoice } = await world.earned(coop.id, buyer, 100n);
    await world.service.tell('data', coop.id, 'LicenceTerminated', { licence, reason: 'x'.repeat(2_000) });
    await refunded(invoice);
    expect((await read(invoice)).state).toBe('CREDITED');
  });

  it('keeps the price of what was used where a charter ends a licence in force', async () => {
    const { licence, invoice } = await world.earned(coop.id, buyer, 100n);
    await ends(licence, { cause: 'PROHIBITED', unused: { left: '1', whole: '3' } });
    await refunded(invoice);
    expect(await read(invoice)).toMatchObject({ state: 'PAID', credited: { amountMinor: '34' } });
    expect(await world.balances(coop.id)).toEqual({ 'assets:settlement': 66n, 'revenue:licences': -66n });
  });

  it('stays as it is when it was credited before, by the credit that ended the licence', async () => {
    const { licence, invoice } = await world.earned(coop.id, buyer, 100n);
    const credited = await world.ask(
      coop.steward,
      'mutation ($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { state } }',
      { input: { invoice, amountMinor: '100', reason: 'Over.', idempotencyKey: randomUUID() } },
    );
    expect(credited.data.issueCreditNote.state).toBe('CREDITED');
    expect(await world.journalled('CreditNoteIssued', { invoice })).toEqual([
      expect.objectContaining({ whole: true, job: null, licence }),
    ]);
    await ends(licence, { cause: 'CREDITED', unused: { left: '1', whole: '3' } });
    await refunded(invoice);
    expect(await read(invoice)).toMatchObject({ credited: { amountMinor: '100' }, creditNotes: [{}] });
    expect(await world.balances(coop.id)).toEqual({});
  });
});
