import {
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';
import { ERRORS } from '../errors.js';
import type { GuardLimits } from './limits.js';

export type Variables = Readonly<Record<string, unknown>>;

/**
 * What a selection set costs, in objects fetched, below one object: `fixed`, and `perItem` for each item of the
 * page whose connection that object is. Keeping the two apart lets a fragment be reckoned once and spread into
 * connections of any page size.
 */
interface Price {
  fixed: number;
  perItem: number;
}

const ENOUGH = 2 ** 40;
const FREE: Price = { fixed: 0, perItem: 0 };

/** The fields by which a connection holds its items. */
const ITEM_FIELDS: ReadonlySet<string> = new Set(['edges', 'nodes']);
const PAGE_SIZE_ARGUMENTS: ReadonlySet<string> = new Set(['first', 'last']);

/**
 * Bounds the objects that an operation may make us fetch: each field of an object type counts one, times the
 * sizes of the lists above it. A list's size is its page size, with the value of a variable; a list without one
 * is reckoned at `listSizeAssumed`. Introspection is free here: its own depth rule bounds it.
 *
 * The document must be valid for the schema, `variables` coerced. Linear in the document.
 *
 * @throws PAGE_SIZE_INVALID for a page of less than one or more than `pageSize` items.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  limits: Pick<GuardLimits, 'listSizeAssumed' | 'pageSize'>,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const price = new Pricer(schema, document, variables, limits).set(root, operation.selectionSet);
  return price.fixed + price.perItem * limits.listSizeAssumed;
}

class Pricer {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly priced = new Map<string, Price>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Variables,
    private readonly limits: Pick<GuardLimits, 'listSizeAssumed' | 'pageSize'>,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  set(parent: GraphQLCompositeType, { selections }: SelectionSetNode): Price {
    return selections.reduce<Price>((sum, selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return add(sum, this.field(parent, selection));
        case Kind.INLINE_FRAGMENT:
          return add(
            sum,
            this.set(this.named(selection.typeCondition?.name.value) ?? parent, selection.selectionSet),
          );
        case Kind.FRAGMENT_SPREAD:
          return add(sum, this.fragment(selection.name.value));
      }
    }, FREE);
  }

  private fragment(name: string): Price {
    const known = this.priced.get(name);
    if (known) return known;
    const definition = this.fragments.get(name);
    const type = this.named(definition?.typeCondition.name.value);
    const price = definition && type ? this.set(type, definition.selectionSet) : FREE;
    this.priced.set(name, price);
    return price;
  }

  private field(parent: GraphQLCompositeType, node: FieldNode): Price {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    // `__typename`, `__schema` and `__type` are on no type's list.
    if (!field) return FREE;
    const pageSize = this.pageSize(field, node);
    const type = getNamedType(field.type);
    if (!isCompositeType(type) || !node.selectionSet) return FREE;
    const below = this.set(type, node.selectionSet);
    const each = below.fixed + below.perItem * (pageSize ?? this.limits.listSizeAssumed);
    if (!isList(field.type)) return { fixed: enough(1 + each), perItem: 0 };
    if (pageSize !== undefined) return { fixed: enough(pageSize * (1 + each)), perItem: 0 };
    if (ITEM_FIELDS.has(name)) return { fixed: 0, perItem: enough(1 + each) };
    return { fixed: enough(this.limits.listSizeAssumed * (1 + each)), perItem: 0 };
  }

  /** The page size that this use of the field asks for; undefined if it takes none. */
  private pageSize(field: GraphQLField<unknown, unknown>, node: FieldNode): number | undefined {
    let size: number | undefined;
    for (const argument of field.args.filter(({ name }) => PAGE_SIZE_ARGUMENTS.has(name))) {
      const written = node.arguments?.find(({ name }) => name.value === argument.name);
      const value = (written && this.valueOf(written.value)) ?? argument.defaultValue;
      if (typeof value !== 'number') continue;
      const limit = this.limits.pageSize;
      if (value < 1 || value > limit) {
        const facts = { field: node.name.value, size: value, limit };
        throw ERRORS.PAGE_SIZE_INVALID.raise(`A page has 1 to ${limit} items.`, facts);
      }
      size = Math.max(size ?? 0, value);
    }
    return size;
  }

  private valueOf(node: ValueNode): unknown {
    if (node.kind === Kind.INT) return Number(node.value);
    return node.kind === Kind.VARIABLE ? this.variables[node.name.value] : undefined;
  }

  private named(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function add(a: Price, b: Price): Price {
  return { fixed: enough(a.fixed + b.fixed), perItem: enough(a.perItem + b.perItem) };
}

function enough(count: number): number {
  return Math.min(ENOUGH, count);
}
