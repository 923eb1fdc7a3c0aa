import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DefinitionNode, DirectiveNode, DocumentNode, TypeNode } from 'graphql';

/** What `@listSize` says of a field: how long its list is, or those of the fields named below it. */
export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Arguments by which a client sets the size. */
  readonly slicingArguments: readonly string[];
  /** Fields below this one that are as long as that; this one itself where there are none. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** Weights and sizes by coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`. */
export interface CostTable {
  readonly weights: ReadonlyMap<string, number>;
  readonly sizes: ReadonlyMap<string, ListSize>;
}

export const NO_COSTS: CostTable = { weights: new Map(), sizes: new Map() };

const SPECIFICATION = /^https?:\/\/specs\.apollo\.dev\/cost\/v/;
const WORTH_READING = /@\w*(?:cost|listSize)|specs\.apollo\.dev\/cost/;

/** Whether a schema can say anything about costs; saves reading most of them. */
export function saysCosts(sdl: string): boolean {
  return WORTH_READING.test(sdl);
}

/**
 * Reads `@cost` and `@listSize` from a schema's definition: a supergraph, where they may go by other names, or a schema
 * that uses their own.
 *
 * @see https://ibm.github.io/graphql-specs/cost-spec.html
 */
export function readCosts(document: DocumentNode): CostTable {
  const names = namesIn(document);
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();

  function weigh(coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): void {
    const weight = directiveOf(directives, names.cost)?.weight;
    // A number in Apollo's spelling of the specification, text in the original.
    const read = typeof weight === 'string' || typeof weight === 'number' ? Number(weight) : NaN;
    // The specification allows weights below zero; here nothing makes the rest cheaper.
    if (Number.isFinite(read)) weights.set(coordinate, Math.max(0, read));
  }

  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const type = definition.name.value;
    if (!isDirectiveDefinition(definition) && 'directives' in definition) {
      weigh(type, definition.directives as readonly ConstDirectiveNode[]);
    }
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      weigh(coordinate, field.directives);
      if (!('arguments' in field)) continue;
      for (const argument of field.arguments ?? []) {
        weigh(`${coordinate}(${argument.name.value}:)`, argument.directives);
      }
      const size = directiveOf(field.directives, names.listSize);
      if (size) sizes.set(coordinate, listSizeOf(size));
    }
  }
  return { weights, sizes };
}

function listSizeOf(written: Record<string, unknown>): ListSize {
  const { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument } = written;
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  return {
    assumedSize: typeof assumedSize === 'number' ? Math.max(0, assumedSize) : undefined,
    slicingArguments: texts(slicingArguments),
    sizedFields: texts(sizedFields),
    requireOneSlicingArgument: requireOneSlicingArgument !== false,
  };
}

/** By which names this schema goes by the two directives. */
function namesIn({ definitions }: DocumentNode): { cost: string; listSize: string } {
  const names = { cost: 'cost', listSize: 'listSize' };
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const node of definition.directives ?? []) {
      const { url, as, import: imports } = argumentsOf(node);
      if (typeof url !== 'string' || !SPECIFICATION.test(url)) continue;
      const prefix = typeof as === 'string' ? as : 'cost';
      names.cost = prefix;
      names.listSize = `${prefix}__listSize`;
      for (const one of Array.isArray(imports) ? (imports as unknown[]) : []) {
        const { name, as: alias } = typeof one === 'string' ? { name: one, as: one } : (one as ImportedName);
        if (name === '@cost') names.cost = (alias ?? name).slice(1);
        if (name === '@listSize') names.listSize = (alias ?? name).slice(1);
      }
    }
  }
  return names;
}

interface ImportedName {
  name: string;
  as?: string;
}

function directiveOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): Record<string, unknown> | undefined {
  const node = directives?.find((directive) => directive.name.value === name);
  return node && argumentsOf(node);
}

function argumentsOf({ arguments: written }: DirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (written ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

function isDirectiveDefinition({ kind }: DefinitionNode | TypeNode): boolean {
  return kind === Kind.DIRECTIVE_DEFINITION;
}
