import { composeSubgraphs } from './workshop/composition.js';
import type { Composition, SubgraphSchema } from './workshop/composition.js';
import type { Workshop } from './workshop/workshop.js';

export type { SubgraphSchema } from './workshop/composition.js';

/** The subgraphs contradict each other; a mistake of ours, said to whoever starts the gateway. */
class CompositionFailed extends Error {
  override readonly name = 'CompositionFailed';

  constructor(reasons: readonly string[]) {
    super(`the subgraphs do not compose:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
  }
}

/** @returns the supergraph in the federation's own notation. @throws CompositionFailed */
export async function composeIn(workshop: Workshop, subgraphs: readonly SubgraphSchema[]): Promise<string> {
  return supergraphOf(await workshop.compose(subgraphs));
}

/** As `composeIn`, in this thread. */
export const apolloComposer = {
  compose: (subgraphs: readonly SubgraphSchema[]): string => supergraphOf(composeSubgraphs(subgraphs)),
};

function supergraphOf({ supergraphSdl, problems }: Composition): string {
  if (problems) throw new CompositionFailed(problems.map(({ message }) => message));
  return supergraphSdl;
}
