import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql, GraphQLError, parse } from 'graphql';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import type { RunningGateway } from '../../../gateway/assemble.js';
import { directPlannerWorker } from '../../../gateway/engine/planner/directPlannerWorker.js';
import { readSupergraph, startStandalone } from '../../../gateway/standalone/standalone.js';
import type { StandaloneOptions } from '../../../gateway/standalone/standalone.js';
import { readSettings, settingsSchema } from '../../../subgraphs/kit/settings.js';
import { metricsOf } from '../support/metrics.js';
import { httpServer, sendJson } from '../engine/transport/subgraphServers.js';
import type { SubgraphAnswer } from '../../../subgraphs/kit/wire/transport.js';
import type { TestServer } from '../engine/transport/subgraphServers.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const PRODUCTS = `${LINK}
  type Query { products: [Product!]! secret: String fails: String }
  type Product @key(fields: "id") { id: ID! name: String! }`;
const REVIEWS = `${LINK}
  type Product @key(fields: "id") { id: ID! reviews: [String!] }`;

const products = ['1', '2'].map((id) => ({ id, name: `Product ${id}` }));

/** A subgraph as anybody might have one: a server that knows nothing of passports. */
async function subgraph(sdl: string, resolvers: GraphQLResolverMap<unknown>): Promise<TestServer> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  return httpServer((response, body) => {
    const { query, variables, operationName } = JSON.parse(body) as Record<string, string>;
    const asked = { source: query!, variableValues: variables as never, operationName };
    void graphql({ schema, ...asked }).then((answer) => sendJson(response, answer));
  });
}

let servers: TestServer[];
let supergraphSdl: string;
let folder: string;

beforeAll(async () => {
  const fails = () => {
    const extensions = { code: 'OUT_OF_STOCK', left: 0, stacktrace: ['at home'], http: { status: 302 } };
    throw new GraphQLError('There are none.', { extensions });
  };
  servers = [
    await subgraph(PRODUCTS, { Query: { products: () => products, fails } }),
    await subgraph(REVIEWS, {
      Product: {
        __resolveReference: (reference: { id: string }) => reference,
        reviews: ({ id }: { id: string }) => [`Good ${id}`],
      },
    }),
  ];
  const [first, second] = servers as [TestServer, TestServer];
  const { supergraphSdl: sdl, errors } = composeServices([
    { name: 'products', typeDefs: parse(PRODUCTS), url: first.url },
    { name: 'reviews', typeDefs: parse(REVIEWS), url: second.url },
  ]);
  expect(errors).toBeUndefined();
  supergraphSdl = sdl!;
  folder = mkdtempSync(join(tmpdir(), 'supergraph-'));
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true });
});

async function start(
  environment: Record<string, string> = {},
  sdl = supergraphSdl,
  local?: StandaloneOptions['local'],
): Promise<RunningGateway> {
  const { HOST, LOG_LEVEL } = readSettings(settingsSchema, { LOG_LEVEL: 'silent' });
  const settings = { ...readSettings(gatewaySettingsSchema, environment), HOST, LOG_LEVEL, PORT: 0 };
  return startStandalone({ supergraphSdl: sdl, settings, local });
}

async function ask(url: string, query: string, headers: Record<string, string> = {}) {
  const reply = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

const EVERYTHING = '{ products { name reviews } }';
const ANSWER = {
  data: { products: products.map(({ id, name }) => ({ name, reviews: [`Good ${id}`] })) },
};

describe('a gateway with one of its subgraphs in its process', () => {
  const withReviews = (answer: () => Promise<SubgraphAnswer>) =>
    start({}, supergraphSdl, new Map([['reviews', { execute: answer }]]));

  test('calls it, and never its address', async () => {
    const _entities = products.map(({ id }) => ({ reviews: [`Near ${id}`] }));
    const gateway = await withReviews(async () => ({ data: { _entities } }));
    const [, second] = servers;
    second!.asked.length = 0;
    const { body } = await ask(gateway.url, EVERYTHING);
    await gateway.stop();
    expect(body.data).toEqual({
      products: products.map(({ id, name }) => ({ name, reviews: [`Near ${id}`] })),
    });
    expect(second!.asked).toEqual([]);
  });

  test('answers the rest when it throws', async () => {
    const gateway = await withReviews(() => Promise.reject(new Error('out of order')));
    const { body } = await ask(gateway.url, EVERYTHING);
    await gateway.stop();
    expect(body).toMatchObject({
      data: { products: products.map(({ name }) => ({ name, reviews: null })) },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }, {}],
    });
  });
});

describe('a gateway on any supergraph', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await start({ FORWARD_HEADERS: 'x-tenant, Authorization' });
  });
  afterAll(() => gateway.stop());

  test('answers from the subgraphs whose addresses stand in it', async () => {
    expect(await ask(gateway.url, EVERYTHING)).toEqual({ status: 200, body: ANSWER });
  });

  test('counts what it asks of them, under no code that they make up', async () => {
    const own = await start();
    await ask(own.url, EVERYTHING);
    await ask(own.url, '{ fails }');
    const counted = await metricsOf(own.url, 'gateway_subgraph_requests_total');
    await own.stop();
    expect(counted).toEqual({
      '{subgraph="products",outcome="ok"}': 1,
      '{subgraph="products",outcome="OTHER"}': 1,
      '{subgraph="reviews",outcome="ok"}': 1,
    });
  });

  test('forwards the headers that are set, and no others', async () => {
    const [first] = servers;
    first!.asked.length = 0;
    await ask(gateway.url, '{ products { id } }', {
      'x-tenant': 'one',
      'x-other': 'two',
      authorization: 'Bearer of-the-client',
      cookie: 'a=b',
      'journal-position': 'membership:jrn_01h455vb4pex5vsknk084sn02q',
    });
    const { headers } = first!.asked[0]!;
    expect(headers).toMatchObject({ 'x-tenant': 'one', authorization: 'Bearer of-the-client' });
    expect(Object.keys(headers).sort()).toEqual(
      [
        ...['accept', 'authorization', 'content-length', 'content-type', 'host'],
        ...['request-id', 'timeout-ms', 'x-tenant'],
      ].sort(),
    );
  });

  test('lets errors through as their subgraph says them, but for what steers servers', async () => {
    const { body } = await ask(gateway.url, '{ fails }');
    expect(body).toMatchObject({
      data: { fails: null },
      errors: [
        { message: 'There are none.', path: ['fails'], extensions: { code: 'OUT_OF_STOCK', left: 0 } },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/at home|302/);
  });

  test('is guarded as ever', async () => {
    const deep = `${'{ a'.repeat(30)}${'}'.repeat(30)}`;
    expect(await ask(gateway.url, deep)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'DEPTH_EXCEEDED' } }] },
    });
  });

  test('takes nobody for anybody: a token is no matter of its own', async () => {
    const { status } = await ask(gateway.url, '{ products { id } }', { authorization: 'Bearer nonsense' });
    expect(status).toBe(200);
  });
});

test('in production, what a subgraph says is masked', async () => {
  const gateway = await start({ NODE_ENV: 'production' });
  try {
    const { body } = await ask(gateway.url, '{ fails }');
    expect(body.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(body)).not.toContain('There are none');
  } finally {
    await gateway.stop();
  }
});

describe('a start is refused', () => {
  const headers = ['host', 'Content-Length', 'transfer-encoding', 'proxy-authorization', 'passport', 'a b'];
  test.each(headers)('that would forward %s', async (name) => {
    await expect(start({ FORWARD_HEADERS: name })).rejects.toThrow(/FORWARD_HEADERS/);
  });

  test('on a schema that is no supergraph', async () => {
    await expect(start({}, 'type Query { me: String }')).rejects.toThrow(/no supergraph/);
  });

  test('on a port that is taken, and what it had opened is closed again', async () => {
    const first = await start();
    try {
      const limits = { plansMax: 100, pathsMax: 1_000 };
      const plannerWorker = directPlannerWorker(limits);
      let closed = 0;
      const close = () => void (closed += 1);
      const { HOST } = readSettings(settingsSchema, {});
      const settings = {
        ...readSettings(gatewaySettingsSchema, {}),
        ...{ HOST, LOG_LEVEL: 'silent' as const, PORT: Number(new URL(first.url).port) },
      };
      const second = startStandalone({ supergraphSdl, settings, plannerWorker: { ...plannerWorker, close } });
      await expect(second).rejects.toThrow(/EADDRINUSE|in use|taken/);
      expect(closed).toBe(1);
    } finally {
      await first.stop();
    }
  });

  test('on a file that is not there', async () => {
    await expect(readSupergraph(join(folder, 'none.graphql'))).rejects.toThrow(/none.graphql cannot be read/);
  });
});

/** The program itself, as people start it. */
function run(...given: string[]): Promise<{ line: string; stop: () => Promise<number | null> }> {
  const main = new URL('../../../dist/gateway/main.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return new Promise((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => done({ line: chunk.toString(), stop }));
    }
  });
}

describe('the program', () => {
  test('says where it is ready, answers there, and stops when it is told to', async () => {
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, supergraphSdl);
    const { line, stop } = await run('--alone', '--supergraph', file, '--port', '0');
    try {
      const url = /^gateway ready at (http:\/\/127\.0\.0\.1:\d+)\/graphql\n$/.exec(line)?.[1];
      expect(await ask(url!, EVERYTHING)).toEqual({ status: 200, body: ANSWER });
    } finally {
      expect(await stop()).toBe(0);
    }
  });

  test('says in a line why it does not start', async () => {
    const { line, stop } = await run('--supergraph', join(folder, 'none.graphql'));
    expect(line).toMatch(/none\.graphql cannot be read\n {2}because ENOENT/);
    expect(await stop()).toBe(1);
  });
});
