import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';

/** A plan in which each fetch is replaced; that of a subscription's source by one fetch. */
export function mapFetches(plan: QueryPlan, map: (fetch: FetchNode) => PlanNode): QueryPlan {
  const { node } = plan;
  if (!node) return plan;
  if (node.kind !== 'Subscription') return { ...plan, node: mapFetchesBelow(node, map) };
  const primary = map(node.primary);
  if (primary.kind !== 'Fetch') throw new Error('a source of events is one fetch');
  return { ...plan, node: { ...node, primary, rest: node.rest && mapFetchesBelow(node.rest, map) } };
}

/** @throws Error for a node that only plans of `@defer` have. */
export function mapFetchesBelow(node: PlanNode, map: (fetch: FetchNode) => PlanNode): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return map(node);
    case 'Flatten':
      return { ...node, node: mapFetchesBelow(node.node, map) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((one) => mapFetchesBelow(one, map)) };
    default:
      throw new Error(`a plan with a node ${node.kind}`);
  }
}
