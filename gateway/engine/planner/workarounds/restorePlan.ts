import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { placeOf } from './rewriteJoins.js';
import { mapFetches } from '../mapFetches.js';
import type { Prepared } from './prepareSupergraph.js';

/**
 * Puts the real fields back where a plan has synthetic ones. In the document of a fetch a real field gets the synthetic name
 * as its alias, with its arguments. In a representation it is `{ name: field, alias: synthetic name }`: read under the
 * alias, sent under the name. A fetch whose representation would have one field in two versions is split.
 *
 * @param graphOf - subgraph name to its name in the supergraph's enum.
 */
export function restorePlan(
  plan: QueryPlan,
  prepared: Pick<Prepared, 'syntheticFields' | 'needs' | 'virtualSubgraphs'>,
  graphOf: (subgraph: string) => string,
): QueryPlan {
  if (prepared.syntheticFields.size === 0 && prepared.virtualSubgraphs.size === 0) return plan;
  const restore = (fetch: FetchNode): FetchNode => ({
    ...fetch,
    serviceName: prepared.virtualSubgraphs.get(fetch.serviceName) ?? fetch.serviceName,
    requires: fetch.requires && restoreRequires(fetch.requires, prepared),
    operation: restoreOperation(fetch.operation, prepared),
  });
  return mapFetches(plan, (fetch) => {
    const parts = split(fetch, prepared, graphOf(fetch.serviceName)).map(restore);
    return parts.length === 1 ? parts[0]! : { kind: 'Parallel', nodes: parts };
  });
}

function restoreRequires(
  selections: QueryPlanSelectionNode[],
  prepared: Pick<Prepared, 'syntheticFields'>,
): QueryPlanSelectionNode[] {
  return selections.map((selection) => {
    const below = selection.selections && restoreRequires(selection.selections, prepared);
    if (selection.kind === 'InlineFragment') return { ...selection, selections: below ?? [] };
    const syntheticField = prepared.syntheticFields.get(selection.name);
    return syntheticField
      ? { ...selection, name: syntheticField.field, alias: syntheticField.name, selections: below }
      : { ...selection, selections: below };
  });
}

function restoreOperation(operation: string, { syntheticFields }: Pick<Prepared, 'syntheticFields'>): string {
  const restored = visit(parse(operation, { noLocation: true }), {
    Field(node): FieldNode | undefined {
      const syntheticField = syntheticFields.get(node.name.value);
      if (!syntheticField) return undefined;
      return {
        ...node,
        name: { ...node.name, value: syntheticField.field },
        alias: node.alias ?? { kind: Kind.NAME, value: syntheticField.name },
        arguments: syntheticField.arguments,
      };
    },
  });
  return stripIgnoredCharacters(print(restored));
}

/** Parts a fetch so that none sends two synthetic fields of one field at one place. */
function split(
  fetch: FetchNode,
  prepared: Pick<Prepared, 'syntheticFields' | 'needs'>,
  graph: string,
): FetchNode[] {
  const sent = pathsOf(fetch.requires ?? [], '').filter((path) => isStandIn(path, prepared));
  const places = new Set(sent.map((path) => trueName(path, prepared)));
  if (places.size === new Set(sent).size) return [fetch];

  const document = parse(fetch.operation, { noLocation: true });
  const needsOf = (type: string, field: string): ReadonlySet<string> =>
    prepared.needs.get(placeOf(graph, type, field)) ?? new Set();
  const groups: Set<string>[] = [];
  const groupOf = (needed: ReadonlySet<string>): number => {
    if (needed.size === 0) return 0;
    const fits = (group: Set<string>): boolean =>
      [...needed].every((path) =>
        [...group].every((other) => other === path || trueName(other, prepared) !== trueName(path, prepared)),
      );
    let index = groups.findIndex(fits);
    if (index < 0) index = groups.push(new Set()) - 1;
    for (const path of needed) groups[index]!.add(path);
    return index;
  };
  const assigned = new Map<FieldNode, number>();
  eachEntityField(document, (type, field) => assigned.set(field, groupOf(needsOf(type, field.name.value))));
  return groups.map((group, index) => {
    const kept = keepFields(document, (field) => (assigned.get(field) ?? index) === index);
    return {
      ...fetch,
      ...kept,
      requires: keepPaths(fetch.requires ?? [], '', (path) => !isStandIn(path, prepared) || group.has(path)),
    };
  });
}

/** The fields of selections and of what lies below, by their names with `/` between. */
function pathsOf(selections: readonly QueryPlanSelectionNode[], above: string): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return pathsOf(selection.selections, above);
    const path = above + selection.name;
    return [path, ...pathsOf(selection.selections ?? [], `${path}/`)];
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function isStandIn(path: string, { syntheticFields }: Pick<Prepared, 'syntheticFields'>): boolean {
  return syntheticFields.has(nameOf(path));
}

/** A synthetic field's path with the name of what it stands for. */
function trueName(path: string, { syntheticFields }: Pick<Prepared, 'syntheticFields'>): string {
  const name = nameOf(path);
  return path.slice(0, path.length - name.length) + (syntheticFields.get(name)?.field ?? name);
}

function keepPaths(
  selections: readonly QueryPlanSelectionNode[],
  above: string,
  keep: (path: string) => boolean,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'InlineFragment') {
      return [{ ...selection, selections: keepPaths(selection.selections, above, keep) }];
    }
    const path = above + selection.name;
    if (!keep(path)) return [];
    const { selections: below } = selection;
    return [below ? { ...selection, selections: keepPaths(below, `${path}/`, keep) } : selection];
  });
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
