import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Supergraph } from '@apollo/federation-internals';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { directPlannerWorker } from '../../gateway/engine/planner/directPlannerWorker.js';
import { Explainer } from '../../gateway/explanation.js';
import { limitsOf } from '../../gateway/guard/limits.js';
import { composeOwnSupergraph } from '../../gateway/supergraph/publicSchema.js';

describe('what is said of an operation', () => {
  let explainer: Explainer;
  beforeAll(async () => {
    const supergraphSdl = await composeOwnSupergraph();
    explainer = new Explainer({
      planner: await directPlannerWorker({ plansMax: 100, pathsMax: 1_000 }).open(supergraphSdl),
      schema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
      guardLimits: limitsOf(gatewaySettingsSchema.parse({})),
    });
  });

  it('names the subgraphs that are asked, and what it costs', async () => {
    const text = 'query Find($n: Int!) { datasets(first: $n) { nodes { title cooperative { name } } } }';
    const [few] = await explainer.explain(text, { n: 1 });
    const [many] = await explainer.explain(text, { n: 50 });
    expect(few).toMatchObject({ operation: 'query Find', refusals: [] });
    expect(few!.plan).toContain('Fetch(service: "data")');
    expect(few!.plan).toContain('Fetch(service: "membership")');
    expect(many!.cost).toBeGreaterThan(few!.cost!);
    expect(many!.plan).toBe(few!.plan);
  });

  it('explains each operation of a document by itself', async () => {
    const explained = await explainer.explain('query A { clock { now } } query B { computeKey { version } }');
    expect(explained.map(({ operation }) => operation)).toEqual(['query A', 'query B']);
    expect(explained[0]!.plan).not.toContain('computeKey');
  });

  it('says why one would be refused, and shows the plan all the same', async () => {
    const [refused] = await explainer.explain('{ datasets(first: 101) { nodes { title } } }');
    expect(refused).toMatchObject({
      cost: undefined,
      refusals: [expect.stringMatching(/^PAGE_SIZE_INVALID: /)],
    });
    expect(refused!.plan).toContain('Fetch(service: "data")');
  });

  it.each([
    ['what is no GraphQL', '{'],
    ['what the schema has not', '{ nothingOfThisName }'],
    ['what is too deep', `{ ${'a { '.repeat(60)} b ${'}'.repeat(60)} }`],
  ])('refuses %s in words', async (_, text) => {
    await expect(explainer.explain(text)).rejects.toThrow();
  });
});
