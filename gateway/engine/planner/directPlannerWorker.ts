import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import { ENGINE_ERRORS } from '../errors.js';
import { changesBetween } from './changes.js';
import { composeSubgraphs } from './composition.js';
import type { PlannerLimits } from './apolloPlanner.js';
import { Planner, workaroundsFor } from './planner.js';
import type { Workarounds } from './planner.js';
import type { OpenPlanner, Trial, PlannerWorker } from './plannerWorker.js';

/** Composes and plans in this process and at once: for tests, and where nobody waits. */
export function directPlannerWorker(limits: PlannerLimits): PlannerWorker {
  return {
    compose: (subgraphs) => Promise.resolve(composeSubgraphs(subgraphs)),
    tryOut: async (supergraphSdl, before) =>
      tryOut(supergraphSdl, before, limits, await workaroundsFor(supergraphSdl)),
    async open(supergraphSdl): Promise<OpenPlanner> {
      const planner = new Planner(supergraphSdl, limits, await workaroundsFor(supergraphSdl));
      return {
        facts: planner.facts,
        plan: async (operation, overrides) => planOrRefuse(planner, operation, overrides),
        close: () => undefined,
      };
    },
    close: () => undefined,
  };
}

/** As `PlannerWorker.tryOut`, at once. @throws Error */
export function tryOut(
  supergraphSdl: string,
  before: string | undefined,
  limits: PlannerLimits,
  workarounds: Workarounds | undefined,
): Trial {
  const { apiSdl } = new Planner(supergraphSdl, limits, workarounds).facts;
  return { apiSdl, changes: before === undefined ? [] : changesBetween(before, apiSdl) };
}

/** @throws PLANNING_FAILED, FIELD_UNREACHABLE */
export function planOrRefuse(planner: Planner, operation: string, overrides: readonly string[]): QueryPlan {
  try {
    return planner.plan(operation, overrides);
  } catch (error) {
    // Composition lets some through, and a supergraph may come from elsewhere.
    const noWay = /^Was not able to find any options for (.*): This shouldn't/s.exec(
      (error as Error).message,
    );
    if (noWay) {
      // Its alias may be of our own making.
      const [, field = 'a part'] = /^(?:\w+: )?(\w+)/.exec(noWay[1]!) ?? [];
      throw ENGINE_ERRORS.FIELD_UNREACHABLE.raise(`No subgraph can be asked for ${field} here.`);
    }
    const message =
      error instanceof GraphQLError
        ? 'There are too many ways to answer this operation; ask for less at once.'
        : 'The planner cannot answer this operation as it is written.';
    throw Object.assign(ENGINE_ERRORS.PLANNING_FAILED.raise(message), { cause: error });
  }
}
