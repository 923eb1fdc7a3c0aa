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

/** A field with `@requires` that is planned apart from the object that it is a field of. */
export interface DetachedField {
  /** The root field that stands for it, and for its selections, while the planner plans them. */
  readonly name: string;
  readonly type: string;
  readonly field: string;
  /** The subgraph's name in the supergraph's enum. */
  readonly graph: string;
  /** Whether the type is an interface object (`@interfaceObject`) in the subgraph. */
  readonly isInterfaceObject: boolean;
  /** What `@requires` names: the subgraph gets these fields in the representation. */
  readonly set: SelectionSetNode;
  /** The resolvable keys of the type in the subgraph; one or more. */
  readonly keys: readonly SelectionSetNode[];
}

/** Which fields are detached: those of interface objects, or all with `@requires`. */
export type Scope = 'interfaceObjects' | 'all';

/**
 * The fields with `@requires` that Apollo's planner must not plan in their place. It merges what the types that implement
 * an interface require of one subgraph into one fetch: then entities of one type are sent without a key, or not at all.
 * It throws where a required field is reached through the key of another object.
 *
 * @see ../decisions/0003-requirements-planned-apart.md
 */
export class DetachedFields {
  readonly document: DocumentNode;
  /** Begins no name of a field. */
  readonly prefix: string;
  private readonly byField = new Map<string, DetachedField>();
  /** By the name of a field, its types. */
  private readonly types = new Map<string, Set<string>>();
  private readonly byName = new Map<string, DetachedField>();
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
        const detachedField = node && this.detachedFieldOf(holder, field, node, scope);
        if (!detachedField) continue;
        this.byField.set(`${detachedField.type}.${detachedField.field}`, detachedField);
        this.byName.set(detachedField.name, detachedField);
        fields.push({
          ...field,
          name: { ...field.name, value: detachedField.name },
          directives: [entering(node)],
        });
      }
      if ((holder.directives ?? []).some(isInterfaceObject)) this.interfaceObjects.add(holder.name.value);
    }
    this.inherit(holders);
    this.document = fields.length === 0 ? document : withRootFields(document, fields);
  }

  get isEmpty(): boolean {
    return this.byField.size === 0;
  }

  of(type: string, field: string): DetachedField | undefined {
    return this.byField.get(`${type}.${field}`);
  }

  /** The name of a detached field's root field, to the name of the field. */
  fieldOf(name: string): string {
    return this.byName.get(name)!.field;
  }

  /** Whether all fields of that name have one type, so that one response key can serve for them. */
  isOfOneType(field: string): boolean {
    return (this.types.get(field)?.size ?? 1) === 1;
  }

  /** Whether the type is an interface object in some subgraph, which then cannot tell the implementing types apart. */
  isInterfaceObject(type: string): boolean {
    return this.interfaceObjects.has(type);
  }

  private detachedFieldOf(
    holder: Holder,
    field: FieldDefinitionNode,
    node: ConstDirectiveNode,
    scope: Scope,
  ): DetachedField | undefined {
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

  /** A field of an interface object is a field of every type that implements the interface. */
  private inherit(holders: readonly Holder[]): void {
    for (const { name, fields, interfaces } of holders) {
      for (const field of fields ?? []) {
        if ((field.directives ?? []).some((node) => textOf(node, 'graph') !== undefined)) continue;
        for (const above of interfaces ?? []) {
          const detachedField = this.of(above.name.value, field.name.value);
          if (detachedField?.isInterfaceObject)
            this.byField.set(`${name.value}.${field.name.value}`, detachedField);
        }
      }
    }
  }
}

/** The one subgraph that resolves a field, if the field has `@requires` there and no progressive override. */
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

/** The `@join__field` of the root field: it requires nothing. */
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
