import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import type { RunningGateway } from '../../../gateway/assemble.js';
import { startStandalone } from '../../../gateway/standalone/standalone.js';
import { readSettings, settingsSchema } from '../../../subgraphs/kit/settings.js';
import { httpServer } from '../engine/transport/subgraphServers.js';
import type { TestServer } from '../engine/transport/subgraphServers.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const FIRST = `${LINK}
  scalar Any
  type Query { thing: Thing, echo(value: Any, id: ID, float: Float): Any }
  type Mutation { put(value: Any): Any }
  type Thing @key(fields: "id") { id: ID!, any: Any, float: Float, int: Int, name: String }`;
const SECOND = `${LINK}
  scalar Any
  type Thing @key(fields: "id") { id: ID!, more: Any }`;
const WRITTEN = [
  '9007199254740993',
  '1.0',
  '1e400',
  '-0',
  '0.10',
  '[1.50,{"a":123456789012345678901234567890}]',
];

let servers: TestServer[];
let gateway: RunningGateway;
let answer = '{}';

/** The body of what a subgraph was asked last. */
function asked(server = 0): string {
  return servers[server]!.asked.at(-1)!.body;
}

beforeAll(async () => {
  const json = { 'content-type': 'application/json' };
  servers = [
    await httpServer((response) => void response.writeHead(200, json).end(answer)),
    await httpServer((response) => {
      const body = '{"data":{"_entities":[{"more":[2.50,9007199254740993]}]}}';
      response.writeHead(200, json).end(body);
    }),
  ];
  const { supergraphSdl, errors } = composeServices(
    [FIRST, SECOND].map((sdl, index) => ({
      name: `s${index}`,
      typeDefs: parse(sdl),
      url: servers[index]!.url,
    })),
  );
  expect(errors).toBeUndefined();
  const { HOST, LOG_LEVEL } = readSettings(settingsSchema, { LOG_LEVEL: 'silent' });
  const settings = { ...readSettings(gatewaySettingsSchema, {}), HOST, LOG_LEVEL, PORT: 0 };
  gateway = await startStandalone({ supergraphSdl: supergraphSdl!, settings });
});
afterAll(async () => {
  await gateway.stop();
  for (const server of servers) await server.stop();
});

async function post(body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })).text();
}

describe('a number', () => {
  test.each(WRITTEN)('in an answer arrives as it was written: %s', async (written) => {
    answer = `{"data":{"echo":${written}},"errors":null}`;
    expect(await post('{"query":"{ echo }"}')).toBe(`{"data":{"echo":${written}}}`);
  });

  test.each(WRITTEN)('in a variable arrives as it was written, however it came: %s', async (written) => {
    answer = '{"data":{"echo":1}}';
    const query = 'query ($v: Any) { echo(value: $v) }';
    const variables = `{"v":${written}}`;
    const sent = `"variables":${variables}`;
    // The second time it takes another way through the gateway.
    for (const _ of [1, 2]) {
      expect(await post(`{"query":${JSON.stringify(query)},${sent}}`)).toContain('"data"');
      expect(asked()).toContain(sent);
    }
    servers[0]!.asked.length = 0;
    const search = new URLSearchParams({ query, variables }).toString();
    const got = await fetch(`${gateway.url}/graphql?${search}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(got.status).toBe(200);
    expect(asked()).toContain(sent);
  });

  test.each(WRITTEN)('in a mutation and in both directions of it: %s', async (written) => {
    answer = `{"data":{"_k0_put":${written}}}`;
    const query = 'mutation ($v: Any) { put(value: $v) }';
    expect(await post(`{"query":${JSON.stringify(query)},"variables":{"v":${written}}}`)).toBe(
      `{"data":{"put":${written}}}`,
    );
    expect(asked()).toContain(`{"v":${written}}`);
  });

  test.each(['9007199254740993', '1.0', '1e3', '-0', '{a:[1.50 9007199254740993]}'])(
    'in a document arrives as it was written: %s',
    async (written) => {
      answer = '{"data":{}}';
      await post(JSON.stringify({ query: `{ echo(value: ${written}) }` }));
      expect(asked()).toContain(`(value:${written})`);
      await post(JSON.stringify({ query: `query ($v: Any = ${written}) { echo(value: $v) }` }));
      expect(asked()).toContain(`($v:Any=${written})`);
    },
  );

  test('is an id with all its digits, and a float with all of its zeros', async () => {
    answer = '{"data":{}}';
    await post('{"query":"{ echo(id: 9007199254740993, float: 1.50) }"}');
    expect(asked()).toContain('(id:9007199254740993 float:1.50)');
    answer =
      '{"data":{"thing":{"__typename":"Thing","id":9007199254740993,"float":1.50,"any":2.0,"int":3.0}}}';
    expect(await post('{"query":"{ thing { id float any int more } }"}')).toBe(
      '{"data":{"thing":{"id":"9007199254740993","float":1.50,"any":2.0,"int":3,"more":[2.50,9007199254740993]}}}',
    );
    expect(asked(1)).toContain('"id":9007199254740993');
  });

  test.each(['{"int":9007199254740993}', '{"float":1e400}', '{"int":1.5}', '{"id":1.5}'])(
    'that its type does not have is an error: %s',
    async (thing) => {
      answer = `{"data":{"thing":${thing}}}`;
      const field = Object.keys(JSON.parse(thing) as object)[0]!;
      const { errors } = JSON.parse(await post(JSON.stringify({ query: `{ thing { ${field} } }` }))) as {
        errors: { path: unknown }[];
      };
      expect(errors.map(({ path }) => path)).toEqual([['thing', field]]);
    },
  );

  test('in the place of an object is an error', async () => {
    answer = '{"data":{"thing":1.0}}';
    const { data, errors } = JSON.parse(await post('{"query":"{ thing { name } }"}')) as {
      data: unknown;
      errors: unknown[];
    };
    expect([data, errors.length]).toEqual([{ thing: null }, 1]);
  });

  test('that a type takes is taken however it is written, and refused where it does not', async () => {
    answer = '{"data":{"echo":1}}';
    const query = 'query ($f: Float) { echo(float: $f) }';
    await post(`{"query":${JSON.stringify(query)},"variables":{"f":1.0}}`);
    expect(asked()).toContain('{"f":1.0}');
    const refused = await post('{"query":"query ($i: Float) { echo(float: $i) }","variables":{"i":[1.0]}}');
    expect(refused).toContain('BAD_USER_INPUT');
  });
});
