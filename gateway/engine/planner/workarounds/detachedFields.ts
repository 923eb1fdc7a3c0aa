import { Kind, print } from 'graphql';
import type {
  ConstDirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { argumentOf, textOf } from '../joins.js';
import { joinOf } from './rewriteJoins.js';
import { fieldSet, isHolder } from '../fieldSets.js';
import { requirementOf } from './chainedRequirements.js';
import type { Holder } from '../fieldSets.js';

/** A field with requirements that is planned apart from the object that it stands on. */
export interface Door {
  /** The root field by which the planner is asked for the field and what lies below it. */
  readonly name: string;
  readonly type: string;
  readonly field: string;
  /** The subgraph's name in the supergraph's enum. */
  readonly graph: string;
  /** Whether the subgraph has the type, an interface, as an object. */
  readonly isInterfaceObject: boolean;
  /** What the subgraph must be told of the object. */
  readonly set: SelectionSetNode;
  /** By which the subgraph knows the object; one or more. */
  readonly keys: readonly SelectionSetNode[];
}

/** Which fields are planned apart: those of interfaces as objects, or all that have requirements. */
export type Scope = 'interfaceObjects' | 'all';

/**
 * The fields with requirements of a supergraph that its planner is not to plan where they stand. It folds what types
 * behind an interface need of one subgraph into one fetch, so that the objects of one type are sent without a key, or
 * not at all, and it breaks down where the way to what is needed leads through a key of another object.
 *
 * @see ../decisions/0003-requirements-planned-apart.md
 */
export class Doors {
  readonly document: DocumentNode;
  /** Begins no name of a field. */
  readonly prefix: string;
  private readonly byField = new Map<string, Door>();
  /** By the name of a field, its types. */
  private readonly types = new Map<string, Set<string>>();
  private readonly byName = new Map<string, Door>();
  private readonly interfaceObjects = new Set<string>();

  constructor(document: DocumentNode, scope: Scope) {
    const holders = document.definitions.filter(isHolder);
    this.prefix = freePrefix(holders);
    const fields: FieldDefinitionNode[] = [];
    for (const holder of holders) {
      for (const field of holder.fields ?? []) {
        const types = this.types.get(field.name.value) ?? new Set<string>();
        this.types.set(field.name.value, types.add(print(field.type)));
        const node =
          (holder.directives ?? []).some(isInterfaceObject) || scope === 'all' ? optionOf(field) : undefined;
        const door = node && this.doorOf(holder, field, node, scope);
        if (!door) continue;
        this.byField.set(`${door.type}.${door.field}`, door);
        this.byName.set(door.name, door);
        fields.push({ ...field, name: { ...field.name, value: door.name }, directives: [entering(node)] });
      }
      if ((holder.directives ?? []).some(isInterfaceObject)) this.interfaceObjects.add(holder.name.value);
    }
    this.inherit(holders);
    this.document = fields.length === 0 ? document : withRootFields(document, fields);
  }

  get isEmpty(): boolean {
    return this.byField.size === 0;
  }

  of(type: string, field: string): Door | undefined {
    return this.byField.get(`${type}.${field}`);
  }

  /** A door's name to its field's. */
  fieldOf(name: string): string {
    return this.byName.get(name)!.field;
  }

  /** Whether all fields of that name are of one type, so that they may stand under one key. */
  isOfOneType(field: string): boolean {
    return (this.types.get(field)?.size ?? 1) === 1;
  }

  /** Whether some subgraph has an interface as an object, and so cannot tell the types behind it. */
  isInterfaceObject(type: string): boolean {
    return this.interfaceObjects.has(type);
  }

  private doorOf(
    holder: Holder,
    field: FieldDefinitionNode,
    node: ConstDirectiveNode,
    scope: Scope,
  ): Door | undefined {
    const type = holder.name.value;
    const requirement = requirementOf(type, field, node);
    const places = (holder.directives ?? []).filter((one) => textOf(one, 'graph') === requirement?.graph);
    const isObject = places.some(isInterfaceObject);
    if (!requirement || (scope === 'interfaceObjects' && !isObject)) return undefined;
    const keys = places.flatMap((one) => {
      const key = isTrue(one, 'resolvable') === false ? undefined : textOf(one, 'key');
      return (key !== undefined && fieldSet(key)) || [];
    });
    if (keys.length === 0) return undefined;
    const name = `${this.prefix}${this.byField.size}_${field.name.value}`;
    const { graph, set } = requirement;
    return { name, type, field: field.name.value, graph, isInterfaceObject: isObject, set, keys };
  }

  /** What is said of an interface as an object is a field of all that implement it. */
  private inherit(holders: readonly Holder[]): void {
    for (const { name, fields, interfaces } of holders) {
      for (const field of fields ?? []) {
        if ((field.directives ?? []).some((node) => textOf(node, 'graph') !== undefined)) continue;
        for (const above of interfaces ?? []) {
          const door = this.of(above.name.value, field.name.value);
          if (door?.isInterfaceObject) this.byField.set(`${name.value}.${field.name.value}`, door);
        }
      }
    }
  }
}

/** The one place where a field is answered, if that needs something and nothing decides between it and others. */
function optionOf({ directives = [] }: FieldDefinitionNode): ConstDirectiveNode | undefined {
  const joins = directives.filter(({ name }) => name.value === 'join__field');
  if (joins.some((node) => textOf(node, 'overrideLabel') !== undefined)) return undefined;
  const options = joins.filter(
    (node) => textOf(node, 'graph') && !isTrue(node, 'external') && !isTrue(node, 'usedOverridden'),
  );
  return options.every((node) => textOf(node, 'requires') !== undefined) ? options[0] : undefined;
}

function isInterfaceObject(node: ConstDirectiveNode): boolean {
  return node.name.value === 'join__type' && isTrue(node, 'isInterfaceObject') === true;
}

function isTrue(node: ConstDirectiveNode, name: string): boolean | undefined {
  const value = argumentOf(node, name);
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

/** The field's place at the root of its subgraph: it needs nothing there. */
function entering(node: ConstDirectiveNode): ConstDirectiveNode {
  const kept = node.arguments?.filter(({ name }) => ['graph', 'type', 'provides'].includes(name.value));
  return { ...joinOf(''), arguments: kept };
}

function withRootFields(document: DocumentNode, fields: readonly FieldDefinitionNode[]): DocumentNode {
  const isQuery = (one: DocumentNode['definitions'][number]): one is ObjectTypeDefinitionNode =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === 'Query';
  return {
    ...document,
    definitions: document.definitions.map((one) =>
      isQuery(one) ? { ...one, fields: [...(one.fields ?? []), ...fields] } : one,
    ),
  };
}

function freePrefix(holders: readonly Holder[]): string {
  const names = holders.flatMap(({ fields = [] }) => fields.map(({ name }) => name.value));
  let prefix = '_d';
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}
