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
  GraphQLObjectType,
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
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const flattened = new Map<SelectionSetNode, readonly FieldNode[]>();

  /** The fields of a set, its fragments expanded; there are few, for the document was measured. */
  function fieldsOf(set: SelectionSetNode): readonly FieldNode[] {
    const known = flattened.get(set);
    if (known) return known;
    const fields = set.selections.flatMap((selection): readonly FieldNode[] => {
      switch (selection.kind) {
        case Kind.FIELD:
          return [selection];
        case Kind.INLINE_FRAGMENT:
          return fieldsOf(selection.selectionSet);
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments.get(selection.name.value);
          return fragment ? fieldsOf(fragment.selectionSet) : [];
        }
      }
    });
    flattened.set(set, fields);
    return fields;
  }

  const roots = fieldsOf(operation.selectionSet).filter(({ name }) => META.has(name.value));
  if (roots.length === 0) return NONE;
  const max = limit();
  let visited = 0;

  function visitField(field: Field, source: unknown, node: FieldNode): void {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || !node.selectionSet) return;
    const value = field.resolve?.(source, argumentsOf(node, schema), undefined, { schema } as never);
    const nodes = fieldsOf(node.selectionSet);
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (visited > max) return;
      if (item === null || item === undefined) continue;
      visited += 1;
      for (const below of nodes) visitBelow(type, item, below);
    }
  }

  function visitBelow(type: GraphQLObjectType, source: unknown, node: FieldNode): void {
    const field = type.getFields()[node.name.value];
    if (field) visitField(field, source, node);
  }

  for (const node of roots) visitField(META.get(node.name.value)!, undefined, node);
  return { visited, max };
}

type Field = GraphQLField<unknown, unknown>;

const META: ReadonlyMap<string, Field> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

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
