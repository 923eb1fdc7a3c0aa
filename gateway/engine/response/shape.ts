import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import type {
  GraphQLCompositeType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLOutputType,
} from 'graphql';
import type { FieldSelection, Selection } from '../normalise/selection.js';
import type { Position } from '../plan/position.js';
import type { TypeFacts } from '../plan/typeFacts.js';

/** One field of an answer's objects of one type. */
export interface FieldShape {
  readonly name: string;
  readonly responseKey: string;
  /** `"responseKey":` as it stands in JSON. */
  readonly label: string;
  /** Where subgraphs' answers have it. */
  readonly key: string;
  /** Undefined for `__typename`. */
  readonly type: GraphQLOutputType | undefined;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  /** Undefined for a leaf. */
  readonly below: ObjectShape | undefined;
}

/** The fields of a response object at one place; worked out for a type when the first object of that type comes by. */
export class ObjectShape {
  /** True where the type is known without asking an object. */
  readonly isConcrete: boolean;
  private readonly byType = new Map<string, readonly FieldShape[]>();

  constructor(
    readonly type: GraphQLCompositeType,
    readonly position: Position,
    private readonly selections: readonly (readonly Selection[])[],
    private readonly types: TypeFacts,
  ) {
    this.isConcrete = isObjectType(type);
  }

  /** @param typename - an object type that clients see; or this abstract type itself, if no subgraph named the object's own. */
  fieldsOf(typename: string): readonly FieldShape[] {
    const known = this.byType.get(typename);
    if (known) return known;
    const type = this.types.schema.getType(typename);
    if (!isCompositeType(type)) throw new Error(`no type of objects: ${typename}`);
    const groups = new Map<string, FieldSelection[]>();
    for (const selections of this.selections) this.collect(selections, typename, groups);
    const fields = [...groups.values()].map((group) => this.fieldShape(type, group));
    this.byType.set(typename, fields);
    return fields;
  }

  /** Whether something is asked for that holds for objects of some types only, or their type itself. */
  get dependsOnType(): boolean {
    return isAbstractType(this.type) && this.selections.some((list) => list.some(isTyped));
  }

  /** A path in a subgraph's answer as the client knows it, as far as the client asked for it. */
  responsePath(path: readonly (string | number)[]): (string | number)[] {
    return responsePath(this.selections.flat(), path);
  }

  private collect(
    selections: readonly Selection[],
    typename: string,
    groups: Map<string, FieldSelection[]>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === 'fragment') {
        if (this.types.meetsAsInterface(typename, selection.on))
          this.collect(selection.selections, typename, groups);
      } else {
        const group = groups.get(selection.responseKey);
        if (group) group.push(selection);
        else groups.set(selection.responseKey, [selection]);
      }
    }
  }

  private fieldShape(parent: GraphQLCompositeType, group: readonly FieldSelection[]): FieldShape {
    const [{ name, responseKey, key }] = group as readonly [FieldSelection];
    const type = name === '__typename' || isUnionType(parent) ? undefined : fieldType(parent, name);
    const named = type && getNamedType(type);
    return {
      name,
      responseKey,
      label: `${JSON.stringify(responseKey)}:`,
      key,
      type,
      coordinate: `${parent.name}.${name}`,
      below: isCompositeType(named)
        ? new ObjectShape(
            named,
            this.position.child(key),
            group.map(({ selections }) => selections ?? []),
            this.types,
          )
        : undefined,
    };
  }
}

function responsePath(
  selections: readonly Selection[],
  [first, ...rest]: readonly (string | number)[],
): (string | number)[] {
  if (first === undefined) return [];
  if (typeof first === 'number') return [first, ...responsePath(selections, rest)];
  const [found, ...others] = fieldsAt(selections, first);
  if (!found) return [];
  // What is written several times is one field, with all that stands below any of them.
  const same = others.filter(({ responseKey }) => responseKey === found.responseKey);
  const below = [found, ...same].flatMap((field) => field.selections ?? []);
  return [found.responseKey, ...responsePath(below, rest)];
}

/** Those first that hold for objects of every type: of which type one was that is null, nobody knows. */
function fieldsAt(selections: readonly Selection[], key: string): FieldSelection[] {
  const [own, others]: [FieldSelection[], FieldSelection[]] = [[], []];
  for (const selection of selections) {
    if (selection.kind === 'fragment') others.push(...fieldsAt(selection.selections, key));
    else if (selection.key === key) own.push(selection);
  }
  return [...own, ...others];
}

function isTyped(selection: Selection): boolean {
  return selection.kind === 'fragment' || selection.name === '__typename';
}

function fieldType(parent: GraphQLObjectType | GraphQLInterfaceType, name: string): GraphQLOutputType {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef.type;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef.type;
  const field = parent.getFields()[name];
  if (!field) throw new Error(`no such field: ${parent.name}.${name}`);
  return field.type;
}
