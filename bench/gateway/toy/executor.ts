import { Kind, parse, valueFromASTUntyped } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode, TypeNode } from 'graphql';
import type { Resolver, Row, ToySubgraph } from './subgraphs.js';

type Variables = Row;
/** Makes the answer's object of a row. */
type Complete = (row: Row, variables: Variables) => Record<string, unknown>;

interface CompiledField {
  key: string;
  read: (row: Row, variables: Variables) => unknown;
  /** Undefined for a leaf. */
  complete: Complete | undefined;
}

/** Enough for the requests of every gateway in the bench; a growing number would mean text made anew each time. */
const DOCUMENTS_MAX = 1_000;

/**
 * Executes a gateway's requests at next to no cost, so that measuring gateways measures little else: each document is
 * compiled once into closures. It validates nothing and knows neither interfaces nor `@skip`.
 */
export class ToyExecutor {
  readonly #returns = new Map<string, string>();
  readonly #compiled = new Map<string, Complete>();

  constructor(readonly subgraph: ToySubgraph) {
    for (const definition of parse(subgraph.sdl).definitions) {
      if (!('fields' in definition) || !('name' in definition)) continue;
      for (const field of definition.fields ?? [])
        if ('type' in field)
          this.#returns.set(`${definition.name.value}.${field.name.value}`, nameOf(field.type));
    }
    this.#returns.set('Query._service', '_Service');
  }

  /** @returns a fresh `data`, shared with no other answer. */
  execute(query: string, variables: Variables = {}): Record<string, unknown> {
    let complete = this.#compiled.get(query);
    if (!complete) {
      if (this.#compiled.size === DOCUMENTS_MAX)
        throw new Error(`more than ${DOCUMENTS_MAX} documents to ${this.subgraph.name}`);
      this.#compiled.set(query, (complete = this.#compile(query)));
    }
    return complete({}, variables);
  }

  #compile(query: string): Complete {
    const { definitions } = parse(query, { noLocation: true });
    const fragments = new Map(
      definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
      ),
    );
    const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
    return this.#completeType('Query', [operation.selectionSet], fragments);
  }

  #completeType(
    type: string,
    sets: readonly SelectionSetNode[],
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ): Complete {
    const nodes = new Map<string, FieldNode[]>();
    const collect = (selection: SelectionNode): void => {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        nodes.set(key, [...(nodes.get(key) ?? []), selection]);
        return;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
      if ((fragment.typeCondition?.name.value ?? type) === type)
        fragment.selectionSet.selections.forEach(collect);
    };
    for (const { selections } of sets) selections.forEach(collect);
    const fields = [...nodes].map(([key, same]): CompiledField => this.#field(type, key, same, fragments));
    return (row, variables) => {
      const answer: Record<string, unknown> = {};
      for (const { key, read, complete } of fields) {
        const value = read(row, variables);
        answer[key] = complete ? completeValue(value, complete, variables) : (value ?? null);
      }
      return answer;
    };
  }

  #field(
    type: string,
    key: string,
    nodes: readonly FieldNode[],
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ): CompiledField {
    const name = nodes[0]!.name.value;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (name === '__typename') return { key, read: () => type, complete: undefined };
    if (name === '_entities') return this.#entities(key, sets, argumentsOf(nodes[0]!), fragments);
    const resolve = this.#resolver(type, name);
    const args = argumentsOf(nodes[0]!);
    return {
      key,
      read: (row, variables) => resolve(row, args(variables)),
      complete: sets.length
        ? this.#completeType(this.#returns.get(`${type}.${name}`)!, sets, fragments)
        : undefined,
    };
  }

  #resolver(type: string, name: string): Resolver {
    if (name === '_service') return () => ({ sdl: this.subgraph.sdl });
    return this.subgraph.resolvers[`${type}.${name}`] ?? ((row) => row[name]);
  }

  #entities(
    key: string,
    sets: readonly SelectionSetNode[],
    args: (variables: Variables) => Row,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ): CompiledField {
    const { references } = this.subgraph;
    const completes = new Map(
      Object.keys(references).map((type) => [type, this.#completeType(type, sets, fragments)]),
    );
    const read = (_: Row, variables: Variables): unknown =>
      (args(variables).representations as Row[]).map((representation) => {
        const type = representation.__typename as string;
        const row = references[type]?.(representation);
        return row ? completes.get(type)!(row, variables) : null;
      });
    return { key, read, complete: undefined };
  }
}

function completeValue(value: unknown, complete: Complete, variables: Variables): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => completeValue(item, complete, variables));
  return complete(value as Row, variables);
}

const NO_ARGUMENTS: Row = {};

function argumentsOf({ arguments: nodes = [] }: FieldNode): (variables: Variables) => Row {
  if (nodes.length === 0) return () => NO_ARGUMENTS;
  return (variables) =>
    Object.fromEntries(nodes.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]));
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
