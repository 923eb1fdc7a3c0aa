import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { askInProcess } from '../../bench/gateway/byHand/ask.js';
import { OWN_PLAN } from '../../bench/gateway/byHand/ownPlan.js';
import { ask } from '../../bench/gateway/load.js';
import { rowsOf } from '../../bench/gateway/toy/data.js';
import { CASES, QUERIES } from '../../bench/gateway/toy/queries.js';
import { toySdls } from '../../bench/gateway/toy/subgraphs.js';
import { composeToy } from '../../bench/gateway/toy/supergraph.js';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import type { RunningGateway } from '../../gateway/assemble.js';
import { startStandalone } from '../../gateway/standalone/standalone.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';

const toy = askInProcess(rowsOf('many'));
let gateway: RunningGateway;
let sent: string[] = [];

/** A fetch as text, whatever names it gives to root fields and in whichever order a representation has its keys. */
const fetchText = (subgraph: string, query: string, variables: object = {}): string =>
  `${subgraph} ${query.replace(/_k\d+_\w+:/g, '')} ${canonicalize(variables)}`;

beforeAll(async () => {
  const local = toySdls.map(({ name }) => {
    const execute = async ({ query, variables }: { query: string; variables?: object }) => {
      sent.push(fetchText(name, query, variables));
      return { data: await toy(name, query, variables) };
    };
    return [name, { execute }] as const;
  });
  const { HOST, LOG_LEVEL } = readSettings(settingsSchema, { LOG_LEVEL: 'silent' });
  const given = readSettings(gatewaySettingsSchema, { GUARD_COST_MAX: '1000000' });
  gateway = await startStandalone({
    supergraphSdl: composeToy(new Map(toySdls.map(({ name }) => [name, `http://127.0.0.1:1/${name}`]))),
    settings: { ...given, HOST, LOG_LEVEL, PORT: 0 },
    local: new Map(local),
  });
});
afterAll(() => gateway.stop());

describe("the server by hand with our plans' fetches", () => {
  it.each(CASES)('sends what the gateway sends: %s', async (name) => {
    const byHand: string[] = [];
    await OWN_PLAN[name]((subgraph, query, variables) => {
      byHand.push(fetchText(subgraph, query, variables));
      return toy(subgraph, query, variables);
    });
    sent = [];
    await ask(`${gateway.url}/graphql`, QUERIES[name]);
    expect(byHand.sort()).toEqual(sent.sort());
  });
});
