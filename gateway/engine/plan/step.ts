import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { SelectionNode } from 'graphql';

/** A rewrite of an answer before it is used: the planner gave a key another name, to avoid a conflict. */
export interface Renaming {
  /** Keys and `... on Type`, from the answer (or entity) down; the last is the key to rename. */
  readonly path: readonly string[];
  readonly to: string;
}

/** One request of a plan to one subgraph. */
export interface Step {
  /** Its place in the plan, from 0. */
  readonly index: number;
  /** The property under which its answer is found on the objects that it completes. */
  readonly slot: string;
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Keys from the root to the objects that it completes; lists go without saying. */
  readonly path: readonly string[];
  readonly query: string;
  readonly queryJson: string;
  readonly operationName: string | undefined;
  /** Names of the client's variables that go along. */
  readonly variables: readonly string[];
  /** What is sent of each object; undefined for a step that asks the root. */
  readonly requires: readonly QueryPlanSelectionNode[] | undefined;
  /** Type names to send instead of an object's own: for subgraphs that know it by its interface alone. */
  readonly typenames: readonly { on: string; to: string }[];
  readonly renamings: readonly Renaming[];
  /** What it selects of the root, or of each entity. */
  readonly selections: readonly SelectionNode[];
  /** Steps that are over before this one in the planner's order. */
  readonly before: ReadonlySet<number>;
}
