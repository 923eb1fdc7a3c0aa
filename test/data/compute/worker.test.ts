import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claimJob, renewLease } from '../../../subgraphs/data/compute/job/lease.js';
import type { JobPorts } from '../../../subgraphs/data/compute/job/runJob.js';
import { rotateEpoch } from '../../../subgraphs/data/service/rotateEpoch.js';
import { until } from '../../support/testService.js';
import { World } from './world.js';

const ROWS = [
  { borough: 'Queens', fare: 10 },
  { borough: 'Queens', fare: 20 },
  { borough: 'Bronx', fare: 30 },
];
const SPEC = {
  groupBy: [{ column: 'borough' }],
  measures: [{ kind: 'COUNT' }, { kind: 'SUM', column: 'fare' }],
  epsilon: '10',
  rowsPerMember: 3,
};

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

describe('a job', () => {
  test('is answered from what the wallets encrypted, with noise, and journalled use by use', async () => {
    const members = await world.contributors(40, ROWS);
    const id = await world.submit(SPEC);
    await world.work();
    const job = await world.job(id);
    expect(job).toMatchObject({ state: 'RELEASED', refusal: null, attempts: 1, lease_holder: null });
    expect(job.result!.rows.map(({ key }) => key.borough)).toEqual(['Bronx', 'Brooklyn', 'Queens']);
    const [bronx, brooklyn, queens] = job.result!.rows.map(({ values }) => values as Record<string, number>);
    // Three rows a member at epsilon 5 a query: beyond 20 lies one draw in 10^14.
    expect(Math.abs(bronx!.count! - 40)).toBeLessThan(20);
    expect(Math.abs(brooklyn!.count!)).toBeLessThan(20);
    expect(Math.abs(queens!.count! - 80)).toBeLessThan(20);
    expect(Math.abs(queens!.sum_fare! - 1200)).toBeLessThan(2_000);
    expect(job.gates).toMatchObject({ records: 120, used: 120, members: 40, unreadable: 0, invalid: 0 });
    const uses = await world.sql<{ subject: string; values: { job: string; uses: object[] } }>(
      `select subject, private_part -> 'values' as values from journal_entry where type = 'UsageMetered' order by subject`,
    );
    expect(uses.map(({ subject }) => subject)).toEqual(members.map(({ memberId }) => memberId).sort());
    expect(uses[0]!.values).toMatchObject({
      job: id,
      licence: world.licence,
      uses: [{ memberId: uses[0]!.subject, records: 3, qualityBp: 10_000 }],
    });
    const [access] = await world.sql(
      'select count(*)::int as members, sum(records)::int as records from access_record',
    );
    expect(access).toEqual({ members: 40, records: 120 });
    expect(await world.sql(`select 1 from journal_entry where type = 'ComputeJobReleased'`)).toHaveLength(1);
    expect(await world.spentMicro()).toBe(10_000_000);
  });

  test('uses the records of those who consented, and counts what each gate stopped', async () => {
    await world.contributors(10, ROWS);
    await world.contributor(ROWS, { purposes: ['dpv:Marketing'] });
    await world.contributor(ROWS, { recipients: ['REGULATOR'] });
    const withdrawn = await world.contributor(ROWS);
    await world.withdraw(withdrawn.consentId);
    const id = await world.submit(SPEC);
    await world.work();
    expect((await world.job(id)).gates).toEqual({
      records: 39,
      stoppedByConsent: 6,
      stoppedByDecision: 0,
      stoppedByPurpose: 3,
      unreadable: 0,
      invalid: 0,
      used: 30,
      members: 10,
    });
    const used = await world.sql<{ member_id: string }>('select member_id from access_record');
    expect(used.map(({ member_id }) => member_id)).not.toContain(withdrawn.memberId);
  });

  test('drops rows that do not fit the schema, and the quality of their member says so', async () => {
    await world.contributors(10, ROWS);
    const careless = await world.contributor([
      ...ROWS,
      { borough: 'Newark' },
      { fare: 'ten' },
      { secret: 1 },
    ]);
    const id = await world.submit(SPEC);
    await world.work();
    expect((await world.job(id)).gates).toMatchObject({ invalid: 3, used: 33 });
    const [use] = await world.sql<{ uses: object[] }>(
      `select private_part -> 'values' -> 'uses' as uses from journal_entry
       where type = 'UsageMetered' and subject = $1`,
      [careless.memberId],
    );
    expect(use!.uses).toEqual([{ memberId: careless.memberId, records: 3, qualityBp: 5_000 }]);
  });

  test('lets nobody count with more rows than the job allows', async () => {
    await world.contributors(10, ROWS);
    await world.contributor(Array.from({ length: 2_000 }, () => ({ borough: 'Bronx', fare: 100 })));
    const id = await world.submit(SPEC);
    await world.work();
    const job = await world.job(id);
    expect(job.gates).toMatchObject({ used: 33 });
    expect(job.result!.rows[0]!.values.count as number).toBeLessThan(60);
  });
});

describe('a hostile or broken upload', () => {
  const key = () => Uint8Array.from(randomBytes(32));
  const newMember = async (): Promise<{ memberId: string; did: string }> => world.contributor([{ fare: 1 }]);

  const loseBlob = async ({ memberId }: { memberId: string }): Promise<void> => {
    const of = 'select cid from contribution where member_id = $1';
    const [row] = await world.sql<{ cid: string }>(of, [memberId]);
    await world.worker.blobs.remove(world.cooperative, row!.cid);
  };

  const poisons: { name: string; plant: () => Promise<unknown> }[] = [
    {
      name: 'a ciphertext that was altered',
      plant: async () => {
        const member = await newMember();
        return world.contribute(member, ROWS, key(), (bytes) =>
          bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
        );
      },
    },
    {
      name: 'a ciphertext that is cut short',
      plant: async () => world.contribute(await newMember(), ROWS, key(), (bytes) => bytes.subarray(0, 5)),
    },
    {
      name: 'another dataset key than the one wrapped',
      plant: async () => world.contribute(await newMember(), ROWS, key()),
    },
    {
      name: 'records that another member encrypted',
      plant: async () => {
        const member = await newMember();
        const datasetKey = key();
        await world.consent(member.memberId, datasetKey);
        await world.openWraps();
        return world.contribute({ ...member, did: 'did:key:another' }, ROWS, datasetKey);
      },
    },
  ];

  test.each(poisons)('with $name is not counted, and costs nobody anything', async ({ plant }) => {
    await world.contributors(10, ROWS);
    await plant();
    await world.openWraps();
    const id = await world.submit(SPEC);
    await world.work();
    const job = await world.job(id);
    expect(job).toMatchObject({ state: 'RELEASED', attempts: 1 });
    // Their members each have one row besides.
    expect(job.gates).toMatchObject({ records: 31, used: 31, members: 11, unreadable: 0 });
  });

  test('whose blob is gone costs its member the place and the others nothing', async () => {
    await world.contributors(10, ROWS);
    await loseBlob(await world.contributor(ROWS));
    const id = await world.submit(SPEC);
    await world.work();
    const job = await world.job(id);
    expect(job).toMatchObject({ state: 'RELEASED', attempts: 1 });
    expect(job.gates).toMatchObject({ used: 30, members: 10 });
    expect(job.gates!.unreadable).toBeGreaterThan(0);
  });

  test('whose epoch ends while they are read loses nobody', async () => {
    await world.contributors(10, ROWS);
    await world.sql(`update licence set valid_until = valid_until + interval '7 days'`);
    const id = await world.submit(SPEC);
    const { epochKeys } = world.worker;
    let ended = false;
    await world.work({
      ...world.worker,
      epochKeys: {
        make: (epoch) => epochKeys.make(epoch),
        destroy: (epoch) => epochKeys.destroy(epoch),
        async key(epoch) {
          if (ended) return epochKeys.key(epoch);
          ended = true;
          await world.sql('update clock_offset set seconds = seconds + 90000');
          await rotateEpoch({ store: world.store, epochKeys })();
          // What a file holds that is being overwritten.
          return randomBytes(32);
        },
      },
    });
    const job = await world.job(id);
    expect(job).toMatchObject({ state: 'RELEASED', attempts: 1 });
    expect(job.gates).toMatchObject({ members: 10, unreadable: 0 });
    expect(await world.sql('select distinct epoch from consent_wrap')).toEqual([{ epoch: 2 }]);
  });

  test('leaves too few: the job is refused, and the epsilon is given back', async () => {
    await world.contributors(9, ROWS);
    await loseBlob(await world.contributor(ROWS));
    const id = await world.submit(SPEC);
    await world.work();
    expect(await world.job(id)).toMatchObject({
      state: 'REFUSED',
      refusal: 'COHORT_TOO_SMALL',
      result: null,
    });
    expect(await world.spentMicro()).toBe(0);
    const [entry] = await world.sql<{ values: object }>(
      `select private_part -> 'values' as values from journal_entry where type = 'ComputeJobRefused'`,
    );
    expect(entry!.values).toMatchObject({ job: id, reason: 'COHORT_TOO_SMALL' });
  });
});

describe('a withdrawal', () => {
  test('between submission and reading keeps the record out', async () => {
    const [first] = await world.contributors(11, ROWS);
    const id = await world.submit(SPEC);
    await world.withdraw(first!.consentId);
    await world.work();
    expect((await world.job(id)).gates).toMatchObject({ members: 10, stoppedByConsent: 3 });
    expect(
      await world.sql('select 1 from access_record where member_id = $1', [first!.memberId]),
    ).toHaveLength(0);
  });

  test('between reading and release throws the answer away, and the next is without the record', async () => {
    const [first] = await world.contributors(11, ROWS);
    const id = await world.submit(SPEC);
    await world.work(afterAggregating([() => world.withdraw(first!.consentId)]));
    expect(await world.job(id)).toMatchObject({ state: 'RELEASED', attempts: 1 });
    expect((await world.job(id)).gates).toMatchObject({ members: 10, used: 30 });
    expect(
      await world.sql('select 1 from access_record where member_id = $1', [first!.memberId]),
    ).toHaveLength(0);
    expect(await world.spentMicro()).toBe(10_000_000);
  });

  test('of a contribution between reading and release does the same', async () => {
    const [first] = await world.contributors(11, ROWS);
    const id = await world.submit(SPEC);
    const withdraw = () =>
      world.tenant((tx) =>
        tx.query('update contribution set sealed_key = null, withdrawn_at = $2 where member_id = $1', [
          first!.memberId,
          tx.now,
        ]),
      );
    await world.work(afterAggregating([withdraw]));
    expect((await world.job(id)).gates).toMatchObject({ members: 10 });
  });

  test('that leaves too few between reading and release ends the job', async () => {
    const members = await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await world.work(afterAggregating([() => world.withdraw(members[0]!.consentId)]));
    expect(await world.job(id)).toMatchObject({
      state: 'REFUSED',
      refusal: 'COHORT_TOO_SMALL',
      result: null,
    });
    expect(await world.sql('select 1 from access_record')).toHaveLength(0);
  });

  test('after every reading ends the job rather than trying for ever', async () => {
    const members = await world.contributors(20, ROWS);
    const id = await world.submit(SPEC);
    await world.work(
      afterAggregating(
        members.map(
          ({ consentId }) =>
            () =>
              world.withdraw(consentId),
        ),
      ),
    );
    expect(await world.job(id)).toMatchObject({ state: 'FAILED', refusal: 'CONSENTS_UNSTABLE' });
    expect(await world.spentMicro()).toBe(10_000_000);
  });

  test('that holds its row makes the release wait for it', async () => {
    const [first] = await world.contributors(11, ROWS);
    const id = await world.submit(SPEC);
    let finish = (): void => undefined;
    const holding = new Promise<void>((held) => {
      void world.tenant(async (tx) => {
        await tx.query('select 1 from consent where id = $1 for update', [first!.consentId]);
        held();
        await new Promise<void>((go) => (finish = go));
        await tx.query('update consent set withdrawn_at = $2 where id = $1', [first!.consentId, tx.now]);
      });
    });
    await holding;
    const working = world.work();
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await until(async () => (await world.sql(waits)).length > 0, 'the release to wait for the withdrawal');
    expect(await world.job(id)).toMatchObject({ state: 'RUNNING' });
    finish();
    await working;
    expect((await world.job(id)).gates).toMatchObject({ members: 10 });
  });

  test('is decided by the database’s clock: a consent that expired while computing is gone', async () => {
    await world.contributors(10, ROWS);
    await world.contributor(ROWS, { expiresAt: new Date(Date.now() + 60_000) });
    const id = await world.submit(SPEC);
    await world.work(afterAggregating([() => world.sql('update clock_offset set seconds = 120')]));
    expect((await world.job(id)).gates).toMatchObject({ members: 10 });
  });
});

describe('a licence', () => {
  test('that ended while the job waited refuses it', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await world.sql(`update licence set valid_until = now() - interval '1 minute'`);
    await world.work();
    expect(await world.job(id)).toMatchObject({ state: 'REFUSED', refusal: 'LICENCE_NOT_ACTIVE' });
    expect((await world.job(id)).gates).toMatchObject({ stoppedByDecision: 30, used: 0 });
    expect(await world.spentMicro()).toBe(0);
  });

  test.each([
    { what: 'ended', sql: `update licence set valid_until = now() - interval '1 minute'` },
    { what: 'lost its payment', sql: 'update licence set paid_at = null' },
  ])('that $what between reading and release keeps the answer in', async ({ sql }) => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await world.work(afterAggregating([() => world.sql(sql)]));
    expect(await world.job(id)).toMatchObject({
      state: 'REFUSED',
      refusal: 'LICENCE_NOT_ACTIVE',
      result: null,
    });
    expect(await world.sql('select 1 from access_record')).toHaveLength(0);
    expect(await world.spentMicro()).toBe(0);
  });
});

describe('a worker that dies', () => {
  const expireLease = () =>
    world.sql(`update compute_job set lease_until = now() - interval '1 second' where state = 'RUNNING'`);

  test('has its job taken up by another', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await claimJob(world.worker.store);
    await world.work();
    expect(await world.job(id)).toMatchObject({ state: 'RUNNING', attempts: 1 });
    await expireLease();
    await world.work();
    expect(await world.job(id)).toMatchObject({ state: 'RELEASED', attempts: 2 });
    expect(await world.spentMicro()).toBe(10_000_000);
  });

  test('for the third time ends the job, which is not tried again', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    for (let i = 0; i < 3; i += 1) {
      expect(await claimJob(world.worker.store)).toMatchObject({ jobId: id, exhausted: false });
      await expireLease();
    }
    await world.work();
    expect(await world.job(id)).toMatchObject({
      state: 'FAILED',
      refusal: 'ATTEMPTS_EXHAUSTED',
      result: null,
    });
    expect(await world.spentMicro()).toBe(10_000_000);
  });

  test('and comes back finds its lease gone, and releases nothing', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    const stolen = afterAggregating([
      async () => {
        await expireLease();
        expect(await claimJob(world.worker.store)).toMatchObject({ jobId: id });
      },
    ]);
    await world.work(stolen);
    expect(await world.job(id)).toMatchObject({ state: 'RUNNING', attempts: 2, result: null });
    expect(await world.sql('select 1 from access_record')).toHaveLength(0);
  });

  test('throws: the job is tried again, and failed after the third time', async () => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await world.work({ ...world.worker, aggregate: () => Promise.reject(new Error('a fault of ours')) });
    expect(await world.job(id)).toMatchObject({
      state: 'FAILED',
      refusal: 'ATTEMPTS_EXHAUSTED',
      attempts: 4,
    });
  });

  test('is not robbed while it renews its lease', async () => {
    await world.contributors(10, ROWS);
    await world.submit(SPEC);
    const lease = (await claimJob(world.worker.store))!;
    await expireLease();
    expect(await renewLease(world.worker.store, lease)).toBe(true);
    expect(await claimJob(world.worker.store)).toBeNull();
    expect(await renewLease(world.worker.store, { ...lease, holder: 'another' })).toBe(false);
  });

  test('and another at the same moment take one job between them', async () => {
    await world.contributors(10, ROWS);
    await world.submit(SPEC);
    const claims = await Promise.all(Array.from({ length: 3 }, () => claimJob(world.worker.store)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});

describe('a job that would not fit in memory', () => {
  test.each([
    ['rows', { rowsMax: 29, bytesMax: 1e9 }],
    ['bytes', { rowsMax: 1e9, bytesMax: 100 }],
  ])('fails by its %s before anything is computed', async (_, limits) => {
    await world.contributors(10, ROWS);
    const id = await world.submit(SPEC);
    await world.work({ ...world.worker, limits });
    expect(await world.job(id)).toMatchObject({ state: 'FAILED', refusal: 'ROWS_LIMIT_EXCEEDED' });
  });
});

describe('after a job', () => {
  test('the numbers that were loaded are wiped', async () => {
    await world.contributors(10, ROWS);
    await world.submit(SPEC);
    const seen: BigInt64Array[] = [];
    await world.work({
      ...world.worker,
      aggregate: (plan, members) => {
        seen.push(...[...members].map(({ values }) => values));
        return world.worker.aggregate(plan, members);
      },
    });
    expect(seen).toHaveLength(10);
    for (const values of seen) expect(values.every((value) => value === 0n)).toBe(true);
  });
});

/** Does one thing after each aggregation, when the answer exists and is not yet released. */
function afterAggregating(happenings: (() => Promise<unknown>)[]): JobPorts {
  return {
    ...world.worker,
    async aggregate(plan, members) {
      const rows = await world.worker.aggregate(plan, members);
      await happenings.shift()?.();
      return rows;
    },
  };
}
