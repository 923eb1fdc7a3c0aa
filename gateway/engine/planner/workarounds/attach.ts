import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters } from 'graphql';
import type { FieldNode, OperationDefinitionNode } from 'graphql';
import type { Part } from './detach.js';
import { mapFetchesBelow } from '../mapFetches.js';

/** Appends the plans of detached fields to the plan of what they require. */
export function attach(plan: QueryPlan, parts: readonly PlanNode[]): QueryPlan {
  if (parts.length === 0) return plan;
  if (plan.node?.kind === 'Subscription') {
    const { rest } = plan.node;
    return { ...plan, node: { ...plan.node, rest: inOrder([...(rest ? [rest] : []), ...parts]) } };
  }
  return { ...plan, node: inOrder([...(plan.node ? [plan.node] : []), ...parts]) };
}

function inOrder(nodes: PlanNode[]): PlanNode {
  return { kind: 'Sequence', nodes };
}

/**
 * Turns the plan of detached fields, which were planned as root fields, into one that asks for them of entities.
 *
 * @param fieldOf - the name of a detached field's root field, to the name of the field.
 */
export function attached(plan: QueryPlan, part: Part, fieldOf: (detachedField: string) => string): PlanNode {
  if (!plan.node || plan.node.kind === 'Subscription') throw new Error('a part without a plan');
  const node = mapFetchesBelow(plan.node, (fetch) =>
    fetch.requires ? fetch : entering(fetch, part, fieldOf),
  );
  return { kind: 'Flatten', path: [...part.path], node };
}

function entering(fetch: FetchNode, part: Part, fieldOf: (detachedField: string) => string): FetchNode {
  const [definition] = parse(fetch.operation, { noLocation: true }).definitions;
  const { variableDefinitions = [], selectionSet } = definition as OperationDefinitionNode;
  const fields = selectionSet.selections.map((node) => print(named(node as FieldNode, fieldOf)));
  const variables = ['$representations:[_Any!]!', ...variableDefinitions.map((one) => print(one))];
  const entities = `_entities(representations:$representations){...on ${part.type}{${fields.join(' ')}}}`;
  return {
    ...fetch,
    operationKind: 'query',
    operation: stripIgnoredCharacters(`query(${variables.join()}){${entities}}`),
    requires: part.requires,
    ...(part.isInterfaceObject && { inputRewrites: [sentAs(part.type)] }),
  } as FetchNode;
}

function named(node: FieldNode, fieldOf: (detachedField: string) => string): FieldNode {
  if (node.kind !== Kind.FIELD) throw new Error('a detached field behind a condition');
  const value = fieldOf(node.name.value);
  const alias = node.alias?.value === value ? undefined : node.alias;
  return { ...node, alias, name: { ...node.name, value } };
}

/** A subgraph with an interface object knows none of the implementing types: representations name the interface. */
function sentAs(type: string) {
  return { kind: 'ValueSetter', path: [`... on ${type}`, '__typename'], setValueTo: type } as const;
}
