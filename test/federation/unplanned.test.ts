import { describe, expect, test } from '@jest/globals';
import { directPlannerWorker } from '../../gateway/engine/planner/directPlannerWorker.js';
import type { PlannerWorker } from '../../gateway/engine/planner/plannerWorker.js';
import { composeToys } from '../support/federation/composeToys.js';
import { federate } from '../support/federation/federate.js';
import { ownEngine, PLANNER_LIMITS } from '../support/federation/ownEngine.js';
import type { Toy } from '../support/federation/toySubgraph.js';

const one: Toy = {
  name: 'one',
  typeDefs: 'type Query { here: Int, there: Thing } type Mutation { change: Int } type Thing { x: Int }',
  resolvers: { Query: { here: () => 1, there: () => ({ x: 1 }) }, Mutation: { change: () => 2 } },
};

const unreachable = (message: string) => ({
  message,
  extensions: { code: 'FIELD_UNREACHABLE', retry: 'corrected' },
});

describe('what cannot be done', () => {
  test('a root field that the plan fetches nowhere refuses the request, and is never a silent null', async () => {
    const two = { name: 'two', typeDefs: 'type Query { elsewhere: Int }' };
    const honest = directPlannerWorker(PLANNER_LIMITS);
    const forgetful: PlannerWorker = {
      ...honest,
      async open(supergraphSdl) {
        const planner = await honest.open(supergraphSdl);
        return {
          ...planner,
          async plan(operation, overrides) {
            const plan = await planner.plan(operation, overrides);
            const node = plan.node?.kind === 'Parallel' ? plan.node.nodes[0] : plan.node;
            return { ...plan, node };
          },
        };
      },
    };
    const engine = await ownEngine(composeToys([one, two]), forgetful);
    expect(await engine.execute({ query: '{ here }' })).toEqual({ data: { here: 1 } });
    engine.requests.length = 0;
    expect(await engine.execute({ query: '{ here elsewhere }' })).toEqual({
      errors: [unreachable('No subgraph can be asked for Query.elsewhere.')],
    });
    expect(engine.requests).toEqual([]);
  });

  test('a field to which no way leads refuses the request, in a supergraph that was not composed here', async () => {
    const typeDefs = 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! x: Int }';
    const thing = { id: '1', x: 1 };
    const x = { name: 'x', typeDefs, resolvers: { Query: { thing: () => thing } } };
    const y = { name: 'y', typeDefs: 'type Thing @key(fields: "id") { id: ID! y: Int }' };
    const { supergraphSdl, servers } = composeToys([x, y]);
    const keyOfY = '@join__type(graph: Y, key: "id")';
    expect(supergraphSdl).toContain(keyOfY);
    const engine = await ownEngine({
      supergraphSdl: supergraphSdl.replace(keyOfY, '@join__type(graph: Y)'),
      servers,
    });
    expect(await engine.execute({ query: '{ thing { id x } }' })).toEqual({ data: { thing } });
    engine.requests.length = 0;
    expect(await engine.execute({ query: '{ thing { id y } }' })).toEqual({
      errors: [unreachable('No subgraph can be asked for y here.')],
    });
    expect(engine.requests).toEqual([]);
  });

  test.each([
    ['a fragment that comes later', '{ here ... @defer { there { x } } }'],
    ['a named fragment that comes later', '{ here ...F @defer } fragment F on Query { there { x } }'],
    ['a list that streams', '{ here there @stream { x } }'],
  ])('%s is refused, and nobody is asked', async (_, query) => {
    const federation = await federate(one);
    const { data, errors } = await federation.execute({ query });
    expect([data, federation.requests]).toEqual([undefined, []]);
    expect(errors).toMatchObject([{ message: expect.stringMatching(/@(defer|stream)/) as unknown }]);
  });
});
