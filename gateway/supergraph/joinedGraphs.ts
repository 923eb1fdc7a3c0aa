import { Kind, parse } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, EnumValueDefinitionNode } from 'graphql';

/** A subgraph as a supergraph names it. */
export interface JoinedGraph {
  readonly name: string;
  readonly url: string;
}

/**
 * The subgraphs of a supergraph with their addresses: the values of the enum `join__Graph`.
 *
 * @throws Error that says, to whoever gave the supergraph, why it cannot be run.
 */
export function joinedGraphs(supergraphSdl: string): readonly JoinedGraph[] {
  const graphs = documentOf(supergraphSdl).definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? [])
      : [],
  );
  if (graphs.length === 0) {
    throw new Error('this is no supergraph: it has no enum join__Graph; compose the subgraphs first');
  }
  return graphs.map(joinedGraph);
}

function documentOf(sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (cause) {
    throw new Error('this is no GraphQL', { cause });
  }
}

function joinedGraph({ name: { value: label }, directives = [] }: EnumValueDefinitionNode): JoinedGraph {
  const directive = directives.find(({ name }) => name.value === 'join__graph');
  const name = directive && textOf(directive, 'name');
  const url = directive && textOf(directive, 'url');
  if (!name) throw new Error(`the subgraph ${label} has no name: @join__graph(name:) lacks`);
  if (!url || !isHttp(url)) {
    throw new Error(
      `the subgraph ${name} has no address: @join__graph(url:) is ${JSON.stringify(url ?? '')}`,
    );
  }
  return { name, url };
}

function textOf({ arguments: given = [] }: ConstDirectiveNode, argument: string): string | undefined {
  const value = given.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
