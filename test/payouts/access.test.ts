import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { countStatements } from '../support/countStatements.js';
import type { Person } from '../support/people.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative, TestMember } from './support/payoutsWorld.js';

describe('what payouts tells', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let member: TestMember;
  let other: TestMember;
  let auditor: TestMember;
  let abroad: TestMember;
  let buyer: TestBuyer;
  let stranger: TestBuyer;
  let made: { licence: string; invoice: string };
  let run: string;
  let dividend: string;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    coop = await world.cooperative();
    abroad = (await world.cooperative()).steward;
    [member, other] = [await world.member(coop.id, 'a'), await world.member(coop.id, 'b')];
    auditor = await world.member(coop.id, 'c');
    await world.grant(coop.id, auditor, 'AUDITOR');
    [buyer, stranger] = [await world.buyer('A buyer'), await world.buyer('Another')];
    made = await world.earned(coop.id, buyer, 1_000n);
    const cost = 'mutation ($input: RecordCostInput!) { recordCost(input: $input) { id } }';
    const input = {
      cooperative: coop.id,
      description: 'x',
      amountMinor: '100',
      currency: 'USD',
      receiptDigest: 'ab'.repeat(32),
      idempotencyKey: 'k',
    };
    await world.ask(coop.steward, cost, { input });
    run = await world.closed(coop);
    dividend = (await world.own(member, 'dividends { nodes { id } }')).data._entities[0].dividends.nodes[0]
      .id as string;
  });
  afterAll(() => world.stop());

  const people = {
    nobody: () => undefined,
    member: () => member,
    'another member': () => other,
    steward: () => coop.steward,
    auditor: () => auditor,
    "another co-op's steward": () => abroad,
    buyer: () => buyer,
    'another buyer': () => stranger,
  } satisfies Record<string, () => Person | undefined>;
  type Who = keyof typeof people;
  const everybody = Object.keys(people) as Who[];

  const fields: { field: string; type: string; id: () => string; open: Who[] }[] = [
    {
      type: 'Cooperative',
      field: 'dividendRuns { nodes { id pool { amountMinor } } }',
      id: () => coop.id,
      open: everybody,
    },
    {
      type: 'Cooperative',
      field:
        'accounts { nodes { id owner balance { amountMinor } entries { nodes { id kind amount { amountMinor } } } } }',
      id: () => coop.id,
      open: ['auditor'],
    },
    {
      type: 'Cooperative',
      field: 'ledgerPeriods { nodes { period { until } sums { kind amount { amountMinor } } } }',
      id: () => coop.id,
      open: ['member', 'another member', 'steward', 'auditor'],
    },
    {
      type: 'Cooperative',
      field: 'costs { nodes { id description amount { amountMinor } } }',
      id: () => coop.id,
      open: ['member', 'another member', 'steward', 'auditor'],
    },
    ...[
      'balance { amountMinor }',
      'stake { amountMinor }',
      'dividends { nodes { id proof lines { amount { amountMinor } } } }',
      'payouts { nodes { id } }',
    ].map((field) => ({ type: 'Member', field, id: () => member.memberId, open: ['member'] as Who[] })),
    {
      type: 'Licence',
      field: 'invoices { nodes { id amount { amountMinor } payments { id } creditNotes { id } } }',
      id: () => made.licence,
      open: ['buyer', 'steward', 'auditor'],
    },
    {
      type: 'Organization',
      field: 'invoices { nodes { id } }',
      id: () => buyer.organizationId,
      open: ['buyer'],
    },
  ];
  const cases = fields.flatMap(({ open, ...what }) =>
    everybody.map((who) => ({ ...what, who, opens: open.includes(who) })),
  );

  const entity = (who: Person | undefined, type: string, id: string, field: string) =>
    world.ask(
      who,
      `query ($is: [_Any!]!) { _entities(representations: $is) { ... on ${type} { ${field} } } }`,
      {
        is: [{ __typename: type, id, cooperativeId: coop.id, buyerId: 'org_x', memberId: 'mem_x' }],
      },
    );

  it.each(cases)('$type.$field opens to $who: $opens', async ({ type, field, id, who, opens }) => {
    const person = people[who]();
    const answer = await entity(person, type, id(), field);
    expect(answer.codes).toEqual(opens ? [] : [person ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
  });

  it.each(everybody)(
    'nothing of a thing that is not there, to %s, in the same words as of a foreign one',
    async (who) => {
      const person = people[who]();
      const code = person ? 'FORBIDDEN' : 'UNAUTHENTICATED';
      expect((await entity(person, 'Member', newId('mem'), 'balance { amountMinor }')).codes).toEqual([code]);
      expect((await entity(person, 'Licence', newId('lic'), 'invoices { nodes { id } }')).codes).toEqual([
        code,
      ]);
      expect((await entity(person, 'Organization', newId('org'), 'invoices { nodes { id } }')).codes).toEqual(
        [code],
      );
      expect((await entity(person, 'Cooperative', newId('coop'), 'accounts { nodes { id } }')).codes).toEqual(
        [code],
      );
    },
  );

  it('a dividend to its owner alone, whoever holds its key', async () => {
    expect((await entity(member, 'Dividend', dividend, 'amount { amountMinor }')).data._entities[0]).toEqual({
      amount: { amountMinor: '180' },
    });
    for (const who of [undefined, other, coop.steward, abroad, buyer]) {
      expect((await entity(who, 'Dividend', dividend, 'amount { amountMinor }')).data._entities).toEqual([
        null,
      ]);
    }
  });

  it.each(['Dividend', 'Licence', 'Invoice'])(
    'a foreign %s with the same statements as one that is not there',
    async (type) => {
      const [foreign, field, prefix] = {
        Dividend: [dividend, 'id', 'div'],
        Licence: [made.licence, 'invoices { nodes { id } }', 'lic'],
        Invoice: [made.invoice, 'id', 'inv'],
      }[type] as [string, string, Parameters<typeof newId>[0]];
      for (const who of [stranger, abroad]) {
        const statementsFor = (id: string) => countStatements(() => entity(who, type, id, field));
        expect(await statementsFor(foreign)).toBe(await statementsFor(newId(prefix)));
        expect(await statementsFor(foreign)).toBeGreaterThan(2);
      }
    },
  );

  it('an invoice by its key to whom it concerns', async () => {
    for (const who of [buyer, coop.steward, auditor])
      expect((await entity(who, 'Invoice', made.invoice, 'id state')).data._entities[0].state).toBe('PAID');
    for (const who of [undefined, member, stranger, abroad])
      expect((await entity(who, 'Invoice', made.invoice, 'id')).data._entities).toEqual([null]);
  });

  it('the accounts of members to auditors, under pseudonyms', async () => {
    const read = async (who: Person) =>
      (await entity(who, 'Cooperative', coop.id, 'accounts(first: 100) { nodes { id owner code } }')).data
        ._entities[0].accounts.nodes as { id: string; owner: string; code: string }[];
    const ofMembers = (await read(auditor)).filter(({ code }) => code === 'liabilities:member');
    expect(ofMembers).toHaveLength(4);
    expect(ofMembers.every(({ id, owner }) => owner === id)).toBe(true);
    expect(JSON.stringify(await read(auditor))).not.toContain('mem_');
  });

  it('every account once, page by page, while others are opened', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = (
        await world.ask(
          auditor,
          `query ($is: [_Any!]!, $after: ID) { _entities(representations: $is) { ... on Cooperative {
             accounts(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`,
          { is: [{ __typename: 'Cooperative', id: coop.id }], after },
        )
      ).data._entities[0].accounts as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      seen.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      if (seen.length === 2) await world.invoiced(coop.id, await world.buyer('A third'), 5n);
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(8);
  });

  it.each([
    { name: 'too large a page', args: 'first: 101' },
    { name: 'an empty page', args: 'first: 0' },
    { name: 'a cursor of nothing', args: 'after: "x"' },
    {
      name: 'a cursor of another list',
      args: `after: "${Buffer.from('["a","b","c"]').toString('base64url')}"`,
    },
  ])('nothing for $name', async ({ args }) => {
    expect(
      (await entity(undefined, 'Cooperative', coop.id, `dividendRuns(${args}) { nodes { id } }`)).codes,
    ).toEqual(['BAD_USER_INPUT']);
  });

  it('a run that is not there as not found', async () => {
    const read = (id: string) =>
      world.ask(undefined, 'query ($id: ID!) { dividendRun(id: $id) { id } }', { id });
    expect((await read(run)).codes).toEqual([]);
    expect((await read(newId('run'))).codes).toEqual(['NOT_FOUND']);
    expect((await read(made.invoice)).codes).toEqual(['BAD_USER_INPUT']);
  });

  describe('a cost', () => {
    const record = (who: Person | undefined, more: object = {}) =>
      world.ask(
        who,
        'mutation ($input: RecordCostInput!) { recordCost(input: $input) { id amount { amountMinor } } }',
        {
          input: {
            cooperative: coop.id,
            description: 'Hosting',
            amountMinor: '5',
            currency: 'USD',
            receiptDigest: 'ab'.repeat(32),
            idempotencyKey: randomUUID(),
            ...more,
          },
        },
      );

    it.each([
      { name: 'of nothing', more: { amountMinor: '0' }, code: 'BAD_USER_INPUT' },
      { name: 'of less than nothing', more: { amountMinor: '-5' }, code: 'BAD_USER_INPUT' },
      { name: 'in another currency', more: { currency: 'EUR' }, code: 'CURRENCY_MISMATCH' },
      { name: 'without a description', more: { description: ' ' }, code: 'BAD_USER_INPUT' },
      { name: 'with an endless description', more: { description: 'x'.repeat(501) }, code: 'BAD_USER_INPUT' },
      { name: 'without a receipt', more: { receiptDigest: '' }, code: 'BAD_USER_INPUT' },
      { name: 'beyond what there is', more: { amountMinor: '901' }, code: 'INSUFFICIENT_FUNDS' },
      { name: 'of another co-op', more: { cooperative: newId('coop') }, code: 'FORBIDDEN' },
      { name: 'of what is no co-op', more: { cooperative: 'mem_1' }, code: 'BAD_USER_INPUT' },
    ])('$name is refused', async ({ more, code }) => {
      expect((await record(coop.steward, more)).codes).toEqual([code]);
    });

    it('is recorded by stewards alone', async () => {
      expect((await record(undefined)).codes).toEqual(['UNAUTHENTICATED']);
      for (const who of [member, abroad, buyer]) expect((await record(who)).codes).toEqual(['FORBIDDEN']);
    });

    it('is recorded once by one key', async () => {
      const answers = await Promise.all(
        [1, 2, 3].map(() => record(coop.steward, { idempotencyKey: 'once' })),
      );
      expect(new Set(answers.map(({ data }) => data.recordCost.id as string)).size).toBe(1);
      expect((await record(coop.steward, { idempotencyKey: 'once', amountMinor: '6' })).codes).toEqual([
        'IDEMPOTENCY_KEY_REUSED',
      ]);
    });
  });
});
