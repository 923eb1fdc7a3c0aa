import { describe, expect, test } from '@jest/globals';
import { buildSchema, Kind, OperationTypeNode, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { ERRORS } from '../../../gateway/errors.js';
import { Generation } from '../../../gateway/engine/generation.js';
import { NO_COSTS } from '../../../gateway/engine/planner/costTable.js';
import type { OpenPlanner } from '../../../gateway/engine/planner/plannerWorker.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';

const SDL = 'type Query { a: Int }';
const TEXT = '{a}';
const document = parse(TEXT);
const operation = document.definitions.find(
  (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
)!;

/** A generation whose planner judges by who asks, and the askers that it was asked for. */
function generationWhere(refuse: (asker: string | undefined) => Error | undefined) {
  const askers: (string | undefined)[] = [];
  let isClosed = false;
  const planner: OpenPlanner = {
    facts: {
      apiSdl: SDL,
      definitionsAt: [0],
      costs: NO_COSTS,
      subgraphs: [],
      possibleTypes: {},
      objectTypes: ['Query'],
      requirements: {},
      keyObjects: {},
      overrideLabels: [],
      caching: { rules: {}, keys: {} },
    },
    async plan(text, _, asker) {
      if (isClosed) throw new Error('the planner is closed');
      askers.push(asker);
      const refusal = refuse(asker);
      if (refusal) throw refusal;
      return {
        kind: 'QueryPlan',
        node: {
          kind: 'Fetch',
          serviceName: 'one',
          operation: text,
          operationName: undefined,
          operationKind: OperationTypeNode.QUERY,
          variableUsages: [],
        },
      };
    },
    close: () => void (isClosed = true),
  };
  const generation = new Generation({
    planner,
    schema: buildSchema(SDL),
    operationsBytesMax: 1_000_000,
    errorsMax: 10,
    answerBytesMax: 1_000_000,
  });
  const ask = async (asker: string) => generation.operationFor({ document, operation, id: TEXT }, {}, asker);
  return { ask, askers, retire: () => generation.retire(), isClosed: () => isClosed };
}

const rateLimited = (): Error => COMMON.RATE_LIMITED.raise('Too much of yours took too long.');
const outcomes = async (asked: Promise<unknown>[]) =>
  (await Promise.allSettled(asked)).map(({ status }) => status);

describe('plannings of one operation at once', () => {
  test('are one, whoever asks', async () => {
    const { ask, askers } = generationWhere(() => undefined);
    expect(await outcomes([ask('one'), ask('one'), ask('two')])).toEqual(Array(3).fill('fulfilled'));
    expect(askers).toEqual(['one']);
  });

  test('share no refusal that is for what one of them asked before', async () => {
    const { ask, askers } = generationWhere((asker) => (asker === 'spent' ? rateLimited() : undefined));
    const asked = [ask('spent'), ask('spent'), ask('one'), ask('two')];
    expect(await outcomes(asked)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
    expect(askers).toEqual(['spent', 'one']);
  });

  test('refuse each whose own budget is spent, once each', async () => {
    const { ask, askers } = generationWhere(rateLimited);
    const names = Array.from({ length: 50 }, (_, index) => `asker ${index}`);
    expect(await outcomes(names.map(ask))).toEqual(names.map(() => 'rejected'));
    expect(askers).toEqual(names);
  });

  test('share a refusal of the operation itself', async () => {
    const { ask, askers } = generationWhere(() => ERRORS.PLANNING_FAILED.raise('Too many ways.'));
    expect(await outcomes([ask('one'), ask('two')])).toEqual(['rejected', 'rejected']);
    expect(askers).toEqual(['one']);
  });

  test('that others joined keep the planner open until each has been answered', async () => {
    const { ask, askers, retire, isClosed } = generationWhere((asker) =>
      asker === 'last' ? undefined : rateLimited(),
    );
    const asked = ['first', 'second', 'third', 'last'].map(ask);
    retire();
    expect(await outcomes(asked)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(askers).toEqual(['first', 'second', 'third', 'last']);
    await new Promise(setImmediate);
    expect(isClosed()).toBe(true);
  });
});
