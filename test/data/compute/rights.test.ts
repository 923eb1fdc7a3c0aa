import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { World } from './world.js';

/** What the worker's role may do in the database, tried as that role. */
describe('the worker’s role', () => {
  let world: World;
  let worker: pg.Client;
  beforeAll(async () => {
    world = await World.open();
    await world.contributors(10, [{ fare: 1 }]);
    await world.submit({ measures: [{ kind: 'COUNT' }], epsilon: '1' });
    worker = new pg.Client({ connectionString: world.workerUrl });
    await worker.connect();
  });
  afterAll(async () => {
    await worker.end();
    await world.close();
  });

  const inTenant = async (sql: string, cooperative: string = world.cooperative): Promise<number> => {
    await worker.query('begin');
    try {
      await worker.query(`select set_config('app.cooperative', $1, true)`, [cooperative]);
      return (await worker.query(sql)).rowCount ?? 0;
    } finally {
      await worker.query('rollback');
    }
  };

  test.each([
    ['withdraw a consent', 'update consent set withdrawn_at = now()'],
    ['prolong a consent', 'update consent set expires_at = null'],
    ['grant a consent', `insert into consent_wrap select * from consent_wrap`],
    ['delete a wrap', 'delete from consent_wrap'],
    ['change a contribution', `update contribution set sealed_key = ''`],
    ['delete a contribution', 'delete from contribution'],
    ['put a licence in force', `update licence set state = 'FINALIZED'`],
    ['submit a job', 'insert into compute_job select * from compute_job'],
    ['change what a job asks', `update compute_job set spec = '{}'`],
    ['change what a job costs', 'update compute_job set cost_minor = 0, epsilon_micro = 1'],
    ['delete a job', 'delete from compute_job'],
    ['open a budget', 'insert into privacy_budget select * from privacy_budget'],
    ['change a charter', `update charter set terms = '{}'`],
    ['read the journal', 'select 1 from journal_entry'],
    ['change the journal', `update journal_entry set private_part = null`],
    ['read whom members let in', 'select 1 from access_record'],
    ['change a published key', `update compute_key set public_key = ''`],
    ['end an epoch', 'update wrap_epoch set retired_at = now()'],
    ['move the clock', 'update clock_offset set seconds = 1'],
    ['change a standing', `update standing set standing = 'ADMITTED'`],
    ['make a table', 'create table loot (id text)'],
  ])('may not %s', async (_, sql) => {
    await expect(inTenant(sql)).rejects.toMatchObject({ code: '42501' });
  });

  test('finds jobs that wait in every co-op by its own policy, and nothing else', async () => {
    await worker.query('begin');
    await worker.query(`select set_config('app.reader', 'worker', true)`);
    expect((await worker.query('select 1 from compute_job')).rowCount).toBe(1);
    for (const table of ['consent', 'contribution', 'consent_wrap', 'licence', 'privacy_budget']) {
      expect((await worker.query(`select 1 from ${table}`)).rowCount).toBe(0);
    }
    await worker.query('rollback');
  });

  test.each([
    'compute_job',
    'privacy_budget',
    'consent',
    'consent_wrap',
    'contribution',
    'licence',
    'dataset',
  ])('sees rows of %s in the co-op of its transaction alone', async (table) => {
    expect(await inTenant(`select 1 from ${table}`)).toBeGreaterThan(0);
    expect(await inTenant(`select 1 from ${table}`, 'coop_another')).toBe(0);
    expect(await inTenant(`select 1 from ${table}`, '')).toBe(0);
  });
});

describe('the data service’s role', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
    await world.contributors(10, [{ fare: 1 }]);
    await world.submit({ measures: [{ kind: 'COUNT' }], epsilon: '1' });
  });
  afterAll(() => world.close());

  test.each([
    ['say that a wrap has opened', 'update consent set wrap_opened_at = now()'],
    ['set a wrap aside', 'update consent set wrap_set_aside_at = now()'],
    ['write a result', `update compute_job set result = '{}'`],
    ['take over a lease', `update compute_job set lease_holder = 'me'`],
    ['change what a job took', 'update compute_job set epsilon_micro = 1'],
    ['delete a budget', 'delete from privacy_budget'],
  ])('may not %s', async (_, sql) => {
    await expect(world.tenant((tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
  });

  test('shows a buyer its own jobs in all co-ops, and no other’s', async () => {
    const count = (organization: string) =>
      world.store.transaction(
        { organization },
        async (tx) => (await tx.query('select 1 from compute_job')).length,
      );
    expect(await count(world.buyer)).toBe(1);
    expect(await count('org_another')).toBe(0);
    expect(await count('')).toBe(0);
  });

  test('keeps budgets inside their co-op', async () => {
    const spent = (cooperative: string) =>
      world.store.transaction(
        { cooperative },
        async (tx) => (await tx.query('select 1 from privacy_budget')).length,
      );
    expect(await spent(world.cooperative)).toBe(1);
    expect(await spent('coop_another')).toBe(0);
  });
});
