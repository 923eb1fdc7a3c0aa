import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative } from './support/payoutsWorld.js';

describe('an invoice', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let buyer: TestBuyer;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    coop = await world.cooperative();
    buyer = await world.buyer('A buyer');
  });
  afterAll(() => world.stop());

  const read = (id: string, who = buyer) =>
    world.ask(
      who,
      'query ($id: ID!) { invoice(id: $id) { id state amount { amountMinor currency } payments { purpose state failure } } }',
      { id },
    );

  const settledLast = async (invoice: string) =>
    (
      await world.service.sql<{ transfer_id: string }>(
        'select transfer_id from transfer where invoice_id = $1 order by transfer_id desc limit 1',
        [invoice],
      )
    )[0]!.transfer_id;

  it('is issued when a licence is agreed, and owed until it is paid', async () => {
    const { licence, invoice } = await world.invoiced(coop.id, buyer, 12_345n);
    const [values] = await world.journalled('InvoiceIssued', { invoice });
    expect(values).toMatchObject({
      licence,
      buyer: buyer.organizationId,
      amount: { amountMinor: '12345', currency: 'USD' },
    });
    expect((await read(invoice)).data.invoice).toMatchObject({
      state: 'ISSUED',
      amount: { amountMinor: '12345' },
    });
  });

  it('is paid when the rail says so, is told once, and becomes revenue', async () => {
    const fresh = await world.cooperative();
    const { invoice } = await world.invoiced(fresh.id, buyer, 5_000n);
    expect((await world.pay(buyer, invoice)).data.payInvoice.state).toBe('ISSUED');
    await world.untilState(invoice, 'PAID');
    const paid = await world.journalled('InvoicePaid', { invoice });
    expect(paid.map(({ first }) => first)).toEqual([true]);
    expect(await world.balances(fresh.id)).toEqual({
      'assets:settlement': 5_000n,
      'revenue:licences': -5_000n,
    });
  });

  it('is paid by a silent rail too, which has to be asked', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 700n);
    await world.pay(buyer, invoice, 'sandbox:silent');
    await world.untilState(invoice, 'PAID');
    const heard = await world.service.sql(
      'select from rail_event join transfer using (cooperative_id, transfer_id) where invoice_id = $1',
      [invoice],
    );
    expect(heard).toEqual([]);
  });

  it('stays open when a payment fails, and takes another', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 800n);
    await world.pay(buyer, invoice, 'sandbox:fail');
    await until(
      async () => (await read(invoice)).data.invoice.payments[0].state === 'FAILED',
      'the payment to fail',
    );
    expect((await read(invoice)).data.invoice.state).toBe('ISSUED');
    await world.pay(buyer, invoice);
    await world.untilState(invoice, 'PAID');
  });

  it('is owed again when a payment comes back, and the next payment is not the first', async () => {
    const fresh = await world.cooperative();
    const { invoice } = await world.invoiced(fresh.id, buyer, 900n);
    await world.pay(buyer, invoice, 'sandbox:return');
    await until(
      async () => (await read(invoice)).data.invoice.payments[0].state === 'RETURNED',
      'the payment to return',
    );
    expect((await read(invoice)).data.invoice.state).toBe('ISSUED');
    expect(await world.balances(fresh.id)).toEqual({
      'assets:receivable': 900n,
      'liabilities:deferred': -900n,
    });
    await world.pay(buyer, invoice);
    await world.untilState(invoice, 'PAID');
    // Of the first payment the return may have been heard before the settlement: then it was never paid.
    const last = (
      await world.journalled('InvoicePaid', { invoice, payment: await settledLast(invoice) })
    )[0]!;
    expect(last.first).toBe(false);
  });

  it('of a method that the rail does not have fails with its words', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 100n);
    await world.pay(buyer, invoice, 'no such way');
    await until(
      async () => (await read(invoice)).data.invoice.payments[0].state === 'FAILED',
      'the payment to fail',
    );
    expect((await read(invoice)).data.invoice.payments[0].failure).toMatch(/does not take this method/);
  });

  it('of nothing is paid by being issued', async () => {
    const { licence, invoice } = await world.invoiced(coop.id, buyer, 0n);
    expect((await read(invoice)).data.invoice.state).toBe('PAID');
    expect(await world.journalled('InvoicePaid', { licence })).toEqual([
      expect.objectContaining({ first: true }),
    ]);
  });

  it('of a computation follows its release, and does not bring the licence into force', async () => {
    const { licence, invoice } = await world.invoiced(coop.id, buyer, 500n);
    const released = (job: string, amountMinor: string) =>
      world.service.tell('data', coop.id, 'ComputeJobReleased', {
        job,
        licence,
        dataset: newId('dst'),
        buyer: buyer.organizationId,
        cost: { amountMinor, currency: 'USD' },
      });
    const [job, free] = [newId('job'), newId('job')];
    await released(job, '250');
    await released(free, '0');
    const [issued] = await world.journalled('InvoiceIssued', { job });
    expect(issued).toMatchObject({ licence, amount: { amountMinor: '250' } });
    await world.pay(buyer, issued!.invoice as string);
    expect((await world.journalled('InvoicePaid', { job }))[0]!.first).toBe(false);

    await world.service.tell('data', coop.id, 'LicenceTerminated', { licence, reason: 'breach' });
    expect((await read(invoice)).data.invoice.state).toBe('CANCELLED');
    const answer = await world.ask(
      buyer,
      'query ($is: [_Any!]!) { _entities(representations: $is) { ... on Licence { invoices { nodes { state job { id } } } } } }',
      { is: [{ __typename: 'Licence', id: licence }] },
    );
    expect(answer.data._entities[0].invoices.nodes).toEqual([
      { state: 'PAID', job: { id: job } },
      { state: 'CANCELLED', job: null },
    ]);
  });

  it('in another currency is refused in the journal, and holds up nothing', async () => {
    const { licence, invoice } = await world.invoiced(coop.id, buyer, 100n, 'EUR');
    expect(invoice).toBe('');
    const [refused] = await world.journalled('InvoiceRefused', { licence });
    expect(refused).toMatchObject({ reason: 'CURRENCY_MISMATCH', currency: 'USD' });
  });

  it('is cancelled with its licence, and money that still comes is refunded', async () => {
    const fresh = await world.cooperative();
    const { licence, invoice } = await world.invoiced(fresh.id, buyer, 600n);
    await world.pay(buyer, invoice, 'sandbox:silent');
    await world.service.tell('data', fresh.id, 'LicenceTerminated', { licence, reason: 'breach' });
    await until(async () => {
      const { payments } = (await read(invoice)).data.invoice as {
        payments: { purpose: string; state: string }[];
      };
      return payments.some(({ purpose, state }) => purpose === 'REFUND' && state === 'SUCCEEDED');
    }, 'the refund');
    expect((await read(invoice)).data.invoice.state).toBe('CANCELLED');
    expect(await world.balances(fresh.id)).toEqual({});
    expect((await world.pay(buyer, invoice)).codes).toEqual(['INVOICE_NOT_PAYABLE']);
  });

  it('is paid once by one key, and the key is good for nothing else', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 100n);
    const answers = await Promise.all([1, 2, 3].map(() => world.pay(buyer, invoice, 'default', 'one key')));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    await world.untilState(invoice, 'PAID');
    expect((await read(invoice)).data.invoice.payments).toHaveLength(1);
    expect((await world.pay(buyer, invoice, 'other', 'one key')).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect((await world.pay(buyer, invoice)).codes).toEqual(['INVOICE_NOT_PAYABLE']);
  });

  it('is not paid twice at once', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 100n);
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.pay(buyer, invoice, 'sandbox:silent')));
    expect(answers.flatMap(({ codes }) => codes)).toEqual(Array(3).fill('PAYMENT_IN_PROGRESS'));
  });

  it("is nobody else's to see or pay, and looks absent to them", async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 100n);
    const stranger = await world.buyer('Another buyer');
    const member = await world.member(coop.id, 'A member');
    const elsewhere = (await world.cooperative()).steward;
    for (const id of [invoice, invoice.replace(/.$/, invoice.endsWith('0') ? '1' : '0')]) {
      for (const who of [stranger, member, elsewhere])
        expect((await read(id, who as TestBuyer)).codes).toEqual(['NOT_FOUND']);
      expect((await world.pay(stranger, id)).codes).toEqual(['NOT_FOUND']);
    }
    expect((await world.pay(member, invoice)).codes).toEqual(['FORBIDDEN']);
    expect((await world.ask(undefined, '{ invoice(id: "x") { id } }')).codes).toEqual(['UNAUTHENTICATED']);
    expect((await world.pay(buyer, 'inv_1')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await read(invoice, coop.steward as unknown as TestBuyer)).codes).toEqual([]);
  });
});
