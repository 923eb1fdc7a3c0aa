import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative, TestMember } from './support/payoutsWorld.js';
import { railVoice } from './support/railVoice.js';
import type { RailSays } from './support/railVoice.js';

const RECEIPT = 'ab'.repeat(32);

describe('money that stands still', () => {
  let world: PayoutsWorld;
  let buyer: TestBuyer;
  let railSays: RailSays;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    buyer = await world.buyer('A buyer');
    railSays = railVoice(world);
  });
  afterAll(() => world.stop());

  async function cooperative(
    policy: Parameters<PayoutsWorld['cooperative']>[0] = {},
  ): Promise<TestCooperative> {
    const coop = await world.cooperative({ reserveBp: 0, commonsBp: 2_000, ...policy });
    await world.earned(coop.id, buyer, 1_000_000n);
    return coop;
  }
  const closeNext = async (coop: TestCooperative) => {
    const [row] = await world.service.sql<{ closed_until: Date | null }>(
      'select closed_until from book where cooperative_id = $1',
      [coop.id],
    );
    return world.closed(coop, row!.closed_until ?? new Date(0));
  };
  const held = async (who: Person, coop: TestCooperative) => {
    const answer = await world.ask(
      who,
      `query ($is: [_Any!]!) { _entities(representations: $is) { ... on Cooperative {
         heldMoney { account heldFor amount { amountMinor } oldestAt ages { daysAbove daysMax amount { amountMinor } } } } } }`,
      { is: [{ __typename: 'Cooperative', id: coop.id }] },
    );
    if (answer.errors) return answer.codes;
    const all = answer.data._entities[0].heldMoney as {
      account: string;
      amount: { amountMinor: string } | null;
    }[];
    return Object.fromEntries(all.map(({ account, ...one }) => [account, one]));
  };

  describe('a payout that comes back after its owner was erased', () => {
    let coop: TestCooperative;
    let member: TestMember;
    let payout: { id: string; amountMinor: string };
    beforeAll(async () => {
      coop = await cooperative();
      member = await world.member(coop.id, 'A member');
      await closeNext(coop);
      await world.service.tell('data', coop.id, 'MemberErased', { memberId: member.memberId });
      payout = await lastPayout();
      await railSays(payout.id, 'returned');
    });

    /** The newest payout of the co-op, once it has settled. */
    async function lastPayout(): Promise<{ id: string; amountMinor: string }> {
      let found: { id: string; amountMinor: string } | undefined;
      await until(async () => {
        [found] = await world.service.sql<{ id: string; amountMinor: string }>(
          `select transfer_id as id, amount_minor::text as "amountMinor" from transfer
           where cooperative_id = $1 and purpose = 'PAYOUT' and booked = 'SETTLED' order by transfer_id desc limit 1`,
          [coop.id],
        );
        return found !== undefined;
      }, 'the payout to settle');
      return found!;
    }
    const claim = (who: Person | undefined, cooperativeId = coop.id, idempotencyKey: string = randomUUID()) =>
      world.ask(
        who,
        'mutation ($input: ClaimUnclaimedInput!) { claimUnclaimed(input: $input) { amount { amountMinor } } }',
        { input: { cooperative: cooperativeId, idempotencyKey } },
      );

    it('stands under no balance and no name', async () => {
      expect(await world.balances(coop.id)).toMatchObject({ 'liabilities:unclaimed': -400_000n });
      const [entry] = await world.journalled('PayoutUnclaimed', { payout: payout.id });
      expect(JSON.stringify(entry)).not.toContain(member.memberId);
      const named = await world.service.sql('select from account_claim c where c::text like $1', [
        `%${member.did}%`,
      ]);
      expect(named).toEqual([]);
    });

    it('is refused to everybody who does not hold the key of that DID', async () => {
      expect((await claim(undefined)).codes).toEqual(['UNAUTHENTICATED']);
      for (const who of [coop.steward, buyer]) expect((await claim(who)).codes).toEqual(['NOT_FOUND']);
      expect((await claim(member, newId('coop'))).codes).toEqual(['NOT_FOUND']);
      expect((await claim(member, 'mem_1')).codes).toEqual(['BAD_USER_INPUT']);
    });

    it('is claimed once, also by many requests at once, and waits again if it comes back again', async () => {
      const answers = await Promise.all([claim(member), claim(member), claim(member)]);
      expect(answers.map(({ codes }) => codes[0] ?? 'OK').toSorted()).toEqual([
        'NOT_FOUND',
        'NOT_FOUND',
        'OK',
      ]);
      const again = await lastPayout();
      expect(again.id).not.toBe(payout.id);
      expect((await world.balances(coop.id))['liabilities:unclaimed']).toBeUndefined();
      await railSays(again.id, 'returned');
      expect((await claim(member, coop.id, 'k')).data.claimUnclaimed).toEqual({
        amount: { amountMinor: '400000' },
      });
      expect((await claim(member, coop.id, 'k')).data.claimUnclaimed).toEqual({
        amount: { amountMinor: '400000' },
      });
      await railSays((await lastPayout()).id, 'returned');
    });

    it('is reported to members with nothing that tells of one person', async () => {
      await closeNext(coop);
      const report = (await held(coop.steward, coop)) as Record<string, unknown>;
      expect(report['liabilities:unclaimed']).toEqual({
        heldFor: 'CLAIMANTS',
        amount: null,
        oldestAt: null,
        ages: [],
      });
    });

    it('goes to a named account when the time to claim it is over', async () => {
      await world.service.sql(
        `update unclaimed set since = since - interval '1096 days' where cooperative_id = $1`,
        [coop.id],
      );
      await until(
        async () => (await world.balances(coop.id))['liabilities:forfeited'] === -400_000n,
        'what nobody claimed to be forfeited',
      );
      expect((await claim(member)).codes).toEqual(['NOT_FOUND']);
      await closeNext(coop);
      const report = (await held(coop.steward, coop)) as Record<string, { amount: unknown }>;
      expect(report['liabilities:forfeited']!.amount).toEqual({ amountMinor: '400000' });
    });
  });

  describe('funds and tax', () => {
    it('are shown to members with their age, as of the last closed period', async () => {
      const coop = await cooperative({ withholdingTaxBp: 2_500 });
      expect(await held(coop.steward, coop)).toEqual({});
      await closeNext(coop);
      await closeNext(coop);
      const report = (await held(coop.steward, coop)) as Record<string, object>;
      expect(report['funds:commons']).toMatchObject({
        heldFor: 'COOPERATIVE',
        amount: { amountMinor: '200000' },
      });
      expect(report['liabilities:withholding-tax']).toMatchObject({
        heldFor: 'TAX_OFFICE',
        amount: { amountMinor: '200000' },
      });
      expect(await held(buyer, coop)).toEqual(['FORBIDDEN']);
    });
  });

  describe('a cost', () => {
    let coop: TestCooperative;
    let other: TestMember;
    let auditor: TestMember;
    beforeAll(async () => {
      coop = await cooperative();
      auditor = await world.member(coop.id, 'An auditor');
      await world.grant(coop.id, auditor, 'AUDITOR');
      other = await world.member(coop.id, 'A second steward');
    });

    const record = async (amountMinor: string, who: Person = coop.steward) => {
      const input = {
        cooperative: coop.id,
        description: 'x',
        amountMinor,
        currency: 'USD',
        receiptDigest: RECEIPT,
      };
      const answer = await world.ask(
        who,
        'mutation ($input: RecordCostInput!) { recordCost(input: $input) { id state } }',
        { input: { ...input, idempotencyKey: randomUUID() } },
      );
      return { codes: answer.codes, ...(answer.data?.recordCost as { id: string; state: string } | null) };
    };
    const act = async (
      mutation: 'approveCost' | 'reverseCost',
      who: Person,
      cost: string,
      more: object = {},
    ) => {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
      const answer = await world.ask(
        who,
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { state } }`,
        { input: { cost, idempotencyKey: randomUUID(), ...more } },
      );
      return answer.errors ? answer.codes[0] : (answer.data[mutation].state as string);
    };
    const costs = async () => (await world.balances(coop.id))['expenses:costs'] ?? 0n;

    it('beyond the limit waits, however many small ones it is made of', async () => {
      expect(await record('60000')).toMatchObject({ state: 'RECORDED' });
      expect(await record('40000')).toMatchObject({ state: 'RECORDED' });
      const before = await costs();
      const { id, state } = await record('1');
      expect(state).toBe('PENDING');
      expect(await costs()).toBe(before);
      expect(await act('approveCost', coop.steward, id!)).toBe('SECOND_PERSON_NEEDED');
      expect(await act('approveCost', other, id!)).toBe('FORBIDDEN');
      // A steward who is alone has the auditor beside them.
      expect(await act('approveCost', auditor, id!)).toBe('RECORDED');
      expect(await costs()).toBe(before + 1n);
      expect(await act('approveCost', auditor, id!)).toBe('COST_STATE');
    });

    it('is agreed to by another steward, and by no auditor while there is one', async () => {
      await world.grant(coop.id, other, 'STEWARD');
      const { id } = await record('300000');
      expect(await act('approveCost', auditor, id!)).toBe('FORBIDDEN');
      expect(await act('approveCost', other, id!)).toBe('RECORDED');
    });

    it('is never more than what is at hand, also when it is agreed to', async () => {
      expect((await record('100000000')).state).toBe('PENDING');
      const { id } = await record('600000');
      expect(await act('approveCost', other, id!)).toBe('INSUFFICIENT_FUNDS');
      expect((await record('599999', other)).state).toBe('PENDING');
    });

    it('that waits is withdrawn by one, and one that was posted is put back by two', async () => {
      const waiting = (await record('200000')).id!;
      expect(await act('reverseCost', coop.steward, waiting, { reason: 'A mistake' })).toBe('WITHDRAWN');
      expect(await act('approveCost', other, waiting)).toBe('COST_STATE');

      const before = await costs();
      const posted = (await record('5000', other)).id!;
      expect(await act('reverseCost', auditor, posted, { reason: 'no' })).toBe('FORBIDDEN');
      expect(await act('reverseCost', other, posted, { reason: ' ' })).toBe('BAD_USER_INPUT');
      expect(await act('reverseCost', other, posted, { reason: 'Paid twice' })).toBe('REVERSAL_PENDING');
      expect(await act('approveCost', other, posted)).toBe('SECOND_PERSON_NEEDED');
      expect(await costs()).toBe(before + 5_000n);
      expect(await act('approveCost', coop.steward, posted)).toBe('REVERSED');
      expect(await costs()).toBe(before);
      expect(await act('reverseCost', other, posted, { reason: 'Again' })).toBe('COST_STATE');
    });

    it('is refused to whoever may not spend', async () => {
      for (const who of [auditor, buyer]) expect((await record('5', who)).codes).toEqual(['FORBIDDEN']);
      const { id } = await record('500000');
      const abroad = (await world.cooperative()).steward;
      for (const who of [abroad, buyer]) expect(await act('approveCost', who, id!)).toBe('NOT_FOUND');
      expect(await act('approveCost', other, newId('cst'))).toBe('NOT_FOUND');
    });

    it('is within a limit that the charter sets, from when it is in force', async () => {
      const strict = await world.cooperative();
      await world.earned(strict.id, buyer, 1_000n);
      await world.service.tell('governance', strict.id, 'CharterEnacted', {
        version: 2,
        terms: { ...world.terms({}), costs: { approvalMinor: '0' } },
        effectiveAt: new Date(0).toISOString(),
      });
      const input = { cooperative: strict.id, description: 'x', amountMinor: '1', currency: 'USD' };
      const { data } = await world.ask(
        strict.steward,
        'mutation ($input: RecordCostInput!) { recordCost(input: $input) { state } }',
        { input: { ...input, receiptDigest: RECEIPT, idempotencyKey: 'k' } },
      );
      expect(data.recordCost.state).toBe('PENDING');
    });
  });

  it('a refund is sent again the way that the buyer has on file, and no steward says another', async () => {
    const coop = await world.cooperative();
    const input = { refund: newId('pay'), method: 'acct_thief', idempotencyKey: randomUUID() };
    const answer = await world.ask(
      coop.steward,
      'mutation ($input: RetryRefundInput!) { retryRefund(input: $input) { id } }',
      { input },
    );
    expect(answer.errors?.[0]?.message).toContain('"method"');
  });
});
