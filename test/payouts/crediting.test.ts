import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { countStatements } from '../support/countStatements.js';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative } from './support/payoutsWorld.js';

const INVOICE = `state amount { amountMinor } credited { amountMinor } creditNotes { amount { amountMinor } reason }
  payments { id purpose state amount { amountMinor } }`;

describe('a credit note', () => {
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

  const credit = (who: Person, invoice: string, amountMinor: string, more: object = {}) =>
    world.ask(
      who,
      `mutation ($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { ${INVOICE} } }`,
      {
        input: { invoice, amountMinor, reason: 'The data came late.', idempotencyKey: randomUUID(), ...more },
      },
    );
  const read = async (invoice: string) =>
    (await world.ask(buyer, `query ($id: ID!) { invoice(id: $id) { ${INVOICE} } }`, { id: invoice })).data
      .invoice;
  const refunded = (invoice: string) =>
    until(async () => {
      const { payments } = (await read(invoice)) as { payments: { purpose: string; state: string }[] };
      return payments.some(({ purpose, state }) => purpose === 'REFUND' && state === 'SUCCEEDED');
    }, 'the refund');

  it('lowers what is owed of an open invoice, and the payment with it', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 1_000n);
    const answer = await credit(coop.steward, invoice, '400');
    expect(answer.data.issueCreditNote).toMatchObject({ state: 'ISSUED', credited: { amountMinor: '400' } });
    await world.pay(buyer, invoice);
    await world.untilState(invoice, 'PAID');
    expect(await world.balances(coop.id)).toEqual({ 'assets:settlement': 600n, 'revenue:licences': -600n });
  });

  it('refunds a part of a paid invoice, out of revenue', async () => {
    const { invoice } = await world.earned(coop.id, buyer, 1_000n);
    await credit(coop.steward, invoice, '250');
    await refunded(invoice);
    expect((await read(invoice)).state).toBe('PAID');
    expect(await world.balances(coop.id)).toEqual({ 'assets:settlement': 750n, 'revenue:licences': -750n });
  });

  it('credits the whole of a paid invoice, in parts', async () => {
    const { invoice } = await world.earned(coop.id, buyer, 1_000n);
    await credit(coop.steward, invoice, '999');
    await credit(coop.steward, invoice, '1');
    expect((await read(invoice)).state).toBe('CREDITED');
    expect((await credit(coop.steward, invoice, '1')).codes).toEqual(['CREDIT_EXCEEDS_INVOICE']);
  });

  it('is issued once by one key', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 1_000n);
    await Promise.all([1, 2].map(() => credit(coop.steward, invoice, '10', { idempotencyKey: 'k' })));
    expect((await read(invoice)).creditNotes).toHaveLength(1);
  });

  const refusals = [
    { name: 'of more than is left', amountMinor: '1001', more: {}, code: 'CREDIT_EXCEEDS_INVOICE' },
    { name: 'of nothing', amountMinor: '0', more: {}, code: 'BAD_USER_INPUT' },
    { name: 'of less than nothing', amountMinor: '-5', more: {}, code: 'BAD_USER_INPUT' },
    { name: 'without a reason', amountMinor: '5', more: { reason: '  ' }, code: 'BAD_USER_INPUT' },
    {
      name: 'with an endless reason',
      amountMinor: '5',
      more: { reason: 'x'.repeat(501) },
      code: 'BAD_USER_INPUT',
    },
  ];
  it.each(refusals)('$name is refused', async ({ amountMinor, more, code }) => {
    const { invoice } = await world.invoiced(coop.id, buyer, 1_000n);
    expect((await credit(coop.steward, invoice, amountMinor, more)).codes).toEqual([code]);
  });

  it('is for stewards of that co-op alone', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 1_000n);
    const others = [await world.member(coop.id, 'A member'), (await world.cooperative()).steward];
    for (const who of others) expect((await credit(who, invoice, '5')).codes).toEqual(['NOT_FOUND']);
    // Its buyer knows of it.
    expect((await credit(buyer, invoice, '5')).codes).toEqual(['FORBIDDEN']);
  });

  it('waits for a payment that is under way', async () => {
    const { invoice } = await world.invoiced(coop.id, buyer, 1_000n);
    await world.pay(buyer, invoice, 'sandbox:silent');
    expect((await credit(coop.steward, invoice, '5')).codes).toEqual(['PAYMENT_IN_PROGRESS']);
  });

  it('leads to a refund that is not sent again unless it failed', async () => {
    const { invoice } = await world.earned(coop.id, buyer, 1_000n);
    await credit(coop.steward, invoice, '250');
    await refunded(invoice);
    const { payments } = (await read(invoice)) as { payments: { id: string; purpose: string }[] };
    const retry = (id: string, who: Person = coop.steward) =>
      world.ask(who, 'mutation ($input: RetryRefundInput!) { retryRefund(input: $input) { id } }', {
        input: { refund: id, idempotencyKey: randomUUID() },
      });
    const refund = payments.find(({ purpose }) => purpose === 'REFUND')!;
    const payment = payments.find(({ purpose }) => purpose === 'INVOICE')!;
    expect((await retry(refund.id)).codes).toEqual(['REFUND_NOT_FAILED']);
    expect((await retry(payment.id)).codes).toEqual(['NOT_FOUND']);
    expect((await retry(refund.id, buyer)).codes).toEqual(['FORBIDDEN']);
    // Neither the answer nor the work tells a stranger's refund, or something else, from nothing.
    const foreign = (await world.cooperative()).steward;
    const statements: number[] = [];
    for (const id of [refund.id, payment.id, newId('pay')]) {
      const asked = async () => expect((await retry(id, foreign)).codes).toEqual(['NOT_FOUND']);
      statements.push(await countStatements(asked));
    }
    expect(statements[0]).toBeGreaterThan(2);
    expect(statements).toEqual([statements[0], statements[0], statements[0]]);
  });
});
