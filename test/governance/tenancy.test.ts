import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { World } from './support/world.js';

const TABLES = ['charter', 'proposal', 'elector', 'ballot', 'delegation'];

describe('the rows of a co-op', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(3);
    await world.delegate(world.members[1]!, world.members[2]!);
    const proposal = await world.open();
    await world.vote(world.steward, proposal, 'FOR');
  });
  afterAll(() => world.service.stop());

  const rowsSeen = (scope: Record<string, string>, table: string) =>
    world.service.service.store.transaction(scope, (tx) => tx.query(`select * from ${table}`));
  const rejected = async (sql: string) => {
    const { store } = world.service.service;
    return store
      .transaction({ cooperative: world.cooperative }, (tx) => tx.query(sql))
      .then(
        () => 'done',
        (error: Error) => error.message,
      );
  };

  it.each(TABLES)('of %s are seen in its own transactions alone', async (table) => {
    expect((await rowsSeen({ cooperative: world.cooperative }, table)).length).toBeGreaterThan(0);
    expect(await rowsSeen({}, table)).toEqual([]);
    expect(await rowsSeen({ cooperative: newId('coop') }, table)).toEqual([]);
    if (table !== 'proposal') expect(await rowsSeen({ reader: 'scheduler' }, table)).toEqual([]);
  });

  it('are seen by the scheduler as far as they may fall due, and never changed by it', async () => {
    const { store } = world.service.service;
    expect(await rowsSeen({ reader: 'scheduler' }, 'proposal')).toHaveLength(1);
    await store.transaction({ reader: 'scheduler' }, (tx) => tx.query(`update proposal set reason = 'x'`));
    expect(await world.service.sql(`select 1 from proposal where reason = 'x'`)).toEqual([]);
  });

  it.each([
    { name: 'a charter cannot be rewritten', sql: `update charter set terms = '{}'` },
    { name: 'a charter cannot be deleted', sql: 'delete from charter' },
    { name: 'the effect of a proposal cannot be exchanged', sql: `update proposal set effect = '{}'` },
    { name: 'the rule of a proposal cannot be exchanged', sql: `update proposal set rule = '{}'` },
    { name: 'a ballot cannot be changed', sql: `update ballot set choices = '[]'` },
    { name: 'a ballot cannot be deleted', sql: 'delete from ballot' },
    { name: 'an elector cannot be deleted', sql: 'delete from elector' },
    { name: 'a proposal cannot be deleted', sql: 'delete from proposal' },
  ])('are held by the rights of the service’s role: $name', async ({ sql }) => {
    expect(await rejected(sql)).toMatch(/permission denied/);
  });
});
