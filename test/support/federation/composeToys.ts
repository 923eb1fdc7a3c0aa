import { composeServices } from '@apollo/composition';
import { documentOf, serve } from './toySubgraph.js';
import type { Toy, ToyServer } from './toySubgraph.js';

export interface Composed {
  readonly supergraphSdl: string;
  readonly servers: ReadonlyMap<string, ToyServer>;
}

/** @throws Error with the reasons, one a line, if the toys do not fit together. */
export function composeToys(toys: readonly Toy[]): Composed {
  const parts = toys.map((toy) => ({ toy, typeDefs: documentOf(toy) }));
  const { errors, supergraphSdl } = composeServices(
    parts.map(({ toy, typeDefs }) => ({ name: toy.name, typeDefs, url: `subgraph:${toy.name}` })),
  );
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  const servers = new Map(parts.map(({ toy, typeDefs }) => [toy.name, serve(toy, typeDefs)]));
  return { supergraphSdl, servers };
}
