import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { cancelComputeJob } from '../../../subgraphs/data/service/cancelComputeJob.js';
import { estimateJob } from '../../../subgraphs/data/service/estimateJob.js';
import { EPSILON_MICRO, World, speakingFor } from './world.js';

const ROWS = [
  { borough: 'Queens', fare: 10, passengers: 1 },
  { borough: 'Bronx', fare: 20, passengers: 2 },
];
const SPEC = {
  groupBy: [{ column: 'borough' }],
  measures: [{ kind: 'COUNT' }, { kind: 'SUM', column: 'fare' }],
  epsilon: '4',
};

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

describe('submitting', () => {
  test('takes epsilon off the budget at once, and queues the job', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    expect(await world.job(id)).toMatchObject({ state: 'QUEUED', attempts: 0, result: null });
    expect(await world.spentMicro()).toBe(4_000_000);
    const entries = await world.sql<{ type: string; private_part: { values: object } }>(
      `select * from journal_entry where type like 'ComputeJob%'`,
    );
    expect(entries.map(({ type }) => type)).toEqual(['ComputeJobSubmitted']);
    expect(entries[0]!.private_part.values).toMatchObject({
      job: id,
      licence: world.licence,
      cost: { amountMinor: '2500', currency: 'EUR' },
    });
  });

  test('answers a repeat with the first job, and takes nothing again', async () => {
    await world.contributors(10, ROWS);
    const first = await world.submit(SPEC, 'key');
    expect(await world.submit(SPEC, 'key')).toBe(first);
    expect(await world.spentMicro()).toBe(4_000_000);
  });

  test('refuses a key that was used for other input', async () => {
    await world.contributors(10, ROWS);
    await world.submit(SPEC, 'key');
    await expect(world.submit({ ...SPEC, epsilon: '1' }, 'key')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  test('counts the same question twice: two draws of noise are two looks', async () => {
    await world.contributors(10, ROWS);
    await world.submit(SPEC);
    await world.submit(SPEC);
    expect(await world.spentMicro()).toBe(8_000_000);
    await expect(world.submit(SPEC)).rejects.toMatchObject({
      code: 'BUDGET_EXHAUSTED',
      facts: { epsilon: '4', remaining: '2' },
    });
  });

  test('lets jobs that come at once have the budget once', async () => {
    await world.contributors(10, ROWS);
    const asked = await Promise.allSettled(Array.from({ length: 7 }, () => world.submit(SPEC)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const codes = asked.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as DomainError).code] : [],
    );
    expect(codes).toEqual(Array(5).fill('BUDGET_EXHAUSTED'));
    expect(await world.spentMicro()).toBeLessThanOrEqual(EPSILON_MICRO);
  });

  test.each([
    ['nobody', 0],
    ['nine members', 9],
  ])('is refused while %s have consented, and costs nothing', async (_, count) => {
    await world.contributors(count, ROWS);
    await expect(world.submit(SPEC)).rejects.toMatchObject({
      code: 'COHORT_TOO_SMALL',
      facts: { cohortMinimum: 10 },
    });
    expect(await world.spentMicro()).toBe(0);
  });

  const strangers: { name: string; consent: Parameters<World['contributor']>[1] }[] = [
    { name: 'for another purpose', consent: { purposes: ['dpv:Marketing'] } },
    { name: 'for another recipient', consent: { recipients: ['REGULATOR'] } },
    { name: 'for other columns', consent: { categories: ['SPECIAL'] } },
    { name: 'until a moment ago', consent: { expiresAt: new Date(Date.now() - 500) } },
  ];
  test.each(strangers)('does not count a consent $name', async ({ consent }) => {
    await world.contributors(9, ROWS);
    await world.contributor(ROWS, consent);
    await expect(world.submit(SPEC)).rejects.toMatchObject({ code: 'COHORT_TOO_SMALL' });
  });

  test('counts a consent for a broader purpose', async () => {
    await world.contributors(9, ROWS);
    await world.contributor(ROWS, { purposes: ['dpv:ResearchAndDevelopment'] });
    await expect(world.submit(SPEC)).resolves.toMatch(/^job_/);
  });

  test('hides another buyer’s licence as one that is not there', async () => {
    const other = speakingFor(newId('org'), 'did:key:other');
    const codes = await Promise.all(
      [world.licence, newId('lic')].map((licenceId) =>
        world.submitAs(other, licenceId, SPEC, 'k').catch((error: DomainError) => error.code),
      ),
    );
    expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  test.each([
    ['is only verified', `state = 'VERIFIED', valid_until = null`],
    ['was terminated', `state = 'TERMINATED', valid_until = null, reason = 'over'`],
    ['was paid with money that went back', 'paid_at = null'],
    ['has ended', `valid_until = now() - interval '1 second'`],
  ])('is refused under a licence that %s', async (_, change) => {
    await world.contributors(10, ROWS);
    await world.sql(`update licence set ${change}`);
    await expect(world.submit(SPEC)).rejects.toMatchObject({ code: 'LICENCE_NOT_ACTIVE' });
    await expect(world.submit('nonsense')).rejects.toMatchObject({ code: 'LICENCE_NOT_ACTIVE' });
  });

  test('is refused when the specification does not fit, before the cohort is looked at', async () => {
    await expect(world.submit({ ...SPEC, groupBy: [{ column: 'zone' }] })).rejects.toMatchObject({
      code: 'JOB_SPEC_INVALID',
    });
  });
});

describe('an estimate', () => {
  test('says price, epsilon, what is left and how exact the answer would be, and spends nothing', async () => {
    await world.contributors(10, ROWS);
    await world.submit({ ...SPEC, epsilon: '1.5' });
    const request = { licenceId: world.licence, spec: SPEC };
    const estimate = await estimateJob(world.store)(world.viewer, request);
    expect(estimate).toMatchObject({
      cost: { amountMinor: 2500n, currency: 'EUR' },
      epsilonMicro: 4_000_000n,
      remainingMicro: 8_500_000n,
      cohortMet: true,
      keys: 3,
      rowsPerMember: 8,
    });
    // Eight rows a member at epsilon 2: scale 4, and 95 times in 100 within ln(20) of it.
    expect(estimate.errors[0]).toMatchObject({ name: 'count', count: 12, sum: null });
    expect(await world.spentMicro()).toBe(1_500_000);
  });

  test('says that the cohort is too small without saying how small', async () => {
    const request = { licenceId: world.licence, spec: SPEC };
    const estimate = await estimateJob(world.store)(world.viewer, request);
    expect(estimate.cohortMet).toBe(false);
  });
});

describe('cancelling', () => {
  const cancel = (jobId: string, viewer = world.viewer) => cancelComputeJob(world.store)(viewer, jobId);

  test('gives the epsilon of a queued job back, once', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await cancel(id);
    await cancel(id);
    expect(await world.job(id)).toMatchObject({ state: 'CANCELLED' });
    expect(await world.spentMicro()).toBe(0);
    await world.work();
    expect(await world.job(id)).toMatchObject({ state: 'CANCELLED', result: null });
  });

  test('is refused once the job was run', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await world.work();
    await expect(cancel(id)).rejects.toMatchObject({
      code: 'JOB_NOT_CANCELLABLE',
      facts: { state: 'RELEASED' },
    });
    expect(await world.spentMicro()).toBe(4_000_000);
  });

  test('hides another buyer’s job as one that is not there', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await expect(cancel(id, speakingFor(newId('org'), 'did:key:other'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(cancel(newId('job'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('and the worker at once leave one of two ends, and the budget agrees with it', async () => {
    await world.contributors(10, ROWS);
    for (let i = 0; i < 4; i += 1) {
      const id = await world.submit({ ...SPEC, epsilon: '1' }, randomBytes(4).toString('hex'));
      const before = await world.spentMicro();
      await Promise.allSettled([world.work(), cancel(id)]);
      await world.work();
      const { state } = await world.job(id);
      expect(['CANCELLED', 'RELEASED']).toContain(state);
      expect(before - (await world.spentMicro())).toBe(state === 'CANCELLED' ? 1_000_000 : 0);
    }
  });
});
