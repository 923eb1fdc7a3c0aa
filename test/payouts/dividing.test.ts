import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { checkPayslip } from '../../wallet/credentials/payslip.js';
import type { PayslipProof } from '../../wallet/credentials/payslip.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative, TestMember } from './support/payoutsWorld.js';

const PAYSLIP = `weight amount { amountMinor } lines { licence { id } amount { amountMinor } } proof
  run { id proofRoot pool { amountMinor } undivided { amountMinor } }`;

interface Payslip {
  weight: string;
  amount: { amountMinor: string };
  lines: { licence: { id: string } | null; amount: { amountMinor: string } }[];
  proof: PayslipProof;
  run: { id: string; proofRoot: string; pool: { amountMinor: string } };
}

describe('what a licence brings', () => {
  let world: PayoutsWorld;
  let buyer: TestBuyer;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    buyer = await world.buyer('A buyer');
  });
  afterAll(() => world.stop());

  const use = (coop: TestCooperative, licence: string, ...uses: [TestMember, number][]) =>
    world.service.tell('data', coop.id, 'UsageMetered', {
      job: newId('job'),
      licence,
      dataset: newId('dst'),
      uses: uses.map(([{ memberId }, records]) => ({ memberId, records, qualityBp: 5_000 })),
    });
  const payslips = async (member: TestMember): Promise<Payslip[]> =>
    (await world.own(member, `dividends { nodes { ${PAYSLIP} } }`)).data._entities[0].dividends
      .nodes as Payslip[];
  const amounts = async (member: TestMember) =>
    (await payslips(member)).map(({ amount }) => amount.amountMinor);
  const linesOf = ({ lines }: Payslip) =>
    Object.fromEntries(lines.map(({ licence, amount }) => [licence?.id ?? 'none', amount.amountMinor]));
  /** Ends where the last one ended. */
  const closeNext = async (coop: TestCooperative) => {
    const [row] = await world.service.sql<{ closed_until: Date | null }>(
      'select closed_until from book where cooperative_id = $1',
      [coop.id],
    );
    return world.closed(coop, row!.closed_until ?? new Date(0));
  };
  const undivided = async (run: string) =>
    (
      await world.ask(undefined, 'query ($id: ID!) { dividendRun(id: $id) { undivided { amountMinor } } }', {
        id: run,
      })
    ).data.dividendRun.undivided.amountMinor as string;

  /** A co-op that keeps nothing back. */
  async function cooperative(basis: 'USAGE' | 'QUALITY' | 'EQUAL') {
    const coop = await world.cooperative({ basis, reserveBp: 0, commonsBp: 0 });
    return { coop, a: await world.member(coop.id, 'a'), b: await world.member(coop.id, 'b') };
  }

  it.each(['USAGE', 'QUALITY'] as const)(
    'goes by %s to those whom it used: a free licence with nine tenths of the use earns its users nothing',
    async (basis) => {
      const { coop, a: worker, b: thief } = await cooperative(basis);
      const paid = await world.earned(coop.id, buyer, 1_001n);
      const free = await world.earned(coop.id, buyer, 0n);
      await use(coop, paid.licence, [worker, 100]);
      await use(coop, free.licence, [thief, 900]);
      await closeNext(coop);
      expect(await amounts(worker)).toEqual(['1001']);
      expect(await amounts(thief)).toEqual([]);
    },
  );

  it('is exact by member and by licence, which every payslip proves', async () => {
    const { coop, a, b } = await cooperative('USAGE');
    const one = await world.earned(coop.id, buyer, 1_001n);
    const two = await world.earned(coop.id, buyer, 502n);
    await use(coop, one.licence, [a, 1], [b, 2], [coop.steward, 4]);
    await use(coop, two.licence, [b, 5], [coop.steward, 6]);
    const run = await closeNext(coop);
    const slips = await Promise.all([a, b, coop.steward].map(async (member) => (await payslips(member))[0]!));
    const ofLicence = (id: string) => slips.reduce((sum, slip) => sum + BigInt(linesOf(slip)[id] ?? '0'), 0n);
    expect([ofLicence(one.licence), ofLicence(two.licence)]).toEqual([1_001n, 502n]);
    slips.forEach((slip, index) => {
      const published = { root: slip.run.proofRoot, totalMinor: BigInt(slip.run.pool.amountMinor) };
      checkPayslip(slip.proof, [a, b, coop.steward][index]!.memberId, published);
      expect(slip.run.id).toBe(run);
      const proved = slip.proof.lines!.map(({ licence, amountMinor }) => [licence, amountMinor]);
      expect(Object.fromEntries(proved)).toEqual(linesOf(slip));
    });
    const parts = new Map(slips.flatMap(({ proof }) => proof.lines!.map((l) => [l.licence, l.partMinor])));
    expect(parts).toEqual(
      new Map([
        [one.licence, '1001'],
        [two.licence, '502'],
      ]),
    );
  });

  it('waits for its first use, and goes to nobody else meanwhile', async () => {
    const { coop, a, b } = await cooperative('USAGE');
    const early = await world.earned(coop.id, buyer, 700n);
    const other = await world.earned(coop.id, buyer, 300n);
    await use(coop, other.licence, [b, 1]);
    expect(await undivided(await closeNext(coop))).toBe('700');
    expect(await amounts(b)).toEqual(['300']);
    await use(coop, early.licence, [a, 1]);
    expect(await undivided(await closeNext(coop))).toBe('0');
    expect([await amounts(a), await amounts(b)]).toEqual([['700'], ['300']]);
  });

  it('that is paid after the use goes to those who were used, and a use is paid for once', async () => {
    const { coop, a, b } = await cooperative('USAGE');
    const late = await world.invoiced(coop.id, buyer, 600n);
    await use(coop, late.licence, [a, 3]);
    await closeNext(coop);
    await world.pay(buyer, late.invoice);
    await world.untilState(late.invoice, 'PAID');
    await use(coop, late.licence, [b, 3]);
    await closeNext(coop);
    expect([await amounts(a), await amounts(b)]).toEqual([['300'], ['300']]);
    await world.earned(coop.id, buyer, 50n);
    await closeNext(coop);
    expect([await amounts(a), await amounts(b)]).toEqual([['300'], ['300']]);
  });

  it('stands in lines that sum to the dividend also where parts are equal', async () => {
    const { coop, a, b } = await cooperative('EQUAL');
    const made: { licence: string }[] = [];
    for (const price of [100n, 1n, 1n, 333n]) made.push(await world.earned(coop.id, buyer, price));
    await closeNext(coop);
    const slips = await Promise.all([a, b, coop.steward].map(async (member) => (await payslips(member))[0]!));
    expect(slips.map(({ amount }) => amount.amountMinor)).toEqual(['145', '145', '145']);
    for (const [index, price] of [100n, 1n, 1n, 333n].entries()) {
      const lines = slips.map((slip) => BigInt(linesOf(slip)[made[index]!.licence] ?? '0'));
      expect(lines.reduce((sum, line) => sum + line, 0n)).toBe(price);
    }
    for (const { lines, amount } of slips) {
      expect(lines.reduce((sum, line) => sum + BigInt(line.amount.amountMinor), 0n).toString()).toBe(
        amount.amountMinor,
      );
    }
  });
});
