import type { QueryPlan } from '@apollo/query-planner';
import type { Change } from './changes.js';
import type { Composition, CompositionProblem, SubgraphSchema } from './composition.js';
import type { SupergraphFacts } from './planner.js';

/** A planner for one supergraph. */
export interface OpenPlanner {
  readonly facts: SupergraphFacts;
  /**
   * @param asker - the viewer or the address for whom it is planned: askers take turns, and answer for what they waste.
   * @throws PLANNING_FAILED for an operation that has no plan within the limits; OVERLOADED, RATE_LIMITED
   */
  plan(operation: string, overrides: readonly string[], asker?: string): Promise<QueryPlan>;
  close(): void;
}

/** What would come of a supergraph, or what keeps it from being tried. */
export type Trial =
  | {
      /** What clients would see. */
      readonly apiSdl: string;
      readonly changes: readonly Change[];
      readonly problems?: undefined;
    }
  | { readonly problems: readonly CompositionProblem[] };

/** Where schemas are composed and operations planned: work of seconds, off the loop that answers requests. */
export interface PlannerWorker {
  compose(subgraphs: readonly SubgraphSchema[]): Promise<Composition>;
  /**
   * Looks what a supergraph would change for clients.
   *
   * @param before - what they see now; undefined if nothing.
   * @throws Error as `open`
   */
  tryOut(supergraphSdl: string, before: string | undefined): Promise<Trial>;
  /** @throws Error for what is no supergraph, or one that needs what is not known here. */
  open(supergraphSdl: string): Promise<OpenPlanner>;
  /** Keeps nothing for later any more; planners that are open stay so until they are closed. */
  close(): void;
}
