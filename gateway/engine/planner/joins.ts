import { Kind, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';

export function argumentOf(node: ConstDirectiveNode, name: string) {
  return node.arguments?.find((one) => one.name.value === name)?.value;
}

/** The value of a directive's argument that is a string or an enum's value. */
export function textOf(node: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(node, name);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** The subgraphs of a supergraph: each one's name, to its name in the enum `join__Graph`. */
export function graphNames({ definitions }: DocumentNode): Map<string, string> {
  const graphs = definitions.find(
    (one) => one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === 'join__Graph',
  );
  const names = new Map<string, string>();
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return names;
  for (const { name, directives } of graphs.values ?? []) {
    const given = directives?.[0] && textOf(directives[0], 'name');
    if (given !== undefined) names.set(given, name.value);
  }
  return names;
}

/** The labels of progressive overrides in a supergraph. */
export function overrideLabels(document: DocumentNode): string[] {
  const labels = new Set<string>();
  visit(document, {
    Directive(node) {
      const label = argumentOf(node as ConstDirectiveNode, 'overrideLabel');
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return [...labels];
}
