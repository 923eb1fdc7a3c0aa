import { getNamedType, isCompositeType, isListType, isNonNullType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLOutputType,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import type { GuardLimits } from '../limits.js';
import { InputPricer } from './inputs.js';
import { listSizeOf, pageSizeOf } from './listSize.js';
import { Program } from './program.js';
import type { Amount, Variables } from './program.js';
import { CostRules } from './rules.js';
import type { FieldRules } from './rules.js';

export type CostLimits = Pick<GuardLimits, 'listSizeAssumed' | 'pageSize' | 'mutationCost'>;

/** Reckons an operation with the values of its variables, defaults filled in. */
export interface CostProgram {
  /**
   * @returns objects fetched and whatever the schema gives a weight.
   * @throws PAGE_SIZE_INVALID for a page of less than one or more than `pageSize` items.
   * @throws SLICING_ARGUMENT_REQUIRED
   */
  reckon(variables: Variables): number;
  /** Steps that take the variables; the rest is reckoned when the program is made. */
  readonly steps: number;
}

/**
 * What a selection set costs below one object: `fixed`, and `perItem` for each item of the list whose size that object's
 * field says, as a connection's does. Keeping the two apart lets a fragment be reckoned once and spread into lists of
 * any size.
 */
interface Price {
  fixed: Amount;
  perItem: Amount;
}

const FREE: Price = { fixed: 0, perItem: 0 };

/** Characters of an alias that cost as much as an object: an answer repeats them for each item. */
const ALIAS_CHARACTERS_PER_OBJECT = 32;

/**
 * Bounds what an operation may make us fetch: each field of an object type counts one or its weight, times the sizes of
 * the lists above it, and input objects count likewise. A list's size is its page size or what `@listSize` says; a list
 * without either is reckoned at `listSizeAssumed`. An alias costs one for every 32 characters, of whatever field. Fields under `@skip` and `@include` count. Introspection is free here:
 * it has a limit of its own.
 *
 * The document must be valid for the schema. Linear in the document.
 */
export function compileCost(
  rules: CostRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limits: CostLimits,
): CostProgram {
  const { schema } = rules;
  const root = schema.getRootType(operation.operation);
  const program = new Program();
  const pricer = new Pricer(document, rules, limits, program);
  const price = root ? pricer.set(root, operation.selectionSet) : FREE;
  const whole = program.plus(price.fixed, program.times(price.perItem, limits.listSizeAssumed));
  return { reckon: program.reckoner(whole), steps: program.length };
}

class Pricer {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly priced = new Map<ReadonlySet<string> | undefined, Map<string, Price>>();
  private readonly inputs: InputPricer;

  constructor(
    document: DocumentNode,
    private readonly rules: CostRules,
    private readonly limits: CostLimits,
    private readonly program: Program,
  ) {
    this.inputs = new InputPricer(rules.table.weights, program);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  /** @param sized - fields whose size the field above this set decides. */
  set(parent: GraphQLCompositeType, { selections }: SelectionSetNode, sized?: ReadonlySet<string>): Price {
    return selections.reduce<Price>((sum, selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return this.plus(sum, this.field(parent, selection, sized));
        case Kind.INLINE_FRAGMENT: {
          const type = this.named(selection.typeCondition?.name.value) ?? parent;
          return this.plus(sum, this.set(type, selection.selectionSet, sized));
        }
        case Kind.FRAGMENT_SPREAD:
          return this.plus(sum, this.fragment(selection.name.value, sized));
      }
    }, FREE);
  }

  private fragment(name: string, sized: ReadonlySet<string> | undefined): Price {
    const priced = this.priced.get(sized) ?? new Map<string, Price>();
    this.priced.set(sized, priced);
    const known = priced.get(name);
    if (known) return known;
    const definition = this.fragments.get(name);
    const type = this.named(definition?.typeCondition.name.value);
    const price = definition && type ? this.set(type, definition.selectionSet, sized) : FREE;
    priced.set(name, price);
    return price;
  }

  private field(parent: GraphQLCompositeType, node: FieldNode, sized?: ReadonlySet<string>): Price {
    const { program } = this;
    const key = Math.floor((node.alias?.value.length ?? 0) / ALIAS_CHARACTERS_PER_OBJECT);
    const rules = this.rules.ofField(parent, node.name.value);
    if (!rules) return { fixed: key, perItem: 0 };
    const size = this.sizeOf(rules, node);
    const type = getNamedType(rules.field.type);
    const below =
      isCompositeType(type) && node.selectionSet
        ? this.set(type, node.selectionSet, rules.sizedFields)
        : FREE;
    const sizedBelow = program.times(below.perItem, size ?? this.limits.listSizeAssumed);
    const each = program.plus(rules.weight, program.plus(below.fixed, sizedBelow));
    const once = program.plus(key, program.plus(this.arguments(rules, node), this.ofMutation(parent)));
    const levels = listLevels(rules.field.type);
    if (levels === 0) return { fixed: program.plus(once, each), perItem: 0 };
    // A list of lists is as long as its size says, and each list in it as we assume.
    const whole = program.times(each, this.limits.listSizeAssumed ** (levels - 1));
    const sizesOthers = rules.sizes.some(({ sizedFields }) => sizedFields.length > 0);
    const own = sizesOthers ? undefined : size;
    if (own === undefined && sized?.has(node.name.value)) return { fixed: once, perItem: whole };
    const items = program.times(own ?? this.limits.listSizeAssumed, whole);
    return { fixed: program.plus(once, items), perItem: 0 };
  }

  /** How many items this use of the field brings; undefined if neither its schema nor its arguments say. */
  private sizeOf({ field, sizes }: FieldRules, node: FieldNode): Amount | undefined {
    const { limits, program } = this;
    if (sizes.length === 0) return pageSizeOf(field, node, limits, program);
    const amounts = sizes.map((size) => listSizeOf(size, { field, node, limits, program }));
    return amounts.reduce((sum, amount) => program.plus(sum, amount));
  }

  private arguments({ field, coordinate }: FieldRules, node: FieldNode): Amount {
    return field.args.reduce<Amount>((sum, argument) => {
      const written = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
      const price = this.inputs.argument(argument, `${coordinate}(${argument.name}:)`, written);
      return this.program.plus(sum, price);
    }, 0);
  }

  private ofMutation(parent: GraphQLCompositeType): number {
    return parent === this.rules.schema.getMutationType() ? this.limits.mutationCost : 0;
  }

  private named(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.rules.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }

  private plus(a: Price, b: Price): Price {
    const { program } = this;
    return { fixed: program.plus(a.fixed, b.fixed), perItem: program.plus(a.perItem, b.perItem) };
  }
}

function listLevels(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listLevels(type.ofType);
  return isListType(type) ? 1 + listLevels(type.ofType) : 0;
}
