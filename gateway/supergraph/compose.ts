import { composeSubgraphs } from '../engine/planner/composition.js';
import type { Composition, SubgraphSchema } from '../engine/planner/composition.js';
import type { PlannerWorker } from '../engine/planner/plannerWorker.js';

export type { SubgraphSchema } from '../engine/planner/composition.js';

/** The subgraphs contradict each other; a mistake of ours, said to whoever starts the gateway. */
class CompositionFailed extends Error {
  override readonly name = 'CompositionFailed';

  constructor(reasons: readonly string[]) {
    super(`the subgraphs do not compose:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
  }
}

/** @returns the supergraph in the federation's own notation. @throws CompositionFailed */
export async function composeIn(
  plannerWorker: PlannerWorker,
  subgraphs: readonly SubgraphSchema[],
): Promise<string> {
  return supergraphOf(await plannerWorker.compose(subgraphs));
}

/** As `composeIn`, in this thread. */
export const apolloComposer = {
  compose: (subgraphs: readonly SubgraphSchema[]): string => supergraphOf(composeSubgraphs(subgraphs)),
};

function supergraphOf({ supergraphSdl, problems }: Composition): string {
  if (problems) throw new CompositionFailed(problems.map(({ message }) => message));
  return supergraphSdl;
}
