import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, graphql, parse } from 'graphql';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import type { RunningGateway } from '../../../gateway/assemble.js';
import { startStandalone } from '../../../gateway/standalone/standalone.js';
import { directPlannerWorker } from '../../../gateway/engine/planner/directPlannerWorker.js';
import { readSettings, settingsSchema } from '../../../subgraphs/kit/settings.js';
import { httpServer, sendJson } from '../engine/transport/subgraphServers.js';
import type { TestServer } from '../engine/transport/subgraphServers.js';

const SDL =
  'type Query { constructor: String toString(valueOf: Int): String hasOwnProperty: Boolean a: String }';

let server: TestServer;
let gateway: RunningGateway;
beforeAll(async () => {
  const schema = buildSchema(SDL);
  const rootValue = Object.assign(Object.create(null) as object, {
    constructor: null,
    hasOwnProperty: null,
    toString: (given: object) => `given ${Object.values(given).join()}`,
    a: 'A',
  });
  server = await httpServer((response, body) => {
    const { query: source, variables: variableValues } = JSON.parse(body) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    void graphql({ schema, source, variableValues, rootValue }).then((answer) => sendJson(response, answer));
  });
  const { supergraphSdl } = composeServices([{ name: 'names', typeDefs: parse(SDL), url: server.url }]);
  const { HOST, LOG_LEVEL } = readSettings(settingsSchema, { LOG_LEVEL: 'silent' });
  const settings = { ...readSettings(gatewaySettingsSchema, {}), HOST, LOG_LEVEL, PORT: 0 };
  const plannerWorker = directPlannerWorker({ plansMax: 100, pathsMax: 100 });
  gateway = await startStandalone({ supergraphSdl: supergraphSdl!, settings, plannerWorker });
});
afterAll(async () => {
  await gateway.stop();
  await server.stop();
});

describe('a name that every object inherits is a name like others', () => {
  const cases: [string, string, object][] = [
    [
      'of fields that are null',
      '{ constructor hasOwnProperty }',
      { constructor: null, hasOwnProperty: null },
    ],
    ['of a field and an argument', '{ toString(valueOf: 1) }', { toString: 'given 1' }],
    [
      'of aliases',
      '{ constructor: a valueOf: a isPrototypeOf: a }',
      { constructor: 'A', valueOf: 'A', isPrototypeOf: 'A' },
    ],
    [
      'of a variable that is not given',
      'query ($constructor: Int) { toString(valueOf: $constructor) }',
      { toString: 'given ' },
    ],
    [
      'of a condition that is not given',
      'query ($toString: Boolean = true) { a @include(if: $toString) }',
      { a: 'A' },
    ],
    [
      'of an operation and a fragment',
      'query constructor { ...valueOf } fragment valueOf on Query { a }',
      { a: 'A' },
    ],
  ];
  test.each(cases)('%s', async (_, query, data) => {
    const reply = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: {} }),
    });
    expect(await reply.text()).toBe(JSON.stringify({ data }));
  });
});
