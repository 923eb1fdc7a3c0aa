import { coordinateAt } from './coordinates.js';
import { toldProblem } from './problem.js';
import type { Problem } from './problem.js';
import type { Composition, CompositionProblem, SubgraphSchema } from '../../engine/planner/composition.js';
import type { Trial, PlannerWorker } from '../../engine/planner/plannerWorker.js';

/** What the registry asks of whoever composes; it takes its time, and not the event loop's. */
export interface Composer {
  compose(parts: readonly SubgraphSchema[]): Promise<Composition>;
  /** What would come of a supergraph. @throws Error for one that could not be run, and why. */
  tryOut(supergraphSdl: string, before: string | undefined): Promise<Trial>;
}

/** In processes of its own, if that is where the planner worker is. */
export function composerIn(plannerWorker: PlannerWorker): Composer {
  return {
    compose: (parts) => plannerWorker.compose(parts),
    tryOut: (supergraphSdl, before) => plannerWorker.tryOut(supergraphSdl, before),
  };
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
  COMPOSITION_TOO_DEAR: 'Make keys and requirements plainer: fewer of them, and less deep.',
  UNKNOWN_FEDERATION_LINK_VERSION: 'Link an older version of federation, such as v2.9.',
};
const HELP_OTHERWISE = 'Look the code up among the composition errors of Apollo Federation.';

/** The composer's problems in the words of those who wrote the schemas. */
export function problemsOf(
  found: readonly CompositionProblem[],
  parts: readonly SubgraphSchema[],
): Problem[] {
  return found.slice(0, PROBLEMS_MAX).map(({ message, code, places }) => {
    const help = HELP[code] ?? HELP_OTHERWISE;
    const [place] = places;
    if (!place) return toldProblem({ code, message, help });
    const { subgraph, line, column } = place;
    const sdl = parts.find(({ name }) => name === subgraph)?.sdl;
    const coordinate = sdl === undefined ? undefined : coordinateAt(sdl, line, column);
    return toldProblem({ code, subgraph, coordinate, line, column, message, help });
  });
}
