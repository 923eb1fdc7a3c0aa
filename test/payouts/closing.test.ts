import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { checkPayslip } from '../../wallet/credentials/payslip.js';
import type { PayslipProof } from '../../wallet/credentials/payslip.js';
import { randomUUID } from 'node:crypto';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative, TestMember } from './support/payoutsWorld.js';

const RUN = `state basis memberCount policyVersion proofRoot period { from until }
  revenue { amountMinor } costs { amountMinor } reserve { amountMinor } commons { amountMinor }
  reinvested { amountMinor } pool { amountMinor } deficit { amountMinor } undivided { amountMinor }`;
const PAYSLIP = `id state weight amount { amountMinor } tax { amountMinor } net { amountMinor }
  lines { licence { id } amount { amountMinor } } proof run { id proofRoot pool { amountMinor } }`;

interface Payslip {
  id: string;
  state: string;
  weight: string;
  amount: { amountMinor: string };
  tax: { amountMinor: string };
  net: { amountMinor: string };
  lines: { licence: { id: string }; amount: { amountMinor: string } }[];
  proof: PayslipProof;
  run: { id: string; proofRoot: string; pool: { amountMinor: string } };
}

describe('closing a period', () => {
  let world: PayoutsWorld;
  let buyer: TestBuyer;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    buyer = await world.buyer('A buyer');
  });
  afterAll(() => world.stop());

  const cost = (coop: TestCooperative, amountMinor: string) =>
    world.ask(coop.steward, 'mutation ($input: RecordCostInput!) { recordCost(input: $input) { id } }', {
      input: {
        cooperative: coop.id,
        description: 'Hosting',
        amountMinor,
        currency: 'USD',
        receiptDigest: 'ab'.repeat(32),
        idempotencyKey: randomUUID(),
      },
    });
  const readRun = async (id: string) =>
    (await world.ask(undefined, `query ($id: ID!) { dividendRun(id: $id) { ${RUN} } }`, { id })).data
      .dividendRun;
  const payslips = async (member: TestMember): Promise<Payslip[]> =>
    (await world.own(member, `dividends { nodes { ${PAYSLIP} } }`)).data._entities[0].dividends
      .nodes as Payslip[];
  /** What data's worker counted of a contribution. */
  const verified = (cooperative: string, contribution: string, counted: number) =>
    world.service.tell('data', cooperative, 'ContributionVerified', {
      contribution,
      rows: { received: counted, valid: counted, invalid: 0, empty: 0, excess: 0, repeated: 0, counted },
    });
  const creditedRows = async (member: TestMember): Promise<unknown> =>
    (await world.own(member, 'creditedRows { counted countedMax credited capped }')).data._entities[0]
      .creditedRows;
  const minor = (fields: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) =>
        typeof value === 'object' && value !== null && 'amountMinor' in value
          ? [[name, value.amountMinor]]
          : [],
      ),
    );

  describe('divides what it brought', () => {
    it('to the last cent, in equal parts, with a line a licence and a proof that verifies', async () => {
      const coop = await world.cooperative();
      const members = [coop.steward, await world.member(coop.id, 'a'), await world.member(coop.id, 'b')];
      const one = await world.earned(coop.id, buyer, 1_001n);
      const two = await world.earned(coop.id, buyer, 500n);
      await cost(coop, '101');
      const run = await world.closed(coop);

      // 1,501 − 101 = 1,400; a tenth each to reserve and commons; 1,120 among three.
      const totals = await readRun(run);
      expect(totals).toMatchObject({ state: 'CLOSED', basis: 'EQUAL', memberCount: 3, policyVersion: 1 });
      expect(minor(totals as Record<string, unknown>)).toEqual({
        revenue: '1501',
        costs: '101',
        reserve: '140',
        commons: '140',
        reinvested: '0',
        pool: '1120',
        deficit: '0',
        undivided: '0',
      });
      const slips = await Promise.all(members.map(async (member) => (await payslips(member))[0]!));
      const bySize = members
        .map(({ memberId }, i) => ({ memberId, amount: slips[i]!.amount.amountMinor }))
        .toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
      expect(bySize.map(({ amount }) => amount)).toEqual(['374', '373', '373']);
      for (const [i, slip] of slips.entries()) {
        expect(slip.state).toBe('CREDITED');
        expect(slip.lines.map(({ licence }) => licence.id).toSorted()).toEqual(
          [one.licence, two.licence].toSorted(),
        );
        const total = slip.lines.reduce((sum, line) => sum + BigInt(line.amount.amountMinor), 0n);
        expect(total.toString()).toBe(slip.amount.amountMinor);
        const { proofRoot: root, pool } = slip.run;
        const published = { root, totalMinor: BigInt(pool.amountMinor) };
        const { memberId } = members[i]!;
        checkPayslip(slip.proof, memberId, published);
        const more = { ...published, totalMinor: published.totalMinor + 1n };
        expect(() => checkPayslip(slip.proof, memberId, more)).toThrow('another total');
        expect(slip.proof.lines!.map((line) => line.licence).toSorted()).toEqual(
          slip.lines.map(({ licence }) => licence.id).toSorted(),
        );
        expect(await world.balanceOf(members[i]!)).toBe(BigInt(slip.net.amountMinor));
      }
      expect(await world.balances(coop.id)).toEqual({
        'assets:settlement': 1_400n,
        'funds:reserve': -140n,
        'funds:commons': -140n,
        'liabilities:member': -1_120n,
      });
    });

    it('by what was used of each, each line by the use under its licence, with tax withheld', async () => {
      const coop = await world.cooperative({ basis: 'USAGE', withholdingTaxBp: 2_500 });
      const [a, b, idle] = [
        await world.member(coop.id, 'a'),
        await world.member(coop.id, 'b'),
        await world.member(coop.id, 'c'),
      ];
      const one = await world.earned(coop.id, buyer, 1_000n);
      const two = await world.earned(coop.id, buyer, 1_000n);
      const use = (licence: string, uses: [TestMember, number][]) =>
        world.service.tell('data', coop.id, 'UsageMetered', {
          job: newId('job'),
          licence,
          dataset: newId('dst'),
          uses: uses.map(([{ memberId }, records]) => ({ memberId, records, qualityBp: 10_000 })),
        });
      await use(one.licence, [
        [a, 30],
        [b, 10],
      ]);
      await use(two.licence, [[b, 40]]);
      const run = await world.closed(coop);

      const [ofA, ofB] = [(await payslips(a))[0]!, (await payslips(b))[0]!];
      expect(ofA).toMatchObject({
        weight: '30',
        amount: { amountMinor: '600' },
        tax: { amountMinor: '150' },
        net: { amountMinor: '450' },
      });
      expect(ofA.lines).toEqual([{ licence: { id: one.licence }, amount: { amountMinor: '600' } }]);
      expect(ofB).toMatchObject({ weight: '50', amount: { amountMinor: '1000' } });
      expect(ofB.lines.map(({ licence, amount }) => [licence.id, amount.amountMinor]).toSorted()).toEqual(
        [
          [one.licence, '200'],
          [two.licence, '800'],
        ].toSorted(),
      );
      expect(await payslips(idle)).toEqual([]);
      expect((await readRun(run)).memberCount).toBe(2);
      expect(await world.balances(coop.id)).toMatchObject({
        'liabilities:member': -1_200n,
        'liabilities:withholding-tax': -400n,
      });
    });

    const measured = [
      { basis: 'QUANTITY' as const, want: ['3', '1'] },
      { basis: 'QUALITY' as const, want: ['50000', '150000'] },
    ];
    it.each(measured)('by $basis', async ({ basis, want }) => {
      const coop = await world.cooperative({ basis });
      const [a, b] = [await world.member(coop.id, 'a'), await world.member(coop.id, 'b')];
      const { licence } = await world.earned(coop.id, buyer, 1_000n);
      const store = (member: TestMember, recordCount: number, contribution = newId('ctb')) =>
        world.service.tell('data', coop.id, 'ContributionStored', {
          contribution,
          memberId: member.memberId,
          dataset: newId('dst'),
          cid: 'x',
          recordCount,
        });
      const counted = (contribution: string, rows: number) => verified(coop.id, contribution, rows);
      const [ofA, ofB, gone] = [newId('ctb'), newId('ctb'), newId('ctb')];
      await store(a, 1_000, ofA);
      await store(b, 1, ofB);
      await store(b, 100, gone);
      // What nobody has counted weighs nothing, whatever a wallet says.
      await store(b, 10_000);
      await counted(ofA, 5);
      await counted(ofB, 1);
      await counted(gone, 100);
      // Rows that another had brought before: the latest count holds.
      await counted(ofA, 3);
      await world.service.tell('data', coop.id, 'ContributionWithdrawn', { contribution: gone });
      const uses = [
        { memberId: a.memberId, records: 10, qualityBp: 5_000 },
        { memberId: b.memberId, records: 15, qualityBp: 10_000 },
      ];
      await world.service.tell('data', coop.id, 'UsageMetered', {
        job: newId('job'),
        licence,
        dataset: newId('dst'),
        uses,
      });
      await world.closed(coop);
      expect([(await payslips(a))[0]!.weight, (await payslips(b))[0]!.weight]).toEqual(want);
    });

    it('by QUANTITY with no more rows of one member than the charter allows, and tells them so', async () => {
      const coop = await world.cooperative({ basis: 'QUANTITY' });
      const [a, b] = [await world.member(coop.id, 'a'), await world.member(coop.id, 'b')];
      await world.earned(coop.id, buyer, 1_000n);
      for (const [member, rows] of [
        [a, 9_000],
        [a, 9_000],
        [b, 5_000],
      ] as const) {
        const contribution = newId('ctb');
        await world.service.tell('data', coop.id, 'ContributionStored', {
          contribution,
          memberId: member.memberId,
          recordCount: rows,
        });
        await verified(coop.id, contribution, rows);
      }
      expect(await creditedRows(a)).toEqual({
        counted: '18000',
        countedMax: 10_000,
        credited: '10000',
        capped: '8000',
      });
      expect(await creditedRows(b)).toMatchObject({ credited: '5000', capped: '0' });
      await world.closed(coop);
      expect([(await payslips(a))[0]!.weight, (await payslips(b))[0]!.weight]).toEqual(['10000', '5000']);
    });

    it('by QUANTITY with nothing for ten thousand rows that the worker counted none of', async () => {
      const coop = await world.cooperative({ basis: 'QUANTITY' });
      const [thief, honest] = [await world.member(coop.id, 'a'), await world.member(coop.id, 'b')];
      await world.earned(coop.id, buyer, 1_000n);
      for (const [member, counted] of [
        [thief, 0],
        [honest, 1],
      ] as const) {
        const contribution = newId('ctb');
        const stored = { contribution, memberId: member.memberId, recordCount: 10_000 };
        await world.service.tell('data', coop.id, 'ContributionStored', stored);
        await verified(coop.id, contribution, counted);
      }
      await world.closed(coop);
      expect(await payslips(thief)).toEqual([]);
      expect((await payslips(honest))[0]!.weight).toBe('1');
    });

    it('by the policy that is in force when it is closed, and keeps it', async () => {
      const coop = await world.cooperative();
      await world.earned(coop.id, buyer, 1_000n);
      await world.charter(coop.id, 2, { reserveBp: 5_000, commonsBp: 0 });
      const run = await world.closed(coop);
      await world.charter(coop.id, 3, { reserveBp: 0 });
      expect(await readRun(run)).toMatchObject({
        policyVersion: 2,
        reserve: { amountMinor: '500' },
        pool: { amountMinor: '500' },
      });
    });

    it('with whoever is suspended or leaving, and without who has left or only applied', async () => {
      const coop = await world.cooperative();
      const [suspended, left, applied] = [
        await world.member(coop.id, 's'),
        await world.member(coop.id, 'l'),
        await world.member(coop.id, 'p'),
      ];
      await world.standing(coop.id, suspended, 'SUSPENDED', 'MemberSuspended');
      await world.standing(coop.id, left, 'EXITED', 'MemberExited');
      await world.standing(coop.id, applied, 'APPLIED', 'MemberApplied');
      await world.earned(coop.id, buyer, 1_000n);
      await world.closed(coop);
      expect(
        await Promise.all([coop.steward, suspended, left, applied].map((m) => world.balanceOf(m))),
      ).toEqual([400n, 400n, 0n, 0n]);
    });
  });

  describe('that brought nothing to divide', () => {
    it('takes a loss from the reserve, carries the rest, and recovers it first', async () => {
      const coop = await world.cooperative({ reserveBp: 1_000, commonsBp: 0 });
      await world.earned(coop.id, buyer, 1_000n);
      await world.closed(coop);
      await cost(coop, '250');
      const { until: border } = await lastPeriod(coop);
      const loss = await world.closed(coop, new Date(border));
      expect(minor((await readRun(loss)) as Record<string, unknown>)).toMatchObject({
        reserve: '-100',
        pool: '0',
        deficit: '150',
      });
      expect(await readRun(loss)).toMatchObject({ memberCount: 0, proofRoot: null });
      await world.earned(coop.id, buyer, 450n);
      const next = await lastPeriod(coop);
      const after = await world.closed(coop, new Date(next.until));
      expect(minor((await readRun(after)) as Record<string, unknown>)).toMatchObject({
        reserve: '30',
        pool: '270',
        deficit: '0',
      });
      expect((await world.balances(coop.id))['funds:deficit']).toBeUndefined();
    });

    it('keeps a pool that nobody has a weight in for the next period', async () => {
      const coop = await world.cooperative({ basis: 'STAKE' });
      await world.earned(coop.id, buyer, 1_000n);
      const run = await world.closed(coop);
      expect(minor((await readRun(run)) as Record<string, unknown>)).toMatchObject({
        pool: '0',
        undivided: '800',
      });
      await world.charter(coop.id, 2, { basis: 'EQUAL' });
      const { until: border } = await lastPeriod(coop);
      await world.closed(coop, new Date(border));
      expect(await world.balanceOf(coop.steward)).toBe(800n);
    });

    it('closes a period of nothing at all', async () => {
      const coop = await world.cooperative();
      const run = await world.closed(coop);
      expect(await readRun(run)).toMatchObject({ state: 'CLOSED', memberCount: 0, proofRoot: null });
    });

    const lastPeriod = async (coop: TestCooperative) => {
      const answer = await world.ask(
        undefined,
        'query ($is: [_Any!]!) { _entities(representations: $is) { ... on Cooperative { dividendRuns(first: 1) { nodes { period { until } } } } } }',
        { is: [{ __typename: 'Cooperative', id: coop.id }] },
      );
      return answer.data._entities[0].dividendRuns.nodes[0].period as { until: string };
    };
  });

  describe('is refused', () => {
    let coop: TestCooperative;
    beforeEach(async () => {
      coop = await world.cooperative();
    });

    it('to everybody but a steward of that co-op', async () => {
      const [from, until] = [new Date(0), await world.now()];
      const others = [await world.member(coop.id, 'm'), (await world.cooperative()).steward, buyer];
      for (const who of others)
        expect((await world.closePeriod(who, coop.id, from, until)).codes).toEqual(['FORBIDDEN']);
      expect(
        (await world.closePeriod({ ...buyer, did: undefined } as never, coop.id, from, until)).codes,
      ).toEqual(['UNAUTHENTICATED']);
    });

    it('before it is over', async () => {
      const until = new Date((await world.now()).getTime() + 60_000);
      expect((await world.closePeriod(coop.steward, coop.id, new Date(0), until)).codes).toEqual([
        'PERIOD_NOT_OVER',
      ]);
    });

    it('with a gap or an overlap, and says where it has to begin', async () => {
      await world.closed(coop);
      const now = await world.now();
      for (const from of [new Date(1), new Date(now.getTime() - 1)]) {
        const answer = await world.closePeriod(coop.steward, coop.id, from, now);
        expect(answer.codes).toEqual(['PERIOD_NOT_CONTIGUOUS']);
        expect(answer.errors![0]!.extensions!.expectedFrom).toMatch(/Z$/);
      }
    });

    it('when it would leave out the first posting', async () => {
      await world.earned(coop.id, buyer, 100n);
      const now = await world.now();
      const answer = await world.closePeriod(coop.steward, coop.id, new Date(now.getTime() - 1), now);
      expect(answer.codes).toEqual(['PERIOD_NOT_CONTIGUOUS']);
    });

    it('upside down', async () => {
      const now = await world.now();
      expect((await world.closePeriod(coop.steward, coop.id, now, new Date(0))).codes).toEqual([
        'BAD_USER_INPUT',
      ]);
    });
  });

  it('happens once by one key, even when asked for many times at once', async () => {
    const coop = await world.cooperative();
    await world.earned(coop.id, buyer, 1_000n);
    const now = await world.now();
    const same = await Promise.all(
      [1, 2, 3].map(() => world.closePeriod(coop.steward, coop.id, new Date(0), now, 'k')),
    );
    expect(new Set(same.map(({ data }) => data.closePeriod.id as string)).size).toBe(1);
    const other = await Promise.all(
      [1, 2].map(() => world.closePeriod(coop.steward, coop.id, new Date(0), now)),
    );
    for (const { codes } of other) expect(['RUN_UNFINISHED', 'PERIOD_NOT_CONTIGUOUS']).toContain(codes[0]);
    expect((await world.closePeriod(coop.steward, coop.id, new Date(1), now, 'k')).codes).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  it('tells each dividend once and the totals with the proof', async () => {
    const coop = await world.cooperative();
    await world.member(coop.id, 'a');
    await world.earned(coop.id, buyer, 1_000n);
    const run = await world.closed(coop);
    const [closed] = await world.journalled('PeriodClosed', { run });
    const { proofRoot } = await readRun(run);
    expect(closed).toMatchObject({
      proofRoot,
      memberCount: 2,
      totals: { pool: { amountMinor: '800', currency: 'USD' } },
    });
    const credited = await world.journalled('DividendCredited', { run }, 2);
    expect(credited.map(({ amount }) => amount)).toEqual(
      Array(2).fill({ amountMinor: '400', currency: 'USD' }),
    );
    const [entry] = (await world.service.journal('PeriodClosed')).filter(({ values }) => values.run === run);
    expect(entry!.digests).toEqual({ proofRoot });
  });
});
