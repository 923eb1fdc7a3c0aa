import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** A subgraph by its name and what it offers. */
export interface SubgraphSchema {
  name: string;
  sdl: string;
}

/** Makes one schema of several. The one seam to whatever composes. */
export interface Composer {
  /**
   * @returns the supergraph in the federation's own notation.
   * @throws CompositionFailed
   */
  compose(subgraphs: readonly SubgraphSchema[]): string;
}

/** The subgraphs contradict each other; a mistake of ours, said to whoever starts the gateway. */
class CompositionFailed extends Error {
  override readonly name = 'CompositionFailed';

  constructor(readonly reasons: readonly string[]) {
    super(`the subgraphs do not compose:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
  }
}

export const apolloComposer: Composer = {
  compose(subgraphs) {
    const { errors, supergraphSdl } = composeServices(
      // The address is only a label: requests go through transports.
      subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `subgraph:${name}` })),
    );
    if (errors) throw new CompositionFailed(errors.map((error) => error.message));
    return supergraphSdl;
  },
};
