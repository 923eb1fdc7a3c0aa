import {
  isAbstractType,
  getNamedType,
  isCompositeType,
  isLeafType,
  Kind,
  OperationTypeNode,
  print,
  visit,
} from 'graphql';
import type {
  ASTNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { isInherited } from '../own.js';
import { nulledKeyObjects } from './keyObjects.js';
import { definitionOf } from './definitionOf.js';
import { fieldNamesOf, formOf } from './fieldNames.js';
import type { FieldNames } from './fieldNames.js';
import { isCondition, isIncluded } from './conditions.js';
import type { FieldSelection, Selection } from './selection.js';

export interface NormalizeOptions {
  /** The values of variables that `@skip` and `@include` look at. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** By the name of a field that gives objects within keys: what every such key asks of these. */
  readonly keyObjects: ReadonlyMap<string, readonly string[]>;
}

export interface NormalizedOperation {
  readonly operation: OperationDefinitionNode;
  readonly root: GraphQLCompositeType;
  readonly selections: readonly Selection[];
  /** The new name of a client's variable that is called `representations`; undefined if there is none. */
  readonly freed: string | undefined;
}

/** The variable that holds the representations in a fetch of entities. */
export const REPRESENTATIONS = 'representations';

/**
 * Turns an operation into what is asked for under given conditions, and nothing else: fragments spread, `@skip` and
 * `@include` decided, each field under a key that is its own. So neither a plan nor a writer meets a condition, and
 * no alias can stand where a key, a type name or a required field is looked for.
 *
 * The document must be valid for the schema, and its expanded size bounded.
 */
export function normalizeOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  options: NormalizeOptions,
): NormalizedOperation {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`the schema has no ${operation.operation}`);
  const freed = freeName(operation);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const selections = new Normalizer(schema, document, options, isMutation, freed);
  return {
    operation: { ...operation, variableDefinitions: freeOurs(operation.variableDefinitions, freed) },
    root,
    selections: selections.set(root, operation.selectionSet, true),
    freed,
  };
}

function freeName({ variableDefinitions = [] }: OperationDefinitionNode): string | undefined {
  const names = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  if (!names.has(REPRESENTATIONS)) return undefined;
  let name = REPRESENTATIONS;
  while (names.has(name)) name += '_';
  return name;
}

function freeOurs<T extends ASTNode>(
  nodes: readonly T[] | undefined,
  freed: string | undefined,
): readonly T[] {
  if (freed === undefined || !nodes) return nodes ?? [];
  return nodes.map((node) =>
    visit(node, {
      Variable: (variable) =>
        variable.name.value === REPRESENTATIONS
          ? { ...variable, name: { ...variable.name, value: freed } }
          : undefined,
    }),
  );
}

class Normalizer {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly keys = new Map<string, string>();
  private readonly names: FieldNames;
  private readonly nulledKeyObjects: ReadonlySet<string>;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly options: NormalizeOptions,
    private readonly isMutation: boolean,
    private readonly freed: string | undefined,
  ) {
    this.names = fieldNamesOf(schema);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
    this.nulledKeyObjects = nulledKeyObjects(schema, document, this.fragments, options.keyObjects);
  }

  set(
    parent: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    isRoot = false,
    possible = this.possible(parent),
  ): Selection[] {
    return selections.flatMap((node) =>
      isIncluded(node, this.options.conditions) ? this.selection(parent, node, isRoot, possible) : [],
    );
  }

  private possible(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
  }

  /** @param possible - the types that objects can have here, with all the fragments around it. */
  private selection(
    parent: GraphQLCompositeType,
    node: SelectionNode,
    isRoot: boolean,
    possible: readonly GraphQLObjectType[],
  ): Selection[] {
    if (node.kind === Kind.FIELD) return [this.field(parent, node, isRoot)];
    const definition = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
    if (!definition) return [];
    const on = definition.typeCondition?.name.value ?? parent.name;
    const type = this.schema.getType(on);
    if (!isCompositeType(type)) return [];
    const left = possible.filter((one) => this.possible(type).includes(one));
    // No object is ever of that type here; the planner does not ask, and nobody need ask which type one has.
    if (left.length === 0) return [];
    const selections = this.set(type, definition.selectionSet, isRoot, left);
    if (on === parent.name || selections.length === 0) return selections;
    return [{ kind: 'fragment', on, selections }];
  }

  private field(parent: GraphQLCompositeType, node: FieldNode, isRoot: boolean): FieldSelection {
    const name = node.name.value;
    const responseKey = node.alias?.value ?? name;
    const definition = definitionOf(parent, name);
    const field = {
      kind: 'field' as const,
      name,
      responseKey,
      key: this.keyOf(node, definition, isRoot),
      arguments: freeOurs(node.arguments, this.freed),
      directives: (node.directives ?? []).filter((one) => !isCondition(one)),
    };
    const type = definition && getNamedType(definition.type);
    if (!type || isLeafType(type) || !isCompositeType(type) || !node.selectionSet) {
      return { ...field, selections: undefined };
    }
    return { ...field, selections: this.set(type, node.selectionSet) };
  }

  /**
   * A leaf without arguments keeps its own name, so that each is asked for once whatever its aliases; all others get
   * a key for what they are. Objects under several aliases stay apart, because an error within one must not null
   * the other, and so do mutations, which happen as often as they are written.
   */
  private keyOf(
    node: FieldNode,
    definition: GraphQLField<unknown, unknown> | undefined,
    isRoot: boolean,
  ): string {
    const name = node.name.value;
    if (!definition) return name;
    const isLeaf = isLeafType(getNamedType(definition.type));
    const isPlain = !node.arguments?.length && !(isRoot && this.isMutation);
    const alias = isLeaf && !(isRoot && this.isMutation) ? '' : (node.alias?.value ?? name);
    // Every object has something under a name such as `constructor`, also one whose subgraph said nothing of it.
    const isFree = !isInherited(name);
    const isOwn = isPlain && isFree && this.names.isOfOneForm(name) && (alias === '' || alias === name);
    if (isOwn && !this.nulledKeyObjects.has(name)) return name;
    const given = [...(node.arguments ?? [])].map((one) => print(one)).sort();
    const signature = `${name}(${given.join()}):${formOf(definition.type)}@${alias}`;
    const known = this.keys.get(signature);
    if (known) return known;
    const key = `${this.names.prefix}${this.keys.size}_${name}`;
    this.keys.set(signature, key);
    return key;
  }
}
