import type { QueryPlan } from '@apollo/query-planner';
import type { Composition, SubgraphSchema } from './composition.js';
import type { SupergraphFacts } from './planner.js';

/** A planner for one supergraph. */
export interface OpenPlanner {
  readonly facts: SupergraphFacts;
  /** @throws PLANNING_FAILED for an operation that has no plan within the limits; OVERLOADED */
  plan(operation: string, overrides: readonly string[]): Promise<QueryPlan>;
  close(): void;
}

/** Where schemas are composed and operations planned: work of seconds, off the loop that answers requests. */
export interface Workshop {
  compose(subgraphs: readonly SubgraphSchema[]): Promise<Composition>;
  /** @throws Error for what is no supergraph, or one that needs what is not known here. */
  open(supergraphSdl: string): Promise<OpenPlanner>;
}
