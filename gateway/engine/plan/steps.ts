import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse } from 'graphql';
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

/** A plan that this engine does not run; a mistake of ours, or a feature that was not refused before. */
class UnsupportedPlan extends Error {
  override readonly name = 'UnsupportedPlan';
}

/** The steps of a plan in the planner's order, which is one in which they could run one after another. */
export function stepsOf({ node }: QueryPlan): Step[] {
  const steps: Step[] = [];
  if (!node) return steps;
  if (node.kind === 'Subscription') {
    const primary = addStep(steps, node.primary, [], new Set());
    if (node.rest) walk(steps, node.rest, [], new Set([primary]));
  } else {
    walk(steps, node, [], new Set());
  }
  return steps;
}

/** @returns the steps added. */
function walk(steps: Step[], node: PlanNode, path: readonly string[], before: ReadonlySet<number>): number[] {
  switch (node.kind) {
    case 'Fetch':
      return [addStep(steps, node, path, before)];
    case 'Flatten': {
      const keys = node.path.filter((key) => key !== '@').map(String);
      return walk(steps, node.node, [...path, ...keys], before);
    }
    case 'Parallel':
      return node.nodes.flatMap((one) => walk(steps, one, path, before));
    case 'Sequence': {
      const done = new Set(before);
      return node.nodes.flatMap((one) => {
        const added = walk(steps, one, path, new Set(done));
        for (const index of added) done.add(index);
        return added;
      });
    }
    default:
      throw new UnsupportedPlan(`a plan with a node ${node.kind}`);
  }
}

function addStep(
  steps: Step[],
  fetch: FetchNode,
  path: readonly string[],
  before: ReadonlySet<number>,
): number {
  if (fetch.contextRewrites?.length) throw new UnsupportedPlan('a plan with contexts');
  const index = steps.length;
  steps.push({
    index,
    slot: `$${index}`,
    subgraph: fetch.serviceName,
    kind: fetch.operationKind,
    path,
    query: fetch.operation,
    queryJson: JSON.stringify(fetch.operation),
    operationName: fetch.operationName,
    variables: fetch.variableUsages ?? [],
    requires: fetch.requires,
    typenames: typenamesOf(fetch),
    renamings: (fetch.outputRewrites ?? []).map(renamingOf),
    selections: selectionsOf(fetch),
    before,
  });
  return index;
}

function typenamesOf({ inputRewrites = [] }: FetchNode): Step['typenames'] {
  return inputRewrites.map((rewrite) => {
    const on = /^\.\.\. on (\w+)$/.exec(rewrite.path[0] ?? '')?.[1];
    if (
      rewrite.kind !== 'ValueSetter' ||
      !on ||
      rewrite.path[1] !== '__typename' ||
      rewrite.path.length > 2
    ) {
      throw new UnsupportedPlan(`a plan that rewrites ${rewrite.path.join('/')}`);
    }
    return { on, to: String(rewrite.setValueTo) };
  });
}

function renamingOf(rewrite: NonNullable<FetchNode['outputRewrites']>[number]): Renaming {
  if (rewrite.kind !== 'KeyRenamer') throw new UnsupportedPlan('a plan that sets values in answers');
  return { path: rewrite.path, to: rewrite.renameKeyTo };
}

function selectionsOf({ operation, requires }: FetchNode): readonly SelectionNode[] {
  const [definition] = parse(operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new UnsupportedPlan('a fetch without operation');
  const { selections } = definition.selectionSet;
  if (!requires) return selections;
  const [entities] = selections;
  if (entities?.kind !== Kind.FIELD) throw new UnsupportedPlan('a fetch without entities');
  return entities.selectionSet?.selections ?? [];
}
