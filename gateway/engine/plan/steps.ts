import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, parse } from 'graphql';
import type { SelectionNode } from 'graphql';
import type { Renaming, Step } from './step.js';

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
