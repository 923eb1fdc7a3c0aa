import {
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';

const WHOLE = parse(
  getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  }),
  { noLocation: true },
);

/** How many objects an IDE's question for the whole schema visits. */
export function wholeIntrospection(schema: GraphQLSchema): number {
  const operation = WHOLE.definitions[0] as OperationDefinitionNode;
  return introspected(schema, WHOLE, operation, () => Infinity).visited;
}

export interface Introspection {
  readonly visited: number;
  readonly max: number;
}

const NONE: Introspection = { visited: 0, max: 0 };

/**
 * Counts the objects that an operation's introspection visits, by visiting them: schemas are graphs, and no depth says
 * how much a few fields reach.
 *
 * @param limit - visited at most, asked for only if there is introspection; one more visited says that there is more.
 */
export function introspected(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limit: () => number,
): Introspection {
  const ways = new Ways(schema, document);
  const roots = ways.rootsOf(operation.selectionSet);
  if (roots.length === 0) return NONE;
  const max = limit();
  const info = { schema } as never;
  let visited = 0;

  function follow({ field, given, below }: Way, source: unknown): void {
    const value = field.resolve!(source, given, undefined, info);
    if (value === null || value === undefined) return;
    if (!Array.isArray(value)) return arrive(value, below);
    for (const item of value as unknown[]) arrive(item, below);
  }

  function arrive(item: unknown, below: readonly Way[]): void {
    if (visited > max) return;
    visited += 1;
    for (const way of below) follow(way, item);
  }

  for (const way of roots) follow(way, undefined);
  return { visited, max };
}

type Field = GraphQLField<unknown, unknown>;

/** A field that leads from one object of the schema to others. */
interface Way {
  readonly field: Field;
  readonly given: Record<string, unknown>;
  readonly below: readonly Way[];
}

const META: ReadonlyMap<string, Field> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

/** Where the selections of a document lead to, found once for each: what leads nowhere is not looked at again. */
class Ways {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly known = new Map<SelectionSetNode, readonly Way[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  rootsOf(set: SelectionSetNode): readonly Way[] {
    return this.waysOf(set, (name) => META.get(name));
  }

  /** Those of the fields of a set, its fragments expanded; there are few, for the document was measured. */
  private waysOf(set: SelectionSetNode, fieldOf: (name: string) => Field | undefined): readonly Way[] {
    const known = this.known.get(set);
    if (known) return known;
    const ways = set.selections.flatMap((selection): readonly Way[] => {
      switch (selection.kind) {
        case Kind.FIELD: {
          const field = fieldOf(selection.name.value);
          return field ? this.wayOver(field, selection) : [];
        }
        case Kind.INLINE_FRAGMENT:
          return this.waysOf(selection.selectionSet, fieldOf);
        case Kind.FRAGMENT_SPREAD: {
          const fragment = this.fragments.get(selection.name.value);
          return fragment ? this.waysOf(fragment.selectionSet, fieldOf) : [];
        }
      }
    });
    this.known.set(set, ways);
    return ways;
  }

  private wayOver(field: Field, node: FieldNode): readonly Way[] {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || !node.selectionSet) return [];
    const fields = type.getFields();
    const below = this.waysOf(node.selectionSet, (name) => fields[name]);
    return [{ field, given: argumentsOf(node, this.schema), below }];
  }
}

/** As if everything were asked for, and of the largest type where a variable names it. */
function argumentsOf(node: FieldNode, schema: GraphQLSchema): Record<string, unknown> {
  const written = node.arguments?.find((argument) => argument.name.value === 'name')?.value;
  if (!written) return { includeDeprecated: true };
  const name = written.kind === Kind.VARIABLE ? largestTypeOf(schema) : valueFromASTUntyped(written);
  return { includeDeprecated: true, name };
}

function largestTypeOf(schema: GraphQLSchema): string | undefined {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const sized = types.map((type) => ({ name: type.name, size: Object.keys(type.getFields()).length }));
  return sized.sort((a, b) => b.size - a.size)[0]?.name;
}
