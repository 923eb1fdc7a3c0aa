import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { cancelComputeJob } from '../../../subgraphs/data/service/cancelComputeJob.js';
import { estimateJob } from '../../../subgraphs/data/service/estimateJob.js';
import { releasePrepayment } from '../../../subgraphs/data/service/releasePrepayment.js';
import { keepAccount } from '../../../subgraphs/data/store/buyerAccountStore.js';
import type { ToldAccount } from '../../../subgraphs/data/store/buyerAccountStore.js';
import { World } from './world.js';

const SPEC = { measures: [{ kind: 'COUNT' }], epsilon: '0.01' };
const FEE = 2_500n;

/** Who computes and does not pay. */
describe('a job that costs a fee', () => {
  let world: World;
  let version: bigint;
  beforeEach(async () => {
    world = await World.open();
    version = 0n;
    await credit(0n);
  });
  afterEach(() => world.close());

  /** What the charter lets a buyer owe. */
  const credit = (amountMinor: bigint) =>
    world.sql(`update charter set terms = terms || jsonb_build_object('jobCreditMinor', $1::text)`, [
      String(amountMinor),
    ]);
  /** What payouts says of the buyer. */
  const told = (account: Partial<ToldAccount>) =>
    world.tenant((tx) =>
      keepAccount(tx, world.cooperative, {
        ...{
          buyerId: world.buyer,
          version: (version += 1n),
          prepaidMinor: 0n,
          feesOwedMinor: 0n,
          claimMinor: 0n,
        },
        ...{ dueAt: null, billed: null, released: null },
        ...account,
      }),
    );
  const refusal = () =>
    world.submit(SPEC).then(
      () => null,
      (error: DomainError) => error.code,
    );
  const estimate = () => estimateJob(world.store)(world.viewer, { licenceId: world.licence, spec: SPEC });
  const atOnce = async (count: number): Promise<string[]> => {
    const asked = await Promise.allSettled(Array.from({ length: count }, () => world.submit(SPEC)));
    const codes = asked.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as DomainError).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(['JOB_FEE_NOT_COVERED']));
    return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  };

  test('is refused to who has paid nothing, and is shown so before', async () => {
    await world.contributors(10, [{ borough: 'Queens', fare: 10, passengers: 1 }]);
    expect(await estimate()).toMatchObject({
      cost: { amountMinor: FEE },
      available: { amountMinor: 0n, currency: 'EUR' },
      refusal: 'JOB_FEE_NOT_COVERED',
    });
    expect(await refusal()).toBe('JOB_FEE_NOT_COVERED');
    expect(await world.spentMicro()).toBe(0);
  });

  test('is taken as often as it is covered, however many are sent at once', async () => {
    await world.contributors(10, [{ borough: 'Queens', fare: 10, passengers: 1 }]);
    await credit(3n * FEE);
    const jobs = await atOnce(50);
    expect(jobs).toHaveLength(3);
    expect(await estimate()).toMatchObject({
      available: { amountMinor: 0n },
      refusal: 'JOB_FEE_NOT_COVERED',
    });
    // What was computed and not billed yet is owed as well; once it is billed it is owed on the invoice.
    await world.work();
    expect(await refusal()).toBe('JOB_FEE_NOT_COVERED');
    let feesOwedMinor = 0n;
    for (const billed of jobs) {
      feesOwedMinor += FEE;
      await told({ feesOwedMinor, billed });
      expect(await refusal()).toBe('JOB_FEE_NOT_COVERED');
    }
    await told({ feesOwedMinor: 2n * FEE });
    expect(await atOnce(20)).toHaveLength(1);
  });

  test('is paid from what was paid in advance, and counts once while it is settled', async () => {
    await world.contributors(10, [{ borough: 'Queens', fare: 10, passengers: 1 }]);
    await told({ prepaidMinor: 2n * FEE });
    const [first, second] = await atOnce(20);
    await world.work();
    await told({ prepaidMinor: FEE, billed: first! });
    expect(await refusal()).toBe('JOB_FEE_NOT_COVERED');
    // An earlier word that comes late changes nothing but what it says was billed.
    await world.tenant((tx) =>
      keepAccount(tx, world.cooperative, {
        ...{ buyerId: world.buyer, version: 0n, prepaidMinor: 99n * FEE, feesOwedMinor: 0n, claimMinor: 0n },
        ...{ dueAt: null, billed: null, released: null },
      }),
    );
    expect(await refusal()).toBe('JOB_FEE_NOT_COVERED');
    await told({ prepaidMinor: FEE, billed: second! });
    expect(await refusal()).toBeNull();
  });

  test('frees its fee when it ends without an answer', async () => {
    const members = await world.contributors(10, [{ borough: 'Queens', fare: 10, passengers: 1 }]);
    await told({ prepaidMinor: FEE });
    const taken = await world.submit(SPEC);
    expect(await refusal()).toBe('JOB_FEE_NOT_COVERED');
    await cancelComputeJob(world.store)(world.viewer, taken);
    const second = await world.submit(SPEC);
    await world.withdraw(members[0]!.consentId);
    await world.work();
    expect((await world.job(second)).state).toBe('REFUSED');
    expect((await estimate()).available.amountMinor).toBe(FEE);
  });

  test('is refused while an invoice is overdue or too much went back, a free one is not', async () => {
    await world.contributors(10, [{ borough: 'Queens', fare: 10, passengers: 1 }]);
    await credit(100n * FEE);
    const overdue = { dueAt: new Date(Date.now() - 60_000), feesOwedMinor: 1n };
    for (const [account, code] of [
      [overdue, 'INVOICE_OVERDUE'],
      [{ claimMinor: 1n }, 'CLAIM_OPEN'],
      [{ ...overdue, claimMinor: 1n }, 'CLAIM_OPEN'],
      [{ prepaidMinor: -101n * FEE }, 'JOB_FEE_NOT_COVERED'],
    ] as const) {
      await told(account);
      expect(await refusal()).toBe(code);
      expect((await estimate()).refusal).toBe(code);
    }
    await world.sql(`update offer set price_model = 'FLAT', job_price_minor = null`);
    expect(await refusal()).toBeNull();
  });

  test('keeps what it has reserved from being given back, and what is given back from being spent', async () => {
    await world.contributors(10, [{ borough: 'Queens', fare: 10, passengers: 1 }]);
    await told({ prepaidMinor: 3n * FEE });
    await world.submit(SPEC);
    const withdrawal = newId('pwd');
    const [, jobs] = await Promise.all([
      world.tenant((tx) => releasePrepayment(tx, world.cooperative, { withdrawal, buyer: world.buyer })),
      Promise.allSettled(Array.from({ length: 10 }, () => world.submit(SPEC, randomUUID()))),
    ]);
    const [{ amount } = { amount: '0' }] = await world.sql<{ amount: string }>(
      `select private_part -> 'values' ->> 'amountMinor' as amount from journal_entry where type = 'PrepaymentReleased'`,
    );
    const more = jobs.filter(({ status }) => status === 'fulfilled').length;
    expect(BigInt(amount) + BigInt(more + 1) * FEE).toBe(3n * FEE);
    expect(await refusal()).toBe('JOB_FEE_NOT_COVERED');
    await told({ prepaidMinor: 3n * FEE - BigInt(amount), released: withdrawal });
    expect((await estimate()).available.amountMinor).toBe(0n);
  });
});
