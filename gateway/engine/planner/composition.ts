import { composeServices } from '@apollo/composition';
import { GraphQLError, parse } from 'graphql';

/** A subgraph by its name, what it offers, and where it is; in process, the address is only a label. */
export interface SubgraphSchema {
  name: string;
  sdl: string;
  url?: string;
}

/** What keeps subgraphs from composing, in the composer's words. */
export interface CompositionProblem {
  message: string;
  /** The composer's code, such as `INVALID_FIELD_SHARING`. */
  code: string;
  /** Where it shows in the subgraphs' own texts. */
  places: readonly { subgraph: string; line: number; column: number }[];
}

export type Composition =
  | { supergraphSdl: string; problems?: undefined }
  | { supergraphSdl?: undefined; problems: readonly CompositionProblem[] };

/** They are nested too deep, or combine in too many ways. */
export const TOO_DEAR: CompositionProblem = {
  message: 'To compose these subgraphs takes more time or memory than there is for it.',
  code: 'COMPOSITION_TOO_DEAR',
  places: [],
};

/** It composes, but the planner for it would take too much. */
export const PLANNER_TOO_DEAR: CompositionProblem = {
  ...TOO_DEAR,
  message: 'To make a planner for these subgraphs takes more time or memory than there is for it.',
};

/** Makes one supergraph of several subgraphs, or says why there is none. */
export function composeSubgraphs(subgraphs: readonly SubgraphSchema[]): Composition {
  const services = [];
  for (const { name, sdl, url } of subgraphs) {
    try {
      services.push({ name, typeDefs: parse(sdl), url: url ?? `subgraph:${name}` });
    } catch (error) {
      if (error instanceof RangeError) return { problems: [TOO_DEAR] };
      if (!(error instanceof GraphQLError)) throw error;
      const places = (error.locations ?? []).map((location) => ({ subgraph: name, ...location }));
      return { problems: [{ message: error.message, code: 'INVALID_GRAPHQL', places }] };
    }
  }
  try {
    const { errors, supergraphSdl } = composeServices(services);
    return errors ? { problems: errors.map(problemOf) } : { supergraphSdl };
  } catch (error) {
    // The composer recurses, and so does the parser.
    if (!(error instanceof RangeError)) throw error;
    return { problems: [TOO_DEAR] };
  }
}

function problemOf(error: GraphQLError): CompositionProblem {
  const places = (error.nodes ?? []).flatMap((node) => {
    const { subgraph } = node as { subgraph?: string };
    if (subgraph === undefined || !node.loc) return [];
    const { line, column } = node.loc.startToken;
    return [{ subgraph, line, column }];
  });
  const { code } = error.extensions;
  return { message: error.message, code: typeof code === 'string' ? code : 'INVALID_GRAPHQL', places };
}
