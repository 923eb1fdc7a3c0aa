import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HOSTILE_SDL } from '../../../support/hostilePartner.js';
import { metricsOf } from '../../support/metrics.js';
import { startPartnerWorld } from '../support/partnerWorld.js';
import type { PartnerWorld } from '../support/partnerWorld.js';

const MORE_SDL = HOSTILE_SDL.replace('acmeRating: Float', 'acmeRating: Float  acmeExtra: Float');
const SWAPS = 8;
const CLIENTS = 4;

/** Valid for every generation of these tests; some are of the core alone, each has several spellings. */
const QUERIES = [
  '{ cooperatives { nodes { id name acmeRating } } }',
  'query Named($id: ID) { cooperative(id: $id) { charter proposals { title } acmeRating } }',
  '{ cooperatives { nodes { name } } me }',
  'mutation { rename(id: "coop_1", name: "x") { name } }',
];

describe('a new supergraph', () => {
  let world: PartnerWorld;
  beforeAll(async () => {
    world = await startPartnerWorld({ REGISTRY_POLL_MS: '50', PARTNER_TIMEOUT_MS: '20000' });
  });
  afterAll(() => world.stop());

  const swaps = async (): Promise<Record<string, number>> => ({
    ...(await metricsOf(world.gateway.url, 'gateway_supergraph_swaps_total')),
    ...(await metricsOf(world.gateway.url, 'gateway_supergraph_generation')),
  });
  const running = async (): Promise<unknown> => {
    const reply = await fetch(`${world.gateway.url}/registry/subgraphs`, {
      headers: { authorization: `Bearer ${world.gateway.issuer.token()}` },
    });
    return ((await reply.json()) as { running: unknown }).running;
  };

  test('comes in under load without one failed request', async () => {
    let done = false;
    let answered = 0;
    const failed: unknown[] = [];
    const client = async (seed: number): Promise<void> => {
      for (let round = seed; !done; round++) {
        const known = QUERIES[round % QUERIES.length]!;
        // Half are in a form that no generation has planned yet.
        const isNew = Math.floor(round / QUERIES.length) % 2 === 0;
        const query = isNew ? known.replace('{ ', `{ a${round}: __typename `) : known;
        const { status, body } = await world.gateway.ask(query, { id: 'coop_1' });
        if (status !== 200 || body.errors) failed.push({ status, body, query });
        answered += 1;
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, seed) => client(seed));
    for (let swap = 0; swap < SWAPS; swap++) {
      const before = answered;
      const sdl = swap % 2 === 0 ? MORE_SDL : HOSTILE_SDL;
      expect(await world.post('publish', { subgraph: 'acme', sdl })).toMatchObject({
        status: 200,
        body: { outcome: 'published', generation: 3 + swap, running: 3 + swap },
      });
      while (answered < before + CLIENTS) await new Promise((next) => setImmediate(next));
    }
    done = true;
    await Promise.all(clients);
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(SWAPS * CLIENTS);
  }, 120_000);

  test('leaves what is under way to finish on its own', async () => {
    await world.post('publish', { subgraph: 'acme', sdl: MORE_SDL });
    const { partner } = world;
    partner.way = 'waits until it is told';
    const asking = world.gateway.ask('{ cooperatives { nodes { acmeExtra name proposals { title } } } }');
    const before = partner.requests.length;
    while (partner.requests.length === before) await new Promise((next) => setImmediate(next));
    await world.post('publish', { subgraph: 'acme', sdl: HOSTILE_SDL, force: true });
    const gone = await world.gateway.ask('{ cooperatives { nodes { acmeExtra } } }');
    expect(gone.codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    partner.release();
    const { body } = await asking;
    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject({
      cooperatives: { nodes: [{ acmeExtra: 4.5, proposals: [{ title: 'One' }] }, {}] },
    });
    partner.way = 'answers';
  });

  test('that cannot be run changes nothing, until there is one that can', async () => {
    const before = await running();
    const counted = await swaps();
    await world.database.sql(
      `insert into supergraph (sdl, api_sdl, subgraphs) values ('type Query { a: Int }', '', '[]')`,
    );
    while (
      !world.gateway.logged.some(({ msg }) => msg === 'a supergraph cannot be run; the one before it stays')
    ) {
      await new Promise((next) => setTimeout(next, 20));
    }
    expect(await running()).toBe(before);
    const failed = '{outcome="failed"}';
    expect(await swaps()).toEqual({ ...counted, [failed]: counted[failed]! + 1 });
    expect((await world.gateway.ask(QUERIES[0]!)).body.errors).toBeUndefined();
    await world.database.sql(`delete from supergraph where sdl = 'type Query { a: Int }'`);
    await world.post('publish', { subgraph: 'acme', sdl: MORE_SDL });
    expect(await running()).not.toBe(before);
    const done = '{outcome="done"}';
    expect(await swaps()).toMatchObject({ '': await running(), [done]: counted[done]! + 1 });
  });

  test('made by another gateway is followed', async () => {
    const latest = await world.database.store.latest();
    await world.database.store.append(latest!.generation, latest!);
    while ((await running()) !== latest!.generation + 1) await new Promise((next) => setTimeout(next, 20));
    expect((await world.gateway.ask(QUERIES[0]!)).body.errors).toBeUndefined();
  });

  test('is held against what was really asked', async () => {
    await world.gateway.ask('query Ratings { cooperatives { nodes { acmeRating } } }');
    const recorded = () => world.database.usage.using(['Cooperative.acmeRating'], 1, 50);
    // One batch is written when the gateway flushes; here, soon.
    while ((await recorded()).every(({ name }) => name !== 'Ratings'))
      await new Promise((next) => setTimeout(next, 50));
    const sdl = MORE_SDL.replace('acmeRating: Float', '');
    expect(await world.post('publish', { subgraph: 'acme', sdl })).toMatchObject({
      status: 409,
      body: { errors: [{ extensions: { code: 'SCHEMA_BREAKS' } }] },
    });
  });
});
