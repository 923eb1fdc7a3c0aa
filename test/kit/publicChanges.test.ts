import { describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import {
  ANYTHING_PUBLIC,
  NOTHING_PUBLIC,
  bornAt,
  publicChangesOf,
} from '../../subgraphs/kit/journal/publicChanges.js';
import { MemoryFeed } from '../support/memoryFeed.js';

const COOP = 'coop_1';
const CHANGES = {
  Published: { entities: { Dataset: 'dataset.id' }, fields: ['Query.datasets'], ofCooperative: true },
  Offered: { entities: { Dataset: 'dataset' } },
  Withdrawn: { entities: { Dataset: 'datasets' } },
  Cast: NOTHING_PUBLIC,
  Left: ANYTHING_PUBLIC,
};

function journal() {
  const feed = new MemoryFeed('data');
  const head = () => Promise.resolve(BigInt(feed.length));
  const read = (after: bigint, limit: number, waitMs: number) => feed.read(after, limit, waitMs);
  return { feed, changes: publicChangesOf({ head, read }, CHANGES) };
}

describe('the public changes of a journal', () => {
  const cases = [
    {
      name: 'the entity, its kind, the lists that may hold it, and its co-op',
      type: 'Published',
      values: { dataset: { id: 'dst_1' } },
      tags: ['Query.datasets', 'Cooperative', 'Cooperative:coop_1', 'Dataset', 'Dataset:dst_1'],
      all: false,
    },
    {
      name: 'the entity and its kind',
      type: 'Offered',
      values: { dataset: 'dst_2' },
      tags: ['Dataset', 'Dataset:dst_2'],
      all: false,
    },
    {
      name: 'every entity of several',
      type: 'Withdrawn',
      values: { datasets: ['dst_3', 'dst_4'] },
      tags: ['Dataset', 'Dataset:dst_3', 'Dataset:dst_4'],
      all: false,
    },
    {
      name: 'everything, of several of which one has no id',
      type: 'Withdrawn',
      values: { datasets: ['dst_3', null] },
      tags: ['Dataset', 'Dataset:dst_3'],
      all: true,
    },
    {
      name: 'nothing, of what nobody may see',
      type: 'Cast',
      values: { ballot: 'secret' },
      tags: [],
      all: false,
    },
    {
      name: 'everything, of what must not say more',
      type: 'Left',
      values: { member: 'secret' },
      tags: [],
      all: true,
    },
    {
      name: 'everything, of a type that nobody classified',
      type: 'Invented',
      values: {},
      tags: [],
      all: true,
    },
    { name: 'everything, of an entry without the id', type: 'Offered', values: {}, tags: [], all: true },
    {
      name: 'everything, of an entry whose id is none',
      type: 'Offered',
      values: { dataset: 7 },
      tags: [],
      all: true,
    },
    {
      name: 'everything, of an entry of another form',
      type: 'Published',
      values: { dataset: 'dst_1' },
      tags: ['Query.datasets', 'Cooperative', 'Cooperative:coop_1'],
      all: true,
    },
  ];

  it.each(cases)('are $name', async ({ type, values, tags, all }) => {
    const { feed, changes } = journal();
    const { entryId } = feed.push(COOP, type, values);
    expect(await changes.read(0n, 0)).toEqual({ position: 1n, entries: [entryId], tags, all });
  });

  it('begin where the journal ends, and say nothing of what was before', async () => {
    const { feed, changes } = journal();
    feed.push(COOP, 'Invented', {});
    expect(await changes.read(null, 1_000)).toEqual({ position: 1n, entries: [], tags: [], all: false });
  });

  it('stay where they are while there are none', async () => {
    const { changes } = journal();
    expect(await changes.read(0n, 0)).toEqual({ position: 0n, entries: [], tags: [], all: false });
  });

  it('hold no value of an entry but its id', async () => {
    const { feed, changes } = journal();
    feed.push(COOP, 'Offered', { dataset: 'dst_2', price: 'secret' });
    feed.push(COOP, 'Cast', { ballot: 'secret' });
    const page = await changes.read(0n, 0);
    expect(JSON.stringify({ ...page, position: 0 })).not.toContain('secret');
  });
});

describe('the birth of an entry', () => {
  it('stands in its id', () => {
    const before = Date.now();
    const born = bornAt(newId('jrn'));
    expect(born).toBeGreaterThanOrEqual(before);
    expect(born).toBeLessThanOrEqual(Date.now() + 1);
  });
});
