import { afterEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { RECEIPT, shelf, until } from '../support/shelf.js';
import type { AskOptions, Shelf } from '../support/shelf.js';

const DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const ONE = '{ dataset(id: "dst_1") { title } }';
const ALL = '{ datasets { id title } }';
const ACROSS = '{ datasets { title cooperative { name } } }';

let given: Shelf;
afterEach(() => given.stop());

/** How many requests came to the subgraphs meanwhile. */
async function callsOf(work: () => Promise<unknown>): Promise<number> {
  const before = given.calls.length;
  await work();
  return given.calls.length - before;
}

/** A gate that the test opens. */
function gate(): () => void {
  let open = (): void => undefined;
  given.gate = new Promise((resolve) => (open = resolve));
  return open;
}

describe('what is declared public', () => {
  it('is asked for once, in the name of nobody, whoever asks', async () => {
    given = await shelf();
    await given.ask(ONE, { did: DID });
    expect(await callsOf(() => given.ask(ONE))).toBe(0);
    expect(await callsOf(() => given.ask(ONE, { did: `${DID}2` }))).toBe(0);
    expect(given.calls.map(({ did }) => did)).toEqual([undefined]);
    expect(given.counts).toEqual({ hit: 2, miss: 1, outdated: 0, bypass: 0 });
  });

  it('is kept by entity, so that another list asks only for what is new in it', async () => {
    given = await shelf();
    await given.ask(ACROSS);
    given.titles.set('dst_4', 'Tides');
    await given.tell(['Query.datasets', 'Dataset']);
    const { data } = await given.ask(ACROSS);
    expect(data.datasets[3]).toEqual({ title: 'Tides', cooperative: { name: 'Name of coop_4' } });
    expect(data.datasets[0]).toEqual({ title: 'Trips', cooperative: { name: 'Name of coop_1' } });
    expect(given.calls.at(-1)?.variables?.representations).toEqual([
      { __typename: 'Cooperative', id: 'coop_4' },
    ]);
  });

  it('is told apart by the values of variables', async () => {
    given = await shelf();
    const query = 'query ($id: ID!) { dataset(id: $id) { title } }';
    await given.ask(query, { variables: { id: 'dst_1' } });
    const { data } = await given.ask(query, { variables: { id: 'dst_2' } });
    expect(data).toEqual({ dataset: { title: 'Yields' } });
  });

  it('is given to each in objects of their own', async () => {
    given = await shelf();
    const first = await given.ask(ACROSS);
    const second = await given.ask(ACROSS);
    const other = await given.ask('{ datasets { title cooperative { id name } } }');
    expect(second.data).toEqual(first.data);
    expect(other.data.datasets[0].cooperative).toEqual({ id: 'coop_1', name: 'Name of coop_1' });
  });
});

describe('what is not declared', () => {
  const cases: { name: string; query: string; dids: (string | undefined)[] }[] = [
    { name: 'a root field of the viewer', query: '{ me }', dids: [DID] },
    {
      name: 'a field of the viewer beside public ones',
      query: '{ dataset(id: "dst_1") { title mine } }',
      dids: [DID],
    },
    {
      name: 'a root field of the viewer beside public ones',
      query: '{ me dataset(id: "dst_1") { title } }',
      dids: [DID],
    },
    {
      name: 'a field of an entity, though the list around it is public',
      query: '{ datasets { title cooperative { secret } } }',
      dids: [undefined, DID],
    },
  ];

  it.each(cases)('is never kept: $name', async ({ query, dids }) => {
    given = await shelf();
    await given.ask(query, { did: DID });
    expect(given.calls.map(({ did }) => did)).toEqual(dids);
    const again = await callsOf(() => given.ask(query, { did: DID }));
    expect(again).toBe(dids.filter(Boolean).length);
    expect((await given.ask(query)).maxAgeSeconds).toBeUndefined();
  });

  it('is a mutation, whatever it gives', async () => {
    given = await shelf();
    const query = 'mutation { rename(id: "dst_1", title: "Rides") { title } }';
    await given.ask(query, { did: DID });
    await given.ask(query, { did: DID });
    expect(given.calls.map(({ did }) => did)).toEqual([DID, DID]);
    expect(given.answers.size).toBe(0);
  });
});

const WRONG = { message: 'no', extensions: { code: 'NOT_FOUND' } };

describe('an answer in which something went wrong', () => {
  const cases = [
    {
      name: 'an error beside data',
      syntheticField: {
        data: { datasets: [{ id: 'dst_1', title: null }] },
        errors: [{ ...WRONG, path: ['datasets', 0, 'title'] }],
      },
      told: 1,
    },
    {
      name: 'an error of no place that was asked for',
      syntheticField: { data: { datasets: [] }, errors: [{ ...WRONG, path: ['datasets', 7, 'title'] }] },
      told: 0,
    },
    { name: 'no data', syntheticField: { data: null, errors: [WRONG] }, told: 1 },
    { name: 'nothing at all', syntheticField: {}, told: 1 },
  ];

  it.each(cases)('is not kept, and is not public: $name', async ({ syntheticField, told }) => {
    given = await shelf();
    given.syntheticFields.set('data', syntheticField);
    const { errors, maxAgeSeconds } = await given.ask(ALL);
    expect(errors).toHaveLength(told);
    expect(maxAgeSeconds).toBeUndefined();
    expect(given.answers.size).toBe(0);
    given.syntheticFields.clear();
    expect((await given.ask(ALL)).data.datasets).toHaveLength(3);
  });

  it('says which entity it is about, among those that were kept', async () => {
    given = await shelf();
    await given.ask(ACROSS);
    given.titles.set('dst_4', 'Tides');
    await given.tell(['Query.datasets', 'Dataset']);
    const error = { ...WRONG, path: ['_entities', 0, 'name'] };
    given.syntheticFields.set('membership', { data: { _entities: [{ name: null }] }, errors: [error] });
    const { data, errors } = await given.ask(ACROSS);
    expect(errors?.map(({ path }) => path)).toEqual([['datasets', 3, 'cooperative', 'name']]);
    expect(data.datasets[0].cooperative.name).toBe('Name of coop_1');
    given.syntheticFields.clear();
    expect((await given.ask(ACROSS)).data.datasets[3].cooperative.name).toBe('Name of coop_4');
  });

  it('fails the entities that were asked for, and no other request', async () => {
    given = await shelf();
    given.syntheticFields.set('membership', { data: { _entities: [] } });
    expect((await given.ask(ACROSS)).errors).toHaveLength(3);
    given.syntheticFields.clear();
    expect((await given.ask(ACROSS)).errors).toHaveLength(0);
  });

  it('is not shared with those who asked the same meanwhile', async () => {
    given = await shelf();
    given.syntheticFields.set('data', { data: null, errors: [WRONG] });
    const open = gate();
    const first = given.ask(ONE);
    await until(() => given.calls.length === 1);
    given.syntheticFields.clear();
    const second = given.ask(ONE);
    open();
    expect((await first).errors).toHaveLength(1);
    expect((await second).data).toEqual({ dataset: { title: 'Trips' } });
  });
});

describe('equal questions at the same time', () => {
  it('are one request, and everybody gets an answer of their own', async () => {
    given = await shelf();
    const open = gate();
    const asked = [DID, undefined, `${DID}2`].map((did) => given.ask(ACROSS, { did }));
    await until(() => given.calls.length > 0);
    open();
    const [first, ...others] = (await Promise.all(asked)).map(({ data }) => data as unknown);
    for (const other of others) expect(other).toEqual(first);
    expect(given.calls.map(({ subgraph }) => subgraph)).toEqual(['data', 'membership']);
  });

  it('are two requests where a change was heard of between them', async () => {
    given = await shelf();
    const open = gate();
    const early = given.ask(ONE);
    await until(() => given.calls.length === 1);
    given.titles.set('dst_1', 'Rides');
    await given.tell(['Dataset:dst_1', 'Dataset']);
    const late = given.ask(ONE);
    await until(() => given.calls.length === 2);
    open();
    await early;
    expect((await late).data).toEqual({ dataset: { title: 'Rides' } });
  });

  it('are never one request for what depends on the viewer', async () => {
    given = await shelf();
    await Promise.all([given.ask('{ me }', { did: DID }), given.ask('{ me }', { did: DID })]);
    expect(given.calls).toHaveLength(2);
  });
});

describe('a change', () => {
  const cases: { name: string; query: string; tags: string[]; calls: number; options?: { all: boolean } }[] =
    [
      { name: 'of it', query: ONE, tags: ['Dataset:dst_1', 'Dataset'], calls: 1 },
      { name: 'of another of its kind', query: ONE, tags: ['Dataset:dst_2', 'Dataset'], calls: 0 },
      { name: 'of one in a list that names it', query: ALL, tags: ['Dataset:dst_2', 'Dataset'], calls: 1 },
      { name: 'of none in a list that names them', query: ALL, tags: ['Dataset:dst_9', 'Dataset'], calls: 0 },
      {
        name: 'of one in a list that does not',
        query: '{ datasets { title } }',
        tags: ['Dataset:dst_9', 'Dataset'],
        calls: 1,
      },
      { name: 'of the list', query: ALL, tags: ['Query.datasets'], calls: 1 },
      {
        name: 'of the list, for one that was asked for by its id',
        query: ONE,
        tags: ['Query.datasets'],
        calls: 0,
      },
      { name: 'of anything', query: ONE, tags: [], options: { all: true }, calls: 1 },
      {
        name: 'of what is not there yet',
        query: '{ dataset(id: "dst_9") { title } }',
        tags: ['Dataset:dst_9'],
        calls: 1,
      },
    ];

  it.each(cases)('$name: $calls requests more', async ({ query, tags, calls, options }) => {
    given = await shelf();
    await given.ask(query);
    await given.tell(tags, options);
    expect(await callsOf(() => given.ask(query))).toBe(calls);
    expect(given.counts.outdated).toBe(calls);
  });

  it('that is heard of while an answer is under way keeps that answer from being kept', async () => {
    given = await shelf();
    const open = gate();
    const early = given.ask(ONE);
    await until(() => given.calls.length === 1);
    given.titles.set('dst_1', 'Rides');
    await given.tell(['Dataset:dst_1', 'Dataset']);
    open();
    await early;
    expect((await given.ask(ONE)).data).toEqual({ dataset: { title: 'Rides' } });
  });
});

describe('a change that went through here', () => {
  const RENAME = 'mutation { rename(id: "dst_1", title: "Rides") { id } }';

  it('is seen by everybody at once, before the journal tells of it', async () => {
    given = await shelf();
    await given.ask(ONE);
    await given.ask(RENAME, { did: DID });
    expect((await given.ask(ONE)).data).toEqual({ dataset: { title: 'Rides' } });
  });

  it('hides what was asked for before, and nothing that is asked for later', async () => {
    given = await shelf();
    await given.ask(ALL);
    await given.ask(RENAME, { did: DID });
    given.clock.now += 1;
    expect(await callsOf(() => given.ask(ALL))).toBe(1);
    expect(await callsOf(() => given.ask(ALL))).toBe(0);
  });

  it('shows again what it did not change, once the journal has told of it', async () => {
    given = await shelf();
    const other = '{ dataset(id: "dst_2") { title } }';
    await given.ask(other);
    await given.ask(RENAME, { did: DID });
    await given.tell(['Dataset:dst_1', 'Dataset'], { entry: RECEIPT });
    expect(await callsOf(() => given.ask(other))).toBe(0);
  });

  it('hides nothing where the journal was faster', async () => {
    given = await shelf();
    await given.tell(['Nothing'], { entry: RECEIPT });
    await given.ask(ONE);
    await given.ask(RENAME, { did: DID });
    expect(await callsOf(() => given.ask(ONE))).toBe(0);
  });

  it('is not joined to a question that was under way', async () => {
    given = await shelf();
    const open = gate();
    const early = given.ask(ONE);
    await until(() => given.calls.length === 1);
    given.gate = undefined;
    await given.ask(RENAME, { did: DID });
    given.clock.now += 1;
    expect((await given.ask(ONE)).data).toEqual({ dataset: { title: 'Rides' } });
    open();
    await early;
    expect((await given.ask(ONE)).data).toEqual({ dataset: { title: 'Rides' } });
  });
});

describe('time', () => {
  it('ends what is kept, at the smallest age of its fields', async () => {
    given = await shelf();
    await given.ask(ALL);
    await given.ask(ONE);
    await given.advance(29_999);
    expect(await callsOf(() => given.ask(ALL))).toBe(0);
    await given.advance(1);
    expect(await callsOf(() => given.ask(ALL))).toBe(1);
    expect(await callsOf(() => given.ask(ONE))).toBe(0);
  });

  it('is told with an answer: how long it may be shown, and how much of that has gone', async () => {
    given = await shelf();
    const fresh = await given.ask(ACROSS);
    expect([fresh.maxAgeSeconds, fresh.freshness.ageSeconds(30)]).toEqual([30, 0]);
    await given.advance(12_000);
    const kept = await given.ask(ACROSS);
    expect([kept.maxAgeSeconds, kept.freshness.ageSeconds(30)]).toEqual([30, 12]);
  });
});

describe('whoever has seen something happen', () => {
  const entry = newId('jrn');
  const cases: { name: string; options: AskOptions; read: boolean; bypasses: boolean }[] = [
    {
      name: 'here, and it was heard of',
      options: { did: DID, positions: { data: entry } },
      read: true,
      bypasses: false,
    },
    {
      name: 'here, and it was not heard of',
      options: { did: DID, positions: { data: entry } },
      read: false,
      bypasses: true,
    },
    { name: 'here, as nobody', options: { positions: { data: entry } }, read: false, bypasses: true },
    {
      name: 'in another service, that this one follows',
      options: { did: DID, positions: { membership: entry } },
      read: true,
      bypasses: true,
    },
  ];

  it.each(cases)('$name', async ({ options, read, bypasses }) => {
    given = await shelf();
    await given.advance(Date.now() - given.clock.now);
    await given.tell(['Nothing'], read ? { entry } : {});
    await given.ask(ONE);
    expect(await callsOf(() => given.ask(ONE, options))).toBe(bypasses ? 1 : 0);
    if (!bypasses) return;
    const { did, positions } = given.calls.at(-1)!;
    expect({ did, positions }).toEqual({ did: options.did, positions: options.positions });
  });

  it('is given what was asked for long after', async () => {
    given = await shelf();
    await given.advance(Date.now() + 61_000 - given.clock.now);
    await given.ask(ONE);
    expect(await callsOf(() => given.ask(ONE, { did: DID, positions: { data: entry } }))).toBe(0);
  });
});

describe('a journal that is not heard of', () => {
  it('lets nothing be shown that was kept, nor kept anew, until it is heard of again', async () => {
    given = await shelf();
    await given.ask(ONE);
    given.changes.isDown = true;
    given.clock.now += 301;
    expect(await callsOf(() => given.ask(ONE, { did: DID }))).toBe(1);
    expect(await callsOf(() => given.ask(ONE, { did: DID }))).toBe(1);
    expect(given.calls.at(-1)?.did).toBe(DID);
    expect(given.counts.bypass).toBe(2);
    given.changes.isDown = false;
    given.titles.set('dst_1', 'Rides');
    await given.tell(['Dataset:dst_1', 'Dataset']);
    expect((await given.ask(ONE)).data).toEqual({ dataset: { title: 'Rides' } });
    expect(await callsOf(() => given.ask(ONE))).toBe(0);
  });
});

describe('room', () => {
  it('is bounded by bytes: what was asked for longest ago goes first', async () => {
    given = await shelf({ bytesMax: 3_000 });
    const ask = (id: string) => given.ask(`{ dataset(id: "${id}") { title } }`);
    for (const id of ['dst_1', 'dst_2', 'dst_3']) await ask(id);
    const kept = given.answers.size;
    for (let turn = 0; turn < 20; turn += 1) await ask(`dst_1${turn}`);
    expect(given.answers.size).toBeLessThan(8);
    expect(kept).toBe(3);
    expect(await callsOf(() => ask('dst_119'))).toBe(0);
    expect(await callsOf(() => ask('dst_1'))).toBe(1);
  });

  it('is bounded for changes: beyond it what is older than the last forgotten is asked for anew', async () => {
    given = await shelf({ changesMax: 2 });
    await given.ask(ONE);
    for (const tag of ['A', 'B']) await given.tell([tag]);
    expect(await callsOf(() => given.ask(ONE))).toBe(0);
    await given.tell(['C']);
    expect(await callsOf(() => given.ask(ONE))).toBe(1);
  });
});
