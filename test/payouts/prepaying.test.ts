import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative } from './support/payoutsWorld.js';
import { railVoice } from './support/railVoice.js';
import type { RailSays } from './support/railVoice.js';

interface Account {
  cooperative: { id: string };
  prepaid: { amountMinor: string };
  owed: { amountMinor: string };
  claim: { amountMinor: string };
  dueAt: string | null;
  prepayments: { id: string; purpose: string; state: string; amount: { amountMinor: string } }[];
}

const ACCOUNT = `cooperative { id } prepaid { amountMinor } owed { amountMinor } claim { amountMinor } dueAt
  prepayments { id purpose state amount { amountMinor } }`;

describe('a payment in advance', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let buyer: TestBuyer;
  let railSays: RailSays;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    railSays = railVoice(world);
  });
  beforeEach(async () => {
    coop = await world.cooperative();
    buyer = await world.buyer('A buyer');
  });
  afterAll(() => world.stop());

  const prepay = (who: Person, amountMinor: string, more: object = {}) =>
    world.ask(
      who,
      'mutation ($input: PrepayJobFeesInput!) { prepayJobFees(input: $input) { prepaid { amountMinor } } }',
      {
        input: { cooperative: coop.id, amountMinor, currency: 'USD', idempotencyKey: randomUUID(), ...more },
      },
    );
  const withdraw = (who: Person, idempotencyKey: string = randomUUID()) =>
    world.ask(
      who,
      'mutation ($input: WithdrawPrepaymentInput!) { withdrawPrepayment(input: $input) { owed { amountMinor } } }',
      {
        input: { cooperative: coop.id, idempotencyKey },
      },
    );
  const account = async (): Promise<Account> => {
    const answer = await world.ask(
      buyer,
      `query ($is: [_Any!]!) { _entities(representations: $is) { ... on Organization { buyerAccounts { nodes { ${ACCOUNT} } } } } }`,
      { is: [{ __typename: 'Organization', id: buyer.organizationId }] },
    );
    const { nodes } = answer.data._entities[0].buyerAccounts as { nodes: Account[] };
    return nodes.find(({ cooperative }) => cooperative.id === coop.id)!;
  };
  const stands = (values: Partial<Record<'prepaid' | 'owed' | 'claim', string>>) =>
    until(
      async () => {
        const now = await account();
        return Object.entries(values).every(
          ([name, value]) => now?.[name as 'prepaid'].amountMinor === value,
        );
      },
      `the account to stand at ${JSON.stringify(values)}`,
    );
  const prepaid = async (amountMinor: string): Promise<string> => {
    const before = BigInt((await account())?.prepaid.amountMinor ?? 0);
    expect((await prepay(buyer, amountMinor)).codes).toEqual([]);
    await stands({ prepaid: String(before + BigInt(amountMinor)) });
    return (await account()).prepayments[0]!.id;
  };
  const computed = async (amountMinor: string): Promise<string> => {
    const job = newId('job');
    await world.service.tell('data', coop.id, 'ComputeJobReleased', {
      ...{ job, licence: newId('lic'), dataset: newId('dst'), buyer: buyer.organizationId },
      cost: { amountMinor, currency: 'USD' },
    });
    return job;
  };
  /** The last that data was told. */
  const told = async () => {
    const all = await world.journalled('BuyerAccountChanged', { buyer: buyer.organizationId });
    return all.toSorted((a, b) => Number(a.version) - Number(b.version)).at(-1)!;
  };

  it('pays computations by themselves, oldest first, and whole ones only', async () => {
    const first = await computed('100');
    expect(await told()).toMatchObject({
      billed: first,
      feesOwed: { amountMinor: '100' },
      prepaid: { amountMinor: '0' },
    });
    expect((await prepay(buyer, '350')).codes).toEqual([]);
    await stands({ prepaid: '250', owed: '0' });
    await computed('200');
    await computed('80');
    await stands({ prepaid: '50', owed: '80' });
    expect(await told()).toMatchObject({ feesOwed: { amountMinor: '80' }, prepaid: { amountMinor: '50' } });
    expect(await world.balances(coop.id)).toEqual({
      'assets:settlement': 350n,
      'assets:receivable': 80n,
      'liabilities:prepaid': -50n,
      'liabilities:deferred': -80n,
      'revenue:licences': -300n,
    });
    expect((await prepay(buyer, '30')).codes).toEqual([]);
    await stands({ prepaid: '0', owed: '0' });
    expect(await world.balances(coop.id)).toEqual({ 'assets:settlement': 380n, 'revenue:licences': -380n });
  });

  it('leaves the price of a licence to be paid', async () => {
    await prepaid('500');
    const { invoice } = await world.invoiced(coop.id, buyer, 400n);
    await stands({ prepaid: '500', owed: '400' });
    await world.pay(buyer, invoice);
    await world.untilState(invoice, 'PAID');
    await stands({ prepaid: '500', owed: '0' });
  });

  it('that is charged back after it was spent is a claim, until another one pays it', async () => {
    const payment = await prepaid('100');
    await computed('100');
    await stands({ prepaid: '0' });
    await railSays(payment, 'returned');
    await stands({ prepaid: '-100', claim: '100', owed: '100' });
    expect(await told()).toMatchObject({ claim: { amountMinor: '100' }, prepaid: { amountMinor: '-100' } });
    expect(await world.balances(coop.id)).toEqual({ 'assets:claims': 100n, 'revenue:licences': -100n });
    expect((await prepay(buyer, '100')).codes).toEqual([]);
    await stands({ prepaid: '0', claim: '0', owed: '0' });
    expect(await world.balances(coop.id)).toEqual({ 'assets:settlement': 100n, 'revenue:licences': -100n });
  });

  it('goes back as far as data lets go of it, once', async () => {
    await prepaid('300');
    expect((await withdraw(buyer, 'once')).codes).toEqual([]);
    await withdraw(buyer, 'once');
    const asked = await world.journalled('PrepaymentWithdrawalRequested', { buyer: buyer.organizationId });
    expect(asked).toHaveLength(1);
    const release = (amountMinor: string, withdrawal: unknown = asked[0]!.withdrawal) =>
      world.service.tell('data', coop.id, 'PrepaymentReleased', {
        ...{ withdrawal, buyer: buyer.organizationId, amountMinor },
      });
    await release('200');
    await release('200');
    await release('200', newId('pwd'));
    await until(
      async () =>
        (await account()).prepayments.some(
          ({ purpose, state }) => purpose === 'PREPAYMENT_REFUND' && state === 'SUCCEEDED',
        ),
      'the refund',
    );
    expect(
      (await account()).prepayments.filter(({ purpose }) => purpose === 'PREPAYMENT_REFUND'),
    ).toHaveLength(1);
    expect(await told()).toMatchObject({ released: asked[0]!.withdrawal, prepaid: { amountMinor: '100' } });
    expect(await world.balances(coop.id)).toEqual({
      'assets:settlement': 100n,
      'liabilities:prepaid': -100n,
    });
  });

  it('whose refund comes back may be spent, and one that was charged back meanwhile is not refunded', async () => {
    const payment = await prepaid('300');
    await withdraw(buyer);
    const [asked] = await world.journalled('PrepaymentWithdrawalRequested', { buyer: buyer.organizationId });
    const release = (withdrawal: unknown) =>
      world.service.tell('data', coop.id, 'PrepaymentReleased', {
        ...{ withdrawal, buyer: buyer.organizationId, amountMinor: '300' },
      });
    await release(asked!.withdrawal);
    let refund: string | undefined;
    await until(async () => {
      const found = (await account()).prepayments.find(({ purpose }) => purpose === 'PREPAYMENT_REFUND');
      refund = found?.state === 'SUCCEEDED' ? found.id : undefined;
      return refund !== undefined;
    }, 'the refund');
    await railSays(refund!, 'returned');
    await stands({ prepaid: '300' });
    await railSays(payment, 'returned');
    await stands({ prepaid: '0', claim: '0' });
    await withdraw(buyer);
    const again = (
      await world.journalled('PrepaymentWithdrawalRequested', { buyer: buyer.organizationId }, 2)
    ).find(({ withdrawal }) => withdrawal !== asked!.withdrawal);
    await release(again!.withdrawal);
    expect(await world.balances(coop.id)).toEqual({});
  });

  it('is told of once for buyers who were billed before anybody was told', async () => {
    await world.invoiced(coop.id, buyer, 100n);
    await world.service.sql('update buyer_account set version = 0, owed_minor = 0 where buyer_id = $1', [
      buyer.organizationId,
    ]);
    await stands({ owed: '100' });
  });

  it('is made once by one key, and one at a time', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => prepay(buyer, '100', { idempotencyKey: 'k', method: 'sandbox:silent' })),
    );
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    expect((await prepay(buyer, '100')).codes).toEqual(['PAYMENT_IN_PROGRESS']);
    expect((await prepay(buyer, '200', { idempotencyKey: 'k' })).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  const refusals = [
    { name: 'of nothing', amountMinor: '0', more: {}, code: 'BAD_USER_INPUT' },
    { name: 'of less than nothing', amountMinor: '-1', more: {}, code: 'BAD_USER_INPUT' },
    { name: 'without a way', amountMinor: '1', more: { method: ' ' }, code: 'BAD_USER_INPUT' },
    { name: 'in another currency', amountMinor: '1', more: { currency: 'EUR' }, code: 'CURRENCY_MISMATCH' },
    {
      name: 'to a co-op that is not there',
      amountMinor: '1',
      more: { cooperative: newId('coop') },
      code: 'NOT_FOUND',
    },
    {
      name: 'to what is no co-op',
      amountMinor: '1',
      more: { cooperative: 'coop_1' },
      code: 'BAD_USER_INPUT',
    },
  ];
  it.each(refusals)('is refused $name', async ({ amountMinor, more, code }) => {
    expect((await prepay(buyer, amountMinor, more)).codes).toEqual([code]);
  });

  it('is for organisations, and seen by the buyer and the stewards alone', async () => {
    await prepaid('100');
    const member = await world.member(coop.id, 'A member');
    for (const act of [prepay(member, '1'), withdraw(member)])
      expect((await act).codes).toEqual(['FORBIDDEN']);
    const listed = (who: Person | undefined) =>
      world.ask(
        who,
        `query ($is: [_Any!]!) { _entities(representations: $is) { ... on Cooperative { buyerAccounts { nodes { prepaid { amountMinor } } } } } }`,
        { is: [{ __typename: 'Cooperative', id: coop.id }] },
      );
    expect((await listed(coop.steward)).data._entities[0].buyerAccounts.nodes).toEqual([
      { prepaid: { amountMinor: '100' } },
    ]);
    for (const who of [member, buyer, await world.buyer('Another'), (await world.cooperative()).steward])
      expect((await listed(who)).codes).toEqual(['FORBIDDEN']);
    expect((await listed(undefined)).codes).toEqual(['UNAUTHENTICATED']);
    const foreign = await world.ask(
      await world.buyer('Another'),
      'query ($is: [_Any!]!) { _entities(representations: $is) { ... on Organization { buyerAccounts { nodes { dueAt } } } } }',
      { is: [{ __typename: 'Organization', id: buyer.organizationId }] },
    );
    expect(foreign.codes).toEqual(['FORBIDDEN']);
  });
});
