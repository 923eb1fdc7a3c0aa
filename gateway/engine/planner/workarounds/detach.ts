import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  GraphQLCompositeType,
  GraphQLSchema,
  InlineFragmentNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { DetachedField, DetachedFields } from './detachedFields.js';

/** Fields of the same entities that one subgraph is asked for in a fetch of their own, after what they require. */
export interface Part {
  /** Keys from the root to the objects. */
  readonly path: readonly string[];
  /** The type of the entities in the subgraph. */
  readonly type: string;
  readonly isInterfaceObject: boolean;
  /** The representation, under the response keys that the operation now has for its fields. */
  readonly requires: QueryPlanSelectionNode[];
  /** The fields and their selections, as root fields. */
  readonly selections: FieldNode[];
}

export interface Detached {
  /** What is left, with what the parts need. */
  readonly operation: OperationDefinitionNode;
  /** Each after those that it needs something of. */
  readonly parts: readonly Part[];
  /** The most keys that one of the objects has. */
  readonly keysMost: number;
}

/**
 * Takes detached fields out of an operation, and puts what they require in their place.
 *
 * @param keyChoice - which of its keys a representation has, where there are several.
 */
export function detach(
  document: DocumentNode,
  schema: GraphQLSchema,
  detachedFields: DetachedFields,
  keyChoice: number,
): Detached | undefined {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  const root = schema.getRootType(operation.operation);
  if (!root) return undefined;
  const walk = new Walk(schema, detachedFields, keyChoice);
  const selections = walk.set(operation.selectionSet, { type: root, path: [], possible: [root.name] });
  if (!walk.hasChanged) return undefined;
  const selectionSet = { ...operation.selectionSet, selections };
  return {
    operation: { ...operation, selectionSet },
    parts: [...walk.parts.values()],
    keysMost: walk.keysMost,
  };
}

/** One place in the operation, within the type conditions around it. */
interface Place {
  readonly type: GraphQLCompositeType;
  readonly path: readonly string[];
  /** The types that objects can have here. */
  readonly possible: readonly string[];
}

class Walk {
  readonly parts = new Map<string, Part>();
  hasChanged = false;
  keysMost = 0;
  private readonly aliases = new Map<string, string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly detachedFields: DetachedFields,
    private readonly keyChoice: number,
  ) {}

  set({ selections }: SelectionSetNode, place: Place): SelectionNode[] {
    const walked = selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return this.field(node, place);
      return node.kind === Kind.INLINE_FRAGMENT ? this.fragment(node, place) : [node];
    });
    return walked.length > 0 ? walked : [plainField('__typename')];
  }

  private fragment(node: InlineFragmentNode, place: Place): SelectionNode[] {
    const type = node.typeCondition ? this.schema.getType(node.typeCondition.name.value) : place.type;
    if (!isCompositeType(type)) return [node];
    const possible = place.possible.filter((name) => this.possible(type).includes(name));
    if (isObjectType(place.type)) {
      // What is spread out by type needs no conditions any more.
      return possible.length > 0 ? this.set(node.selectionSet, place) : [];
    }
    // A subgraph with an interface object cannot tell which objects are of another abstract type.
    const isForeign =
      type !== place.type && isAbstractType(type) && this.detachedFields.isInterfaceObject(place.type.name);
    if (isForeign) return this.spread(possible, place, (each) => this.set(node.selectionSet, each));
    const selections = this.set(node.selectionSet, { ...place, type, possible });
    return [{ ...node, selectionSet: { ...node.selectionSet, selections } }];
  }

  private field(node: FieldNode, place: Place): SelectionNode[] {
    const name = node.name.value;
    const detachedField = this.detachedFields.of(place.type.name, name);
    if (detachedField) return this.detached(node, detachedField, place);
    if (isAbstractType(place.type) && place.possible.some((type) => this.detachedFields.of(type, name))) {
      return this.spread(place.possible, place, (each) => this.field(node, each));
    }
    const definition = 'getFields' in place.type ? place.type.getFields()[name] : undefined;
    const type = definition && getNamedType(definition.type);
    if (!isCompositeType(type) || !node.selectionSet) return [node];
    const path = [...place.path, (node.alias ?? node.name).value];
    const selections = this.set(node.selectionSet, { type, path, possible: this.possible(type) });
    return [{ ...node, selectionSet: { ...node.selectionSet, selections } }];
  }

  /** The same for each of some types. */
  private spread(
    types: readonly string[],
    place: Place,
    selectionsFor: (place: Place) => SelectionNode[],
  ): SelectionNode[] {
    this.hasChanged = true;
    return types.map((name) => {
      const type = this.schema.getType(name) as GraphQLCompositeType;
      return fragmentOn(name, selectionsFor({ ...place, type, possible: [name] }));
    });
  }

  private detached(node: FieldNode, detachedField: DetachedField, place: Place): SelectionNode[] {
    this.hasChanged = true;
    this.keysMost = Math.max(this.keysMost, detachedField.keys.length);
    const key = detachedField.keys[Math.min(this.keyChoice, detachedField.keys.length - 1)]!;
    const needed = [...key.selections, ...detachedField.set.selections].map((one) => this.aliased(one));
    // Detached first: what these require themselves is fetched before.
    const selections = this.set({ kind: Kind.SELECTION_SET, selections: needed }, place);
    const isNarrow = !isInterfaceType(place.type) || place.possible.length < this.possible(place.type).length;
    const told = [plainSelection('__typename'), ...needed.map(requiresOf)];
    const on = isNarrow ? place.possible : [place.type.name];
    const requires = on.map((type) => conditional(type, told));
    const { type, isInterfaceObject } = detachedField;
    const id = JSON.stringify([place.path, type, detachedField.graph, requires]);
    const part = this.parts.get(id) ?? {
      path: place.path,
      type,
      isInterfaceObject,
      requires,
      selections: [],
    };
    const { value } = node.alias ?? node.name;
    part.selections.push({
      ...node,
      alias: { kind: Kind.NAME, value },
      name: { kind: Kind.NAME, value: detachedField.name },
    });
    this.parts.set(id, part);
    return isNarrow ? [plainField('__typename'), ...selections] : selections;
  }

  /**
   * What is required gets response keys of its own, beside the client's: an error within an object that the client
   * selected must not null the required object. A leaf can be shared.
   */
  private aliased(node: SelectionNode): SelectionNode {
    if (node.kind !== Kind.FIELD) {
      if (node.kind !== Kind.INLINE_FRAGMENT) return node;
      const selections = node.selectionSet.selections.map((one) => this.aliased(one));
      return { ...node, selectionSet: { ...node.selectionSet, selections } };
    }
    if (!node.selectionSet && !node.arguments?.length && this.detachedFields.isOfOneType(node.name.value))
      return node;
    const signature = print({ ...node, selectionSet: undefined });
    const alias =
      this.aliases.get(signature) ?? `${this.detachedFields.prefix}k${this.aliases.size}_${node.name.value}`;
    this.aliases.set(signature, alias);
    return { ...node, alias: { kind: Kind.NAME, value: alias } };
  }

  private possible(type: GraphQLCompositeType): readonly string[] {
    return isAbstractType(type) ? this.schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
  }
}

function plainField(value: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value } };
}

function plainSelection(name: string): QueryPlanSelectionNode {
  return { kind: 'Field', name };
}

function fragmentOn(value: string, selections: readonly SelectionNode[]): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function conditional(typeCondition: string, selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode {
  return { kind: 'InlineFragment', typeCondition, selections };
}

/** In the planner's form: what is read under an alias is sent under its name. */
function requiresOf(node: SelectionNode): QueryPlanSelectionNode {
  if (node.kind === Kind.FRAGMENT_SPREAD) throw new Error('a field set has no spreads');
  const selections = node.selectionSet?.selections.map(requiresOf);
  if (node.kind === Kind.INLINE_FRAGMENT) {
    const typeCondition = node.typeCondition?.name.value;
    return { kind: 'InlineFragment', ...(typeCondition && { typeCondition }), selections: selections ?? [] };
  }
  const alias = node.alias?.value;
  return { kind: 'Field', name: node.name.value, ...(alias && { alias }), ...(selections && { selections }) };
}
