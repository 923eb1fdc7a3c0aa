import { Kind, OperationTypeNode, print, visit } from 'graphql';
import type { ASTNode, OperationDefinitionNode } from 'graphql';
import type { FieldSelection, Selection } from './selection.js';
import type { NormalizedOperation } from './normalizeOperation.js';

/** Root fields that the gateway answers by itself. */
function isIntrospection(name: string): boolean {
  return name.startsWith('__');
}

/**
 * What the planner is asked, without what the gateway answers by itself: one text, or none if nothing is left. The
 * root fields of a mutation are planned one by one, in their order: planned together, those of one subgraph would be
 * sent together, and what completes the first would be asked for when the second has happened.
 *
 * @see https://spec.graphql.org/October2021/#sec-Normal-and-Serial-Execution
 */
export function planTexts(normalized: NormalizedOperation): string[] {
  const { operation, selections } = normalized;
  const asked = rootFields(selections, (name) => !isIntrospection(name));
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const parts = isMutation ? [...byKey(asked).values()] : [asked];
  return parts.flatMap((part) => textOfOperation(operation, part) ?? []);
}

/** The operation's questions about the schema; undefined if it has none. */
export function introspectionText(normalized: NormalizedOperation): string | undefined {
  const { operation, selections } = normalized;
  const isMeant = (name: string): boolean => isIntrospection(name) && name !== '__typename';
  return textOfOperation(operation, rootFields(selections, isMeant));
}

/** Root fields by their keys. A fragment around some holds for the root, or it would not be there. */
function byKey(selections: readonly Selection[], into = new Map<string, FieldSelection[]>()) {
  for (const selection of selections) {
    if (selection.kind === 'fragment') byKey(selection.selections, into);
    else into.set(selection.key, [...(into.get(selection.key) ?? []), selection]);
  }
  return into;
}

function textOfOperation(
  operation: OperationDefinitionNode,
  asked: readonly Selection[],
): string | undefined {
  if (asked.length === 0) return undefined;
  const used = new Set<string>();
  eachArgument(asked, (node) => visit(node, { Variable: ({ name }) => void used.add(name.value) }));
  return `${operation.operation}${definitionsOf(operation, used)}{${textOf(asked)}}`;
}

function rootFields(selections: readonly Selection[], isMeant: (name: string) => boolean): Selection[] {
  return selections.flatMap((selection): Selection[] => {
    if (selection.kind === 'field') return isMeant(selection.name) ? [selection] : [];
    const below = rootFields(selection.selections, isMeant);
    return below.length > 0 ? [{ ...selection, selections: below }] : [];
  });
}

function textOf(selections: readonly Selection[]): string {
  if (selections.length === 0) return '__typename';
  return selections
    .map((selection) => {
      if (selection.kind === 'fragment') return `...on ${selection.on}{${textOf(selection.selections)}}`;
      const { name, key, selections: below } = selection;
      const given = selection.arguments.map((one) => print(one)).join(' ');
      const directives = selection.directives.map((one) => ` ${print(one)}`).join('');
      const field = key === name ? name : `${key}:${name}`;
      return `${field}${given && `(${given})`}${directives}${below ? `{${textOf(below)}}` : ''}`;
    })
    .join(' ');
}

function eachArgument(selections: readonly Selection[], see: (node: ASTNode) => void): void {
  for (const selection of selections) {
    if (selection.kind === 'field') [...selection.arguments, ...selection.directives].forEach(see);
    eachArgument(selection.selections ?? [], see);
  }
}

function definitionsOf({ variableDefinitions = [] }: OperationDefinitionNode, used: ReadonlySet<string>) {
  const kept = variableDefinitions.filter(({ variable }) => used.has(variable.name.value));
  if (kept.length === 0) return '';
  const texts = kept.map(({ variable, type, defaultValue }) => {
    const value = defaultValue && defaultValue.kind !== Kind.NULL ? `=${print(defaultValue)}` : '';
    return `$${variable.name.value}:${print(type)}${defaultValue?.kind === Kind.NULL ? '=null' : value}`;
  });
  return `(${texts.join()})`;
}
