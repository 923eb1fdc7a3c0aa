import { availableParallelism, loadavg } from 'node:os';
import { afterEach, expect, test } from '@jest/globals';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import type { RunningGateway } from '../../gateway/assemble.js';
import { startStandalone } from '../../gateway/standalone/standalone.js';
import { apolloComposer } from '../../gateway/supergraph/compose.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { describeInFull } from '../support/fullForm.js';
import { plannerProcesses } from '../support/plannerProcesses.js';

/** As promised of a machine with a core to spare; one with more to do than it has cores takes as many times as long. */
const promisedMs = (): number => 1_500 * Math.max(1, loadavg()[0]! / availableParallelism());
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external"])';
const TYPES = 10;

/** Each of two subgraphs knows half of the types: at each level the planner parts them all, ten times ten times ten. */
function half(name: string, parity: number, query: string) {
  const types = Array.from({ length: TYPES }, (_, index) => {
    const mark = index % 2 === parity ? '' : '@external';
    return `type T${index} implements I @key(fields: "id") { id: ID! i: I ${mark} }`;
  });
  const sdl = `${LINK} ${query} interface I { id: ID! i: I } ${types.join(' ')}`;
  return { name, url: `http://127.0.0.1:9/${name}`, sdl };
}

const supergraphSdl = apolloComposer.compose([half('a', 0, 'type Query { i: I }'), half('b', 1, '')]);
const deep = (levels: number): string => `${'{ i '.repeat(levels)}{ id }${' }'.repeat(levels)}`;
const VALID = '{ i { id } }';
const ANSWER = { data: { i: { id: '1' } } };
const REFUSED = { errors: [{ extensions: { code: 'PLANNING_FAILED', retry: 'corrected' } }] };

describeInFull('a gateway whose planners', () => {
  let gateway: RunningGateway;

  async function start(environment: Record<string, string>): Promise<void> {
    const all = { PORT: '0', LOG_LEVEL: 'silent', ...environment };
    const { HOST, PORT, LOG_LEVEL } = readSettings(settingsSchema, all);
    const settings = { ...readSettings(gatewaySettingsSchema, all), HOST, PORT, LOG_LEVEL };
    const execute = ({ query }: { query: string }): Promise<unknown> => {
      const alias = /(\w+):\s*i\b/.exec(query)?.[1] ?? 'i';
      return Promise.resolve({ data: { [alias]: { __typename: 'T0', id: '1' } } });
    };
    const local = new Map([['a', { execute }]]) as unknown as Parameters<typeof startStandalone>[0]['local'];
    gateway = await startStandalone({ supergraphSdl, settings, local });
  }

  async function ask(query: string): Promise<{ body: unknown; ms: number }> {
    const began = performance.now();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return { body: await response.json(), ms: performance.now() - began };
  }

  afterEach(() => gateway.stop());

  test('hang plans what is valid beside four that do, and refuses these, once and again', async () => {
    await start({});
    const hostile = [8, 9, 10, 11].map((levels) => ask(deep(levels)));
    await new Promise((later) => setTimeout(later, 100));
    const valid = await ask(VALID);
    expect(valid.body).toEqual(ANSWER);
    expect(valid.ms).toBeLessThan(promisedMs());
    const known = await ask('{ i { id __typename } }');
    expect(known.ms).toBeLessThan(promisedMs());
    const [first] = await Promise.all(hostile);
    expect(first!.body).toMatchObject(REFUSED);
    const again = await ask(deep(8).replace('{ i ', '{ again: i '));
    expect(again.body).toMatchObject(REFUSED);
    expect(again.ms).toBeLessThan(promisedMs());
  }, 120_000);

  test('fill their heap lives on, and answers', async () => {
    await start({ PLANNER_HEAP_MAX_MIB: '96', PLAN_TIMEOUT_MS: '120000', PLAN_SHARE_MS: '60000' });
    const before = plannerProcesses();
    expect((await ask(deep(9))).body).toMatchObject(REFUSED);
    expect((await ask(VALID)).body).toEqual(ANSWER);
    expect(plannerProcesses()).not.toEqual(before);
  }, 120_000);

  test('are killed, one after another, answers all the same', async () => {
    await start({});
    for (let round = 0; round < 5; round++) {
      for (const pid of plannerProcesses()) process.kill(pid, 'SIGKILL');
      const { body, ms } = await ask(`{ a${round}: i { id } }`);
      expect(body).toEqual({ data: { [`a${round}`]: { id: '1' } } });
      expect(ms).toBeLessThan(5 * promisedMs());
    }
  }, 120_000);
});
