import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { toySdls } from './subgraphs.js';

/** @param urls - of each subgraph, by name. */
export function composeToy(urls: ReadonlyMap<string, string>): string {
  const { errors, supergraphSdl } = composeServices(
    toySdls.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: urls.get(name)! })),
  );
  if (errors) throw new Error(`the toy subgraphs do not compose: ${errors.join('\n')}`);
  return supergraphSdl;
}
