import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { placeOf } from './joins.js';
import type { Prepared } from './prepare.js';

/**
 * Puts the true fields back where a plan has stand-ins: in what subgraphs are asked, as an alias with the arguments;
 * in what they are sent, as `{ name: field, alias: stand-in }`, that is, read under the alias and sent under the
 * name. A fetch that would send one field in two versions is split.
 *
 * @param graphOf - subgraph name to its name in the supergraph's enum.
 */
export function restorePlan(
  plan: QueryPlan,
  prepared: Pick<Prepared, 'standIns' | 'needs' | 'layers'>,
  graphOf: (subgraph: string) => string,
): QueryPlan {
  if ((prepared.standIns.size === 0 && prepared.layers.size === 0) || !plan.node) return plan;
  const restore = (fetch: FetchNode): FetchNode => ({
    ...fetch,
    serviceName: prepared.layers.get(fetch.serviceName) ?? fetch.serviceName,
    requires: fetch.requires && restoreRequires(fetch.requires, prepared),
    operation: restoreOperation(fetch.operation, prepared),
  });
  const walk = (node: PlanNode): PlanNode => {
    switch (node.kind) {
      case 'Fetch': {
        const parts = split(node, prepared, graphOf(node.serviceName)).map(restore);
        return parts.length === 1 ? parts[0]! : { kind: 'Parallel', nodes: parts };
      }
      case 'Flatten':
        return { ...node, node: walk(node.node) };
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: node.nodes.map(walk) };
      default:
        return node;
    }
  };
  if (plan.node.kind !== 'Subscription') return { ...plan, node: walk(plan.node) };
  const { primary, rest } = plan.node;
  return { ...plan, node: { ...plan.node, primary: restore(primary), rest: rest && walk(rest) } };
}

function restoreRequires(
  selections: QueryPlanSelectionNode[],
  prepared: Pick<Prepared, 'standIns'>,
): QueryPlanSelectionNode[] {
  return selections.map((selection) => {
    const below = selection.selections && restoreRequires(selection.selections, prepared);
    if (selection.kind === 'InlineFragment') return { ...selection, selections: below ?? [] };
    const standIn = prepared.standIns.get(selection.name);
    return standIn
      ? { ...selection, name: standIn.field, alias: standIn.name, selections: below }
      : { ...selection, selections: below };
  });
}

function restoreOperation(operation: string, { standIns }: Pick<Prepared, 'standIns'>): string {
  const restored = visit(parse(operation, { noLocation: true }), {
    Field(node): FieldNode | undefined {
      const standIn = standIns.get(node.name.value);
      if (!standIn) return undefined;
      return {
        ...node,
        name: { ...node.name, value: standIn.field },
        alias: { kind: Kind.NAME, value: standIn.name },
        arguments: standIn.arguments,
      };
    },
  });
  return stripIgnoredCharacters(print(restored));
}

/** Parts a fetch so that none sends two stand-ins of one field. */
function split(fetch: FetchNode, prepared: Pick<Prepared, 'standIns' | 'needs'>, graph: string): FetchNode[] {
  const sent = new Set<string>();
  collectNames(fetch.requires ?? [], sent);
  const fields = [...sent].flatMap((name) => prepared.standIns.get(name)?.field ?? []);
  if (new Set(fields).size === fields.length) return [fetch];

  const document = parse(fetch.operation, { noLocation: true });
  const needsOf = (type: string, field: string): ReadonlySet<string> =>
    prepared.needs.get(placeOf(graph, type, field)) ?? new Set();
  const groups: Set<string>[] = [];
  const groupOf = (needed: ReadonlySet<string>): number => {
    if (needed.size === 0) return 0;
    const fits = (group: Set<string>): boolean =>
      [...needed].every((name) =>
        [...group].every(
          (other) =>
            other === name || prepared.standIns.get(other)?.field !== prepared.standIns.get(name)?.field,
        ),
      );
    let index = groups.findIndex(fits);
    if (index < 0) index = groups.push(new Set()) - 1;
    for (const name of needed) groups[index]!.add(name);
    return index;
  };
  const assigned = new Map<FieldNode, number>();
  eachEntityField(document, (type, field) => assigned.set(field, groupOf(needsOf(type, field.name.value))));
  return groups.map((group, index) => {
    const kept = keepFields(document, (field) => (assigned.get(field) ?? index) === index);
    return {
      ...fetch,
      ...kept,
      requires: keepStandIns(fetch.requires ?? [], (name) => !prepared.standIns.has(name) || group.has(name)),
    };
  });
}

function collectNames(selections: readonly QueryPlanSelectionNode[], names: Set<string>): void {
  for (const selection of selections) {
    if (selection.kind === 'Field') names.add(selection.name);
    collectNames(selection.selections ?? [], names);
  }
}

function keepStandIns(
  selections: readonly QueryPlanSelectionNode[],
  keep: (name: string) => boolean,
): QueryPlanSelectionNode[] {
  return selections
    .filter((selection) => selection.kind === 'InlineFragment' || keep(selection.name))
    .map((selection) =>
      selection.selections
        ? { ...selection, selections: keepStandIns(selection.selections, keep) }
        : selection,
    );
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  return document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
}

function entitiesOf(document: DocumentNode): FieldNode | undefined {
  return operationOf(document).selectionSet.selections.find(
    (one): one is FieldNode => one.kind === Kind.FIELD && one.name.value === '_entities',
  );
}

function eachEntityField(document: DocumentNode, see: (type: string, field: FieldNode) => void): void {
  const walk = (type: string, set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) see(type, selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.typeCondition?.name.value ?? type, selection.selectionSet);
      }
    }
  };
  const entities = entitiesOf(document);
  if (entities?.selectionSet) walk('_Entity', entities.selectionSet);
}

/** The operation with those of its entities' fields only, and with the variables that they use. */
function keepFields(
  document: DocumentNode,
  keep: (field: FieldNode) => boolean,
): Pick<FetchNode, 'operation' | 'variableUsages'> {
  const prune = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return keep(selection) ? [selection] : [];
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [selection];
      const selectionSet = prune(selection.selectionSet);
      return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
    }),
  });
  const operation = operationOf(document);
  const entities = entitiesOf(document)!;
  const pruned = { ...entities, selectionSet: prune(entities.selectionSet!) };
  const used = new Set<string>();
  visit(pruned, { Variable: ({ name }) => void used.add(name.value) });
  const kept: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: operation.variableDefinitions?.filter(({ variable }) =>
      used.has(variable.name.value),
    ),
    selectionSet: { ...operation.selectionSet, selections: [pruned] },
  };
  return {
    operation: stripIgnoredCharacters(print(kept)),
    variableUsages: [...used].filter((name) => name !== 'representations'),
  };
}
