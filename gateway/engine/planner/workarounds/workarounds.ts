import type { Supergraph } from '@apollo/federation-internals';
import type { OperationPlanner, PlannerLimits } from '../apolloPlanner.js';
import { PatchedPlanner } from './patchedPlanner.js';
import { prepareSupergraph } from './prepareSupergraph.js';
import type { Care } from './prepareSupergraph.js';

/** More and more is kept from Apollo's planner; each costs more requests than the one before. */
const CARES: readonly Care[] = [
  { detached: 'interfaceObjects' },
  { detached: 'interfaceObjects', apart: true },
  { detached: 'all' },
];

/**
 * Planners for a supergraph with `@requires` or `@interfaceObject`, each to be made when the one before has broken down
 * at an operation: what Apollo's planner asserts does not hold where it joins two fetches of the same representations, nor
 * where the way to what a field needs leads through a key of another object.
 */
export function patchedPlanners(
  sdl: string,
  build: () => Supergraph,
  limits: PlannerLimits,
): (() => OperationPlanner)[] {
  return CARES.map((care) => () => new PatchedPlanner(build(), prepareSupergraph(sdl, care), limits));
}
