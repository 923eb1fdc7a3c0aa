import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { containedPlannerWorker } from '../../../../gateway/engine/planner/process/containedPlannerWorker.js';
import type { OpenPlanner } from '../../../../gateway/engine/planner/plannerWorker.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])';
const LIBRARY = `${LINK} type Query { books: [Book!]! }
  type Book @key(fields: "id") { id: ID! title: String! shelf: String @inaccessible }`;
const OPINIONS = `${LINK} type Book @key(fields: "id") { id: ID! stars: Int }`;

const plannerWorker = containedPlannerWorker({
  plansMax: 100,
  pathsMax: 100,
  plannersMax: 2,
  planTimeoutMs: 60_000,
  planShareMs: 60_000,
  plansWaitingMax: 1,
  wasteMsMax: 60_000,
  heapMibMax: 256,
  warn: () => undefined,
});

describe('the process in which schemas are composed and operations planned', () => {
  let planner: OpenPlanner;
  beforeAll(async () => {
    const { supergraphSdl } = await plannerWorker.compose([
      { name: 'library', sdl: LIBRARY },
      { name: 'opinions', sdl: OPINIONS },
    ]);
    planner = await plannerWorker.open(supergraphSdl!);
  });
  afterAll(() => {
    planner.close();
    plannerWorker.close();
  });

  test('tells what clients see, and who is there', () => {
    expect(planner.facts.apiSdl).toContain('title: String!');
    expect(planner.facts.apiSdl).not.toContain('shelf');
    expect(planner.facts.subgraphs.map(({ name }) => name)).toEqual(['library', 'opinions']);
  });

  test('tells what its fields cost, where something is said of it', async () => {
    expect(planner.facts.costs.weights.size).toBe(0);
    const link = LINK.replace('"@key"', '"@key", "@cost"');
    const { supergraphSdl } = await plannerWorker.compose([
      { name: 'one', sdl: `${link} type Query { dear: Int @cost(weight: 7) }` },
    ]);
    const other = await plannerWorker.open(supergraphSdl!);
    other.close();
    expect([...other.facts.costs.weights]).toEqual([['Query.dear', 7]]);
  });

  test('tells what a supergraph would change, without serving it', async () => {
    const part = { name: 'library', sdl: LIBRARY.replace('title: String!', 'name: String') };
    const { supergraphSdl } = await plannerWorker.compose([part]);
    expect(await plannerWorker.tryOut(supergraphSdl!, planner.facts.apiSdl)).toMatchObject({
      apiSdl: expect.stringContaining('name: String') as unknown,
      changes: [{ message: 'Book.title was removed.' }, { message: 'Book.stars was removed.' }],
    });
    expect(await plannerWorker.tryOut(supergraphSdl!, undefined)).toMatchObject({ changes: [] });
  });

  test('plans an operation over both subgraphs', async () => {
    const plan = await planner.plan('{books{title stars}}', []);
    expect(JSON.stringify(plan)).toMatch(/library.*opinions/);
  });

  test('takes no more operations than may wait, and goes on with those it took', async () => {
    const [first, second, third] = ['{books{title}}', '{books{stars}}', '{books{id}}'].map(async (text) =>
      planner.plan(text, []),
    );
    await expect(third).rejects.toMatchObject({ code: 'OVERLOADED', retry: 'later' });
    await expect(Promise.all([first, second])).resolves.toHaveLength(2);
  });

  test('says what keeps subgraphs from composing', async () => {
    const { problems } = await plannerWorker.compose([
      { name: 'one', sdl: `${LINK}\ntype Query { a: Int }` },
      { name: 'two', sdl: `${LINK}\ntype Query { a: Int }` },
    ]);
    expect(problems).toMatchObject([
      { code: 'INVALID_FIELD_SHARING', message: expect.stringContaining('"Query.a"') as unknown },
    ]);
  });

  test('says where a text is no schema', async () => {
    const { problems } = await plannerWorker.compose([{ name: 'one', sdl: 'type Query {' }]);
    expect(problems).toMatchObject([{ code: 'INVALID_GRAPHQL', places: [{ subgraph: 'one', line: 1 }] }]);
  });

  test.each([
    ['is no supergraph', 'type Query { a: Int }'],
    ['is no schema', 'type Query {'],
  ])('refuses what %s', async (_, sdl) => {
    await expect(plannerWorker.open(sdl)).rejects.toThrow(Error);
    await expect(plannerWorker.tryOut(sdl, undefined)).rejects.toThrow(Error);
  });
});
