import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { PAYEES_MIN } from '../../subgraphs/payouts/domain/periodSums.js';
import { withdrawalOf } from '../support/orders.js';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestCooperative, TestMember } from './support/payoutsWorld.js';

interface Sum {
  kind: string;
  amount: { amountMinor: string };
  covers: { from: string; until: string };
}

/** A number that no other amount has. */
const SINGLE = '777';
const ACCOUNTS = `accounts(first: 100) { nodes { id code balance { amountMinor }
  entries(first: 100) { nodes { id kind amount { amountMinor } postedAt } } } }`;
const PERIODS = `ledgerPeriods { nodes { period { from until }
  sums { kind amount { amountMinor } covers { from until } } } }`;

describe('what members see of one another’s money', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let members: TestMember[];
  let auditor: TestMember;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    coop = await world.cooperative({ reserveBp: 0, commonsBp: 0 });
    members = [];
    for (let i = 0; i < PAYEES_MIN + 2; i += 1) members.push(await world.member(coop.id, `m${i}`));
    auditor = await world.member(coop.id, 'auditor');
    await world.grant(coop.id, auditor, 'AUDITOR');
    // Fourteen people, 1,000 each.
    await world.earned(coop.id, await world.buyer('A buyer'), 14_000n);
    await closeNext();
  });
  afterAll(() => world.stop());

  const of = (who: Person, fields: string) =>
    world.ask(
      who,
      `query ($is: [_Any!]!) { _entities(representations: $is) { ... on Cooperative { ${fields} } } }`,
      { is: [{ __typename: 'Cooperative', id: coop.id }] },
    );
  const sumsFor = async (who: Person): Promise<Sum[]> =>
    (await of(who, PERIODS)).data._entities[0].ledgerPeriods.nodes[0].sums as Sum[];
  async function closeNext(): Promise<void> {
    const [row] = await world.service.sql<{ closed_until: Date | null }>(
      'select closed_until from book where cooperative_id = $1',
      [coop.id],
    );
    await world.closed(coop, row!.closed_until ?? new Date(0));
  }
  async function paidOut(member: TestMember, amountMinor: string): Promise<void> {
    const order = { cooperative: coop.id, amountMinor, idempotencyKey: randomUUID() };
    const input = withdrawalOf(member, order);
    const { data } = await world.ask(
      member,
      'mutation ($input: WithdrawBalanceInput!) { withdrawBalance(input: $input) { id } }',
      { input },
    );
    const { id } = data.withdrawBalance as { id: string };
    await until(async () => {
      const [row] = await world.service.sql<{ booked: string }>(
        'select booked from transfer where transfer_id = $1',
        [id],
      );
      return row?.booked === 'SETTLED';
    }, `${id} to be settled`);
  }

  it('is no account and no entry, to stewards no more than to members', async () => {
    for (const who of [members[0]!, coop.steward]) {
      expect((await of(who, ACCOUNTS)).codes).toEqual(['FORBIDDEN']);
    }
  });

  it('is no payout, by any field, also of whoever looks before and after', async () => {
    const visible = `${PERIODS} costs { nodes { id amount { amountMinor } } }
      dividendRuns { nodes { id pool { amountMinor } revenue { amountMinor } undivided { amountMinor } } }`;
    const before = await of(members[1]!, visible);
    await paidOut(members[0]!, SINGLE);
    expect(await of(members[1]!, visible)).toEqual(before);
    await closeNext();
    const after = await of(members[1]!, visible);
    expect(after.errors).toBeUndefined();
    expect(JSON.stringify(after.data)).not.toContain(`"${SINGLE}"`);
    const kinds = (await sumsFor(members[1]!)).map(({ kind }) => kind);
    expect(kinds).toContain('DIVIDEND_CREDITED');
    expect(kinds.filter((kind) => kind.startsWith('PAYOUT'))).toEqual([]);
  });

  it('is a sum once enough of them were paid, over all periods that waited for it', async () => {
    for (const member of members.slice(1, PAYEES_MIN - 1)) await paidOut(member, '100');
    await closeNext();
    expect((await sumsFor(members[1]!)).map(({ kind }) => kind)).not.toContain('PAYOUT_SETTLED');
    await paidOut(members[PAYEES_MIN - 1]!, '100');
    await closeNext();
    const [sum] = (await sumsFor(members[1]!)).filter(({ kind }) => kind === 'PAYOUT_SETTLED');
    expect(sum!.amount.amountMinor).toBe(String(777 + 100 * (PAYEES_MIN - 1)));
    expect(sum!.covers.from).toBe(new Date(0).toISOString());
  });

  it('is nothing by the difference of two sums', async () => {
    await paidOut(members[PAYEES_MIN]!, '100');
    await closeNext();
    await closeNext();
    expect((await sumsFor(members[1]!)).map(({ kind }) => kind)).not.toContain('PAYOUT_SETTLED');
    const shown = (await of(members[1]!, PERIODS)).data._entities[0].ledgerPeriods.nodes as { sums: Sum[] }[];
    const kinds = shown.flatMap(({ sums }) => sums.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind === 'PAYOUT_SETTLED')).toHaveLength(1);
    // Next to what has arrived these would say what is on its way.
    expect(kinds).not.toContain('PAYOUT_REQUESTED');
    expect(kinds).not.toContain('PAYOUT_RETURNED');
  });

  it('is shown in spans of one kind that do not overlap', async () => {
    const shown = (await of(members[1]!, PERIODS)).data._entities[0].ledgerPeriods.nodes as { sums: Sum[] }[];
    const spans = shown.flatMap(({ sums }) => sums).filter(({ kind }) => kind === 'DIVIDEND_CREDITED');
    spans.reduce((later, { covers }) => {
      expect(Date.parse(covers.until)).toBeLessThanOrEqual(later);
      return Date.parse(covers.from);
    }, Infinity);
  });

  it('is refused to whoever is no member, and to buyers', async () => {
    const abroad = (await world.cooperative()).steward;
    for (const who of [abroad, await world.buyer('Another')]) {
      expect((await of(who, PERIODS)).codes).toEqual(['FORBIDDEN']);
    }
    const query = `query ($is: [_Any!]!) { _entities(representations: $is) { ... on Cooperative { ${PERIODS} } } }`;
    const is = [{ __typename: 'Cooperative', id: newId('coop') }];
    expect((await world.ask(members[0], query, { is })).codes).toEqual(['FORBIDDEN']);
  });

  it('is every entry to an auditor, and no name', async () => {
    const answer = await of(auditor, ACCOUNTS);
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer.data)).toContain(`"-${SINGLE}"`);
    expect(JSON.stringify(answer.data)).not.toContain('mem_');
  });
});
