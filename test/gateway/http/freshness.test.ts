import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { CACHING_SDL } from '../../../subgraphs/kit/wire/cachingSdl.js';
import { ToyChanges, until } from '../support/shelf.js';
import { ENTRY, memoryKeys, readReply, startToyGateway, toySubgraph } from '../support/toys.js';
import type { ToyGateway, ToyReply } from '../support/toys.js';

const CATALOGUE = `${CACHING_SDL}
  type Query {
    datasets: [Dataset!]! @cacheControl(maxAge: 30)
    dataset(id: ID!): Dataset
    lost: Dataset @cacheControl(maxAge: 30)
    me: String
  }
  type Mutation { rename(title: String!): Dataset }
  type Dataset @key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC) { id: ID! title: String mine: String @cacheControl(maxAge: 0) cooperative: Cooperative! }
  type Cooperative @key(fields: "id") @cacheControl(maxAge: 10) { id: ID! }
`;
/** It declares, and nobody tells of its changes. */
const UNTOLD = `${CACHING_SDL}
  type Query { charter: String @cacheControl(maxAge: 60) }
  type Cooperative @key(fields: "id") { id: ID! motto: String }
`;
const DATASET = { id: 'dst_1', title: 'Trips', mine: 'own', cooperative: { id: 'coop_1' } };
const ONE = '{ dataset(id: "dst_1") { title } }';
const PUBLIC = /^public, max-age=(\d+)$/;

const keys = memoryKeys();
const changes = new ToyChanges();
const data = toySubgraph(
  'data',
  CATALOGUE,
  {
    Query: {
      datasets: () => [DATASET],
      dataset: () => DATASET,
      lost: () => {
        throw COMMON.NOT_FOUND.raise('There is no such dataset.');
      },
      me: (_: unknown, __: unknown, { claims }) => claims.sub ?? null,
    },
    Mutation: { rename: () => DATASET },
  },
  keys,
);
const governance = toySubgraph(
  'governance',
  UNTOLD,
  { Query: { charter: () => 'We decide together.' }, Cooperative: { motto: () => 'Together' } },
  keys,
);

let gateway: ToyGateway;
let off: ToyGateway;
beforeAll(async () => {
  const transports = [Object.assign(data, { publicChanges: changes }), governance];
  gateway = await startToyGateway(keys, transports, { CORS_ORIGINS: 'https://shop.example' });
  off = await startToyGateway(keys, transports, { PUBLIC_CACHE_MIB: '0' });
  await until(() => changes.looks > 1);
});
afterAll(async () => {
  await gateway.stop();
  await off.stop();
});

const signedIn = (): Record<string, string> => ({ authorization: `Bearer ${gateway.issuer.token()}` });

/** By each way: the first time everything is judged, and after that what is known takes the short way. */
async function byEachWay(ask: () => Promise<ToyReply>): Promise<ToyReply[]> {
  return [await ask(), await ask(), await ask()];
}

describe('an answer that is public to its last field', () => {
  const cases = [
    { name: 'one thing', query: ONE, seconds: 60 },
    { name: 'a list, whose time is shorter', query: '{ datasets { id title } }', seconds: 30 },
    { name: 'the shortest time within', query: '{ datasets { cooperative { id } } }', seconds: 10 },
    { name: 'nothing found', query: '{ dataset(id: "dst_9") { __typename title } }', seconds: 60 },
  ];

  it.each(cases)('says for how long anybody may keep it: $name', async ({ query, seconds }) => {
    for (const { headers, body } of await byEachWay(() => gateway.ask(query))) {
      expect(body.errors).toBeUndefined();
      expect(headers.get('cache-control')).toBe(`public, max-age=${seconds}`);
      expect(headers.get('vary')).toBe('origin, accept, authorization, journal-position');
      expect(Number(headers.get('age'))).toBeLessThan(seconds);
    }
  });

  it('says so to a GET', async () => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent(ONE)}`;
    const reply = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
    expect(reply.headers.get('cache-control')).toBe('public, max-age=60');
    expect((await readReply(reply)).body.data).toEqual({ dataset: { title: 'Trips' } });
  });

  it('keeps what a page of another origin is told', async () => {
    const { headers } = await gateway.ask(ONE, undefined, { origin: 'https://shop.example' });
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('vary')).toContain('origin');
  });
});

describe('any other answer may be kept by nobody', () => {
  const cases: { name: string; query: string; headers?: () => Record<string, string> }[] = [
    { name: 'to somebody who signed in', query: ONE, headers: signedIn },
    {
      name: 'to somebody who has seen something happen',
      query: ONE,
      headers: () => ({ 'journal-position': `data:${ENTRY}` }),
    },
    { name: 'with a field of the viewer', query: '{ dataset(id: "dst_1") { title mine } }' },
    { name: 'with a root field of the viewer', query: '{ me dataset(id: "dst_1") { title } }' },
    { name: 'with an error', query: '{ lost { title } }' },
    { name: 'with an error beside public data', query: '{ lost { title } datasets { title } }' },
    { name: 'of a mutation', query: 'mutation { rename(title: "Rides") { title } }' },
    { name: 'about the schema', query: '{ __schema { queryType { name } } }' },
    {
      name: 'about the schema beside public data',
      query: '{ __type(name: "Dataset") { name } datasets { title } }',
    },
    { name: 'that no service is asked for', query: '{ __typename }' },
    { name: 'of a service that tells of no changes', query: '{ charter }' },
    { name: 'of such a service beside public data', query: '{ datasets { cooperative { motto } } }' },
    { name: 'to a document that is none', query: '{' },
    { name: 'to a field that is not there', query: '{ datasets { weight } }' },
  ];

  it.each(cases)('$name', async ({ query, headers = () => ({}) }) => {
    for (const reply of await byEachWay(() => gateway.ask(query, undefined, headers()))) {
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('age')).toBeNull();
      expect(reply.headers.get('vary')).toBe('origin');
    }
  });

  it('where the cache is off', async () => {
    const { asked } = data;
    const before = asked.length;
    for (const { headers } of await byEachWay(() => off.ask(ONE))) {
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(asked.length - before).toBe(3);
  });
});

describe('the services', () => {
  it('are not told who asks for what is public', async () => {
    const { asked } = data;
    changes.push(['Dataset:dst_1', 'Dataset']);
    const looks = changes.looks;
    await until(() => changes.looks > looks + 1);
    asked.length = 0;
    await gateway.ask(ONE, undefined, signedIn());
    await gateway.ask(ONE);
    expect(asked.map(({ claims }) => claims.sub)).toEqual([undefined]);
    await gateway.ask('{ me }', undefined, signedIn());
    expect(asked.at(-1)?.claims.sub).toBeDefined();
  });

  it('are watched, and looks into the cache counted', async () => {
    await gateway.ask(ONE);
    await gateway.ask(ONE);
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text).toMatch(/gateway_public_cache_looks_total\{outcome="hit"\} [1-9]/);
    expect(text).toMatch(/gateway_public_cache_looks_total\{outcome="miss"\} [1-9]/);
    expect(text).toMatch(/gateway_public_cache_looks_total\{outcome="outdated"\} [1-9]/);
    expect(text).toMatch(/gateway_cache_entries\{cache="public_answers"\} [1-9]/);
  });
});

it('never says how long without saying public', async () => {
  const { headers } = await gateway.ask(ONE);
  expect(headers.get('cache-control')).toMatch(PUBLIC);
});
