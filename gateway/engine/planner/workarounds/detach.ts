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
import type { Door, Doors } from './detachedFields.js';

/** Fields of the same objects that one subgraph is asked for by itself, once what they need has been had. */
export interface Part {
  /** Keys from the root to the objects. */
  readonly path: readonly string[];
  /** The type that the subgraph knows the objects by. */
  readonly type: string;
  readonly isInterfaceObject: boolean;
  /** What the subgraph must be told of the objects, under the keys by which the operation now asks for it. */
  readonly requires: QueryPlanSelectionNode[];
  /** The fields and what lies below them, by their doors. */
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
 * Takes the fields that have doors out of an operation, and puts what they need in their place.
 *
 * @param keyChoice - which of its keys an object is told by, where there are so many.
 */
export function detach(
  document: DocumentNode,
  schema: GraphQLSchema,
  doors: Doors,
  keyChoice: number,
): Detached | undefined {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  const root = schema.getRootType(operation.operation);
  if (!root) return undefined;
  const walk = new Walk(schema, doors, keyChoice);
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
    private readonly doors: Doors,
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
    // A subgraph that has an interface as an object cannot tell which of its types are behind another one.
    const isForeign =
      type !== place.type && isAbstractType(type) && this.doors.isInterfaceObject(place.type.name);
    if (isForeign) return this.spread(possible, place, (each) => this.set(node.selectionSet, each));
    const selections = this.set(node.selectionSet, { ...place, type, possible });
    return [{ ...node, selectionSet: { ...node.selectionSet, selections } }];
  }

  private field(node: FieldNode, place: Place): SelectionNode[] {
    const name = node.name.value;
    const door = this.doors.of(place.type.name, name);
    if (door) return this.detached(node, door, place);
    if (isAbstractType(place.type) && place.possible.some((type) => this.doors.of(type, name))) {
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

  private detached(node: FieldNode, door: Door, place: Place): SelectionNode[] {
    this.hasChanged = true;
    this.keysMost = Math.max(this.keysMost, door.keys.length);
    const key = door.keys[Math.min(this.keyChoice, door.keys.length - 1)]!;
    const needed = [...key.selections, ...door.set.selections].map((one) => this.aliased(one));
    // First, so that what they need themselves comes before this part.
    const selections = this.set({ kind: Kind.SELECTION_SET, selections: needed }, place);
    const isNarrow = !isInterfaceType(place.type) || place.possible.length < this.possible(place.type).length;
    const told = [plainSelection('__typename'), ...needed.map(requiresOf)];
    const on = isNarrow ? place.possible : [place.type.name];
    const requires = on.map((type) => conditional(type, told));
    const { type, isInterfaceObject } = door;
    const id = JSON.stringify([place.path, type, door.graph, requires]);
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
      name: { kind: Kind.NAME, value: door.name },
    });
    this.parts.set(id, part);
    return isNarrow ? [plainField('__typename'), ...selections] : selections;
  }

  /**
   * What is needed stands under keys of its own, whatever the client asks for beside it: what fails within an object
   * that the client asks for must not null it for who needs it. A leaf is the same for both.
   */
  private aliased(node: SelectionNode): SelectionNode {
    if (node.kind !== Kind.FIELD) {
      if (node.kind !== Kind.INLINE_FRAGMENT) return node;
      const selections = node.selectionSet.selections.map((one) => this.aliased(one));
      return { ...node, selectionSet: { ...node.selectionSet, selections } };
    }
    if (!node.selectionSet && !node.arguments?.length && this.doors.isOfOneType(node.name.value)) return node;
    const signature = print({ ...node, selectionSet: undefined });
    const alias =
      this.aliases.get(signature) ?? `${this.doors.prefix}k${this.aliases.size}_${node.name.value}`;
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
