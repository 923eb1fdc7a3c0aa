import { Kind } from 'graphql';
import type { ConstArgumentNode, ConstDirectiveNode, ConstValueNode } from 'graphql';
import { own } from '../../own.js';

/** A field of a type in one subgraph, as a key for maps. */
export function placeOf(graph: string | undefined, type: string, field: string): string {
  return `${graph}:${type}.${field}`;
}

/** A directive with other texts for arguments that it has. */
export function replaced(
  node: ConstDirectiveNode,
  texts: Readonly<Record<string, string>>,
): ConstDirectiveNode {
  const given = node.arguments?.map((one) => {
    const value = own(texts, one.name.value);
    if (value === undefined || (one.value.kind !== Kind.STRING && one.value.kind !== Kind.ENUM)) return one;
    return { ...one, value: { ...one.value, value } };
  });
  return { ...node, arguments: given };
}

/** The `@join__type` of a type with a key that is not resolvable in the subgraph. */
export function withoutEntryKey(node: ConstDirectiveNode): ConstDirectiveNode {
  const others = node.arguments?.filter(({ name }) => name.value !== 'resolvable') ?? [];
  return { ...node, arguments: [...others, given('resolvable', { kind: Kind.BOOLEAN, value: false })] };
}

/** The `@join__field` of a field that is external in the subgraph. */
export function externalOf(node: ConstDirectiveNode): ConstDirectiveNode {
  const kept = node.arguments?.filter(({ name }) => name.value === 'graph' || name.value === 'type') ?? [];
  return { ...node, arguments: [...kept, given('external', { kind: Kind.BOOLEAN, value: true })] };
}

export function joinOf(graph: string): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'join__field' },
    arguments: [given('graph', { kind: Kind.ENUM, value: graph })],
  };
}

function given(name: string, value: ConstValueNode): ConstArgumentNode {
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value };
}

/** A directive without one of its arguments. */
export function without(node: ConstDirectiveNode, name: string): ConstDirectiveNode {
  return { ...node, arguments: node.arguments?.filter((one) => one.name.value !== name) };
}
