import { coordinateAt } from './coordinates.js';
import type { Problem } from './problem.js';

/** A subgraph as it is composed. */
export interface Part {
  name: string;
  sdl: string;
  /** Where it is; for a service of this installation only a label. */
  url?: string;
}

/** What keeps subgraphs from composing, in the composer's words. */
export interface CompositionProblem {
  message: string;
  code: string;
  /** In the subgraphs' own texts; lines and columns from 1. */
  places: readonly { subgraph: string; line: number; column: number }[];
}

export type Composed =
  | { supergraphSdl: string; problems?: undefined }
  | { supergraphSdl?: undefined; problems: readonly CompositionProblem[] };

/** What the registry asks of whoever composes; it takes its time, and not the event loop's. */
export interface Composer {
  compose(parts: readonly Part[]): Promise<Composed>;
  /** What clients see of a supergraph. @throws Error for one that could not be run, and why. */
  apiOf(supergraphSdl: string): Promise<string>;
}

/** Problems beyond these are mostly about the first ones. */
const PROBLEMS_MAX = 50;

const HELP: Readonly<Record<string, string>> = {
  INVALID_GRAPHQL: 'Mend the schema at this place: a type that it names may be missing.',
  INVALID_FIELD_SHARING: 'Let one subgraph own the field: take it out of the other, or give it another name.',
  FIELD_TYPE_MISMATCH: 'Give the field one type in all subgraphs that have it.',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'Give the argument one type in all subgraphs that have it.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'Let the argument be null, or add it everywhere.',
  SATISFIABILITY_ERROR: 'Give the type a key that the others have too, so that there is a way to the field.',
  KEY_INVALID_FIELDS: 'Name fields in @key that the type has.',
  TYPE_KIND_MISMATCH: 'Choose another name: the type is of another kind elsewhere.',
  UNKNOWN_FEDERATION_LINK_VERSION: 'Link an older version of federation, such as v2.9.',
};
const HELP_OTHERWISE = 'Look the code up among the composition errors of Apollo Federation.';

/** The composer's problems in the words of those who wrote the schemas. */
export function problemsOf(found: readonly CompositionProblem[], parts: readonly Part[]): Problem[] {
  return found.slice(0, PROBLEMS_MAX).map(({ message, code, places }) => {
    const help = HELP[code] ?? HELP_OTHERWISE;
    const [place] = places;
    if (!place) return { code, message, help };
    const { subgraph, line, column } = place;
    const sdl = parts.find(({ name }) => name === subgraph)?.sdl;
    const coordinate = sdl === undefined ? undefined : coordinateAt(sdl, line, column);
    return { code, subgraph, coordinate, line, column, message, help };
  });
}
