import { plainNumbers, WrittenNumber } from '../../../subgraphs/kit/wire/exactJson.js';
import { isWhole } from '../../engine/response/leaves.js';
import {
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';
import type {
  GraphQLCompositeType,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { isRecord } from '../../../subgraphs/kit/wire/isRecord.js';

type Path = readonly (string | number)[];

/** What was asked of a partner, in the form in which the planner writes it. */
export interface Asked {
  selectionSet: SelectionSetNode;
  /** The types of the entities that were sent, in their order. */
  entityTypes: readonly unknown[];
}

export interface Completed {
  data: Record<string, unknown> | null;
  /** Where the answer was not what the schema says, the first of them. */
  faults: readonly Path[];
}

/**
 * Takes from a partner's answer what was asked for, where it is of the type that the schema says, and nothing else:
 * a field that nobody asked for could stand in for one of the core's, and an object in the place of a text could be
 * anything. Nulls stay: where there may be none is for whoever puts the whole answer together.
 *
 * @param faultsMax - faults told; what is wrong beyond them is null without a word.
 */
export function completeAnswer(
  schema: GraphQLSchema,
  asked: Asked,
  data: Readonly<Record<string, unknown>> | null | undefined,
  faultsMax: number,
): Completed {
  const completion = new Completion(schema, faultsMax);
  const query = schema.getQueryType();
  if (!data || !query) return { data: null, faults: [] };
  return { data: completion.root(query, asked, data), faults: completion.faults };
}

class Completion {
  readonly faults: Path[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly faultsMax: number,
  ) {}

  root(
    query: GraphQLObjectType,
    asked: Asked,
    data: Readonly<Record<string, unknown>>,
  ): Record<string, unknown> {
    const completed: Record<string, unknown> = {};
    for (const selection of asked.selectionSet.selections) {
      if (selection.kind === Kind.FIELD && selection.name.value === '_entities' && selection.selectionSet) {
        const key = selection.alias?.value ?? selection.name.value;
        completed[key] = this.entities(selection.selectionSet, asked.entityTypes, data[key], [key]);
      } else {
        const selections = [selection];
        Object.assign(completed, this.object(query, [{ kind: Kind.SELECTION_SET, selections }], data, []));
      }
    }
    return completed;
  }

  private entities(set: SelectionSetNode, types: readonly unknown[], value: unknown, path: Path): unknown {
    if (value === null || value === undefined) return null;
    // Which answer is whose is told by the order alone.
    if (!Array.isArray(value) || value.length !== types.length) return this.fault(path);
    return value.map((item: unknown, index) => {
      const type = this.schema.getType(String(types[index]));
      const here = [...path, index];
      if (item === null) return null;
      if (!isObjectType(type) || !isRecord(item)) return this.fault(here);
      return this.isNamed(type, item) ? this.object(type, [set], item, here) : this.fault(here);
    });
  }

  private object(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    value: Readonly<Record<string, unknown>>,
    path: Path,
  ): Record<string, unknown> {
    const completed: Record<string, unknown> = {};
    for (const [key, { name, below }] of this.fieldsOf(type, sets)) {
      if (name === '__typename') {
        completed[key] = type.name;
        continue;
      }
      const field = type.getFields()[name];
      const given = Object.hasOwn(value, key) ? value[key] : null;
      if (field) completed[key] = this.value(field.type, below, given, [...path, key]);
    }
    return completed;
  }

  private value(
    type: GraphQLOutputType,
    below: readonly SelectionSetNode[],
    value: unknown,
    path: Path,
  ): unknown {
    if (value === null || value === undefined) return null;
    if (isNonNullType(type)) return this.value(type.ofType, below, value, path);
    if (isListType(type)) {
      if (!Array.isArray(value)) return this.fault(path);
      return value.map((item: unknown, index) => this.value(type.ofType, below, item, [...path, index]));
    }
    if (isLeafType(type)) return fits(type, value) ? value : this.fault(path);
    const object = isRecord(value) ? this.typeOf(type, value) : undefined;
    return object ? this.object(object, below, value as Record<string, unknown>, path) : this.fault(path);
  }

  private typeOf(
    type: GraphQLCompositeType,
    value: Readonly<Record<string, unknown>>,
  ): GraphQLObjectType | undefined {
    if (isObjectType(type)) return this.isNamed(type, value) ? type : undefined;
    const named = this.schema.getType(String(value.__typename));
    return isObjectType(named) && this.schema.isSubType(type, named) ? named : undefined;
  }

  /** An object may be silent about its type where there is only one; it may not claim another. */
  private isNamed(
    { name }: GraphQLObjectType,
    { __typename: told }: Readonly<Record<string, unknown>>,
  ): boolean {
    return told === undefined || told === name;
  }

  private fieldsOf(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    into = new Map<string, { name: string; below: SelectionSetNode[] }>(),
  ): Map<string, { name: string; below: SelectionSetNode[] }> {
    for (const selection of sets.flatMap(({ selections }) => selections)) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const field = into.get(key) ?? { name: selection.name.value, below: [] };
        if (selection.selectionSet) field.below.push(selection.selectionSet);
        into.set(key, field);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition && this.schema.getType(selection.typeCondition.name.value);
        const applies =
          !selection.typeCondition || on === type || (isAbstractType(on) && this.schema.isSubType(on, type));
        if (applies) this.fieldsOf(type, [selection.selectionSet], into);
      }
    }
    return into;
  }

  private fault(path: Path): null {
    if (this.faults.length < this.faultsMax) this.faults.push(path);
    return null;
  }
}

/** Scalars of a partner's own are texts, numbers or truth values: never objects, which could be without end. */
function fits(type: GraphQLLeafType, given: unknown): boolean {
  if (type.name === 'ID' && given instanceof WrittenNumber) return isWhole(given);
  const value = plainNumbers(given);
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case 'Int':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case 'Float':
      return Number.isFinite(value);
    case 'Boolean':
      return typeof value === 'boolean';
    case 'String':
      return typeof value === 'string';
    case 'ID':
      return typeof value === 'string' || Number.isSafeInteger(value);
    default:
      return ['string', 'number', 'boolean'].includes(typeof value);
  }
}
