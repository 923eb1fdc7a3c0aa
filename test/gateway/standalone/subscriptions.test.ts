import { composeServices } from '@apollo/composition';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'graphql';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import type { RunningGateway } from '../../../gateway/assemble.js';
import { startStandalone } from '../../../gateway/standalone/standalone.js';
import { directPlannerWorker } from '../../../gateway/engine/planner/directPlannerWorker.js';
import { readSettings, settingsSchema } from '../../../subgraphs/kit/settings.js';
import { LiveClient, openStream } from '../../support/liveClient.js';
import { until } from '../../support/testService.js';
import { httpServer, sendJson } from '../engine/transport/subgraphServers.js';
import type { TestServer } from '../engine/transport/subgraphServers.js';
import { PRODUCTS, subscribableSubgraph } from './subscribableSubgraph.js';
import type { Speaks, Subscribable } from './subscribableSubgraph.js';

jest.setTimeout(30_000);

const REVIEWS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Product @key(fields: "id") { id: ID! reviews: [String!] }`;
const CHANGED = 'subscription Watch($id: ID!) { priceChanged(id: $id) { price reviews } }';
const ID = { id: '1' };

let products: Subscribable;
let reviews: TestServer;
let gateway: RunningGateway | undefined;
const clients: LiveClient[] = [];

async function start(speaks: Speaks, environment: Record<string, string> = {}): Promise<string> {
  products = await subscribableSubgraph(speaks);
  reviews = await httpServer((response, body) => {
    const { variables } = JSON.parse(body) as { variables: { representations: { id: string }[] } };
    const _entities = variables.representations.map(({ id }) => ({ reviews: [`Good ${id}`] }));
    sendJson(response, { data: { _entities } });
  });
  return startGateway(environment);
}

async function startGateway(environment: Record<string, string>): Promise<string> {
  const { supergraphSdl } = composeServices([
    { name: 'products', typeDefs: parse(PRODUCTS), url: products.url },
    { name: 'reviews', typeDefs: parse(REVIEWS), url: reviews.url },
  ]);
  const { HOST, LOG_LEVEL } = readSettings(settingsSchema, { LOG_LEVEL: 'silent' });
  const settings = { ...readSettings(gatewaySettingsSchema, environment), HOST, LOG_LEVEL, PORT: 0 };
  const plannerWorker = directPlannerWorker({ plansMax: 100, pathsMax: 100 });
  gateway = await startStandalone({ supergraphSdl: supergraphSdl!, settings, plannerWorker });
  return gateway.url;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await gateway?.stop();
  gateway = undefined;
  await Promise.all([products.stop(), reviews.stop()]);
});

async function enter(url: string, payload?: Record<string, unknown>): Promise<LiveClient> {
  const client = await LiveClient.open(url);
  clients.push(client);
  client.send({ type: 'connection_init', payload });
  expect((await client.next())?.type).toBe('connection_ack');
  return client;
}
const heard = (count = 1) =>
  until(() => Promise.resolve(products.listeners() === count), `${count} to listen`);
const answer = (price: number) => ({ data: { priceChanged: { price, reviews: ['Good 1'] } } });
const codesOf = (errors: { extensions?: Record<string, unknown> }[] = []) =>
  errors.map(({ extensions }) => extensions?.code);

const WAYS = ['events', 'events, with lines as HTTP has them', 'WebSocket'] as const;

describe.each(WAYS)('a subgraph of anybody’s that speaks %s', (speaks) => {
  test('is subscribed to by a WebSocket, its answers completed by others, until nobody listens', async () => {
    const client = await enter(await start(speaks));
    client.ask('1', CHANGED, ID);
    await heard();
    products.change(2);
    expect((await client.next())?.payload).toEqual(answer(2));
    products.change(3);
    expect((await client.next())?.payload).toEqual(answer(3));
    client.send({ type: 'complete', id: '1' });
    await heard(0);
    client.ask('2', '{ products { price } }');
    expect((await client.next())?.payload).toEqual({ data: { products: [{ price: 1 }] } });
  });

  test('is subscribed to by an event stream, and complete when it says so', async () => {
    const stream = await openStream(await start(speaks), CHANGED, ID);
    await heard();
    products.change(2);
    expect(await stream.next()).toEqual(answer(2));
    products.complete();
    expect(await stream.next()).toBe('complete');
  });

  test('goes on after an event in which something went wrong', async () => {
    const client = await enter(await start(speaks));
    client.ask('1', CHANGED, ID);
    await heard();
    products.change(null);
    expect((await client.next())?.payload).toMatchObject({
      data: { priceChanged: { price: null } },
      errors: [{ message: 'No price.', path: ['priceChanged', 'price'], extensions: { code: 'NO_PRICE' } }],
    });
    products.change(3);
    expect((await client.next())?.payload).toEqual(answer(3));
  });

  test('says why it takes no subscription, once', async () => {
    const client = await enter(await start(speaks));
    client.ask('1', CHANGED, { id: 'none' });
    const message = await client.next();
    expect(message?.payload.data).toEqual({ priceChanged: null });
    expect(codesOf(message?.payload.errors as [])).toEqual(['GONE']);
    expect(await client.next()).toEqual({ id: '1', type: 'complete' });
  });

  test('is subscribed to again after a break', async () => {
    const client = await enter(await start(speaks));
    client.ask('1', CHANGED, ID);
    await heard();
    products.cut();
    await heard(0);
    await heard();
    products.change(5);
    expect((await client.next())?.payload).toEqual(answer(5));
  });

  test('gets the headers of the client that are set, and no others', async () => {
    const url = await start(speaks, { FORWARD_HEADERS: 'authorization, x-tenant' });
    const client = await enter(url, { Authorization: 'Bearer theirs', 'X-Tenant': 'one', other: 'two' });
    client.ask('1', CHANGED, ID);
    await heard();
    expect(products.begun[0]).toMatchObject({ authorization: 'Bearer theirs', 'x-tenant': 'one' });
    expect(products.begun[0]).not.toHaveProperty('other');
    expect(products.begun[0]).not.toHaveProperty('passport');
  });

  test('loses its listeners when the gateway stops', async () => {
    const client = await enter(await start(speaks));
    client.ask('1', CHANGED, ID);
    await heard();
    await gateway?.stop();
    gateway = undefined;
    expect((await client.closing()).code).toBe(1001);
    await heard(0);
  });
});

describe('a subgraph', () => {
  test('that speaks neither says so in its own words', async () => {
    const client = await enter(await start('neither'));
    client.ask('1', CHANGED, ID);
    const message = await client.next();
    expect(message?.payload.errors).toMatchObject([{ message: 'Only queries and mutations here.' }]);
    expect(await client.next()).toEqual({ id: '1', type: 'complete' });
  });

  test('that is away for too long is told', async () => {
    const url = await start('events', { LIVE_BREAK_MAX_MS: '0' });
    await products.stop();
    const client = await enter(url);
    client.ask('1', CHANGED, ID);
    const message = await client.next();
    expect(codesOf((message?.payload.errors ?? message?.payload) as [])).toEqual(['SUBGRAPH_UNAVAILABLE']);
    products = await subscribableSubgraph('events');
  });

  test('may be subscribed to at another address', async () => {
    await start('neither');
    await gateway?.stop();
    const elsewhere = await subscribableSubgraph('WebSocket');
    const url = await startGateway({ SUBSCRIPTION_URLS: `products=${elsewhere.url.replace('http', 'ws')}` });
    const client = await enter(url);
    client.ask('1', CHANGED, ID);
    await until(() => Promise.resolve(elsewhere.listeners() === 1), 'it to be asked');
    elsewhere.change(9);
    expect((await client.next())?.payload).toEqual(answer(9));
    await elsewhere.stop();
  });

  test.each(['products', 'products=nowhere', 'products=ftp://x/', 'strangers=ws://x/', '=ws://x/'])(
    'is not given another address by %s',
    async (given) => {
      await expect(start('neither', { SUBSCRIPTION_URLS: given })).rejects.toThrow(/SUBSCRIPTION_URLS/);
    },
  );
});
