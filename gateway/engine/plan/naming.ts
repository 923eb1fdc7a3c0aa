import { getNamedType, getNullableType, isInterfaceType, isListType, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLNamedType, GraphQLSchema, SelectionNode, ValueNode } from 'graphql';
import { plainNumbers } from '../../../subgraphs/kit/wire/exactJson.js';
import type { CachingFacts } from '../planner/cachingFacts.js';
import { isObject } from '../execute/tuple.js';
import type { Step } from './steps.js';
import { own } from '../own.js';

/** An entity that an argument names, whatever the answer says of it. */
interface Argued {
  readonly type: string;
  readonly value: ValueNode;
}

/** One place in an answer, as far as entities stand there or below. */
interface Place {
  readonly type: string | undefined;
  /** The key under which an entity's own key is found. */
  readonly key: string | undefined;
  readonly below: readonly (readonly [key: string, place: Place])[];
  /** What is selected of the same objects under other type conditions. */
  readonly beside: readonly Place[];
}

/** By what the answers of a step are called when something that they hold changes: its tags. */
export class Naming {
  constructor(
    /** Tags of any answer: root fields, and types of entities that it does not tell apart. */
    private readonly always: readonly string[],
    private readonly argued: readonly Argued[],
    private readonly root: Place,
    private readonly keys: CachingFacts['keys'],
  ) {}

  /** Of an answer to a step that asks the root. */
  tagsOfRoot(data: unknown, variables: Readonly<Record<string, unknown>>): string[] {
    const tags = new Set(this.always);
    for (const { type, value } of this.argued) {
      const given = argumentValue(value, variables);
      tags.add(isKey(given) ? `${type}:${given}` : type);
    }
    collect(this.root, data, tags);
    return [...tags];
  }

  /** @param representation - JSON text. */
  tagsOfEntity(entity: unknown, representation: string): string[] {
    const tags = new Set(this.always);
    const sent = JSON.parse(representation) as Record<string, unknown>;
    const type = String(sent.__typename);
    const key = own(this.keys, type);
    const value = key === undefined ? undefined : own(sent, key);
    tags.add(isKey(value) ? `${type}:${value}` : type);
    collect(this.root, entity, tags);
    return [...tags];
  }
}

export function namingOf(step: Step, schema: GraphQLSchema, facts: CachingFacts): Naming {
  const always = new Set<string>();
  const argued: Argued[] = [];
  const query = schema.getQueryType() ?? undefined;

  function placeOf(
    selections: readonly SelectionNode[],
    type: GraphQLNamedType | undefined,
    isNamed: boolean,
  ): Place {
    const key = type && own(facts.keys, type.name);
    const isSelected = selections.some((node) => isPlain(node, key));
    if (type && key !== undefined && !isSelected && !isNamed) always.add(type.name);
    const below: [string, Place][] = [];
    const beside: Place[] = [];
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition ? schema.getType(node.typeCondition.name.value) : type;
        const named = isNamed || (isSelected && on === type);
        beside.push(placeOf(node.selectionSet.selections, on, named));
      } else if (node.kind === Kind.FIELD && node.selectionSet) {
        const isArgued = type === query && noteArgument(node, type);
        const given = typeOf(node, type);
        const place = placeOf(node.selectionSet.selections, given, isArgued);
        if (holdsAny(place)) below.push([(node.alias ?? node.name).value, place]);
      }
    }
    return { type: type?.name, key: isSelected ? key : undefined, below, beside: beside.filter(holdsAny) };
  }

  /** A root field that takes the key of what it gives: it has that name even where there is no such thing yet. */
  function noteArgument(node: FieldNode, holder: GraphQLNamedType | undefined): boolean {
    const given = typeOf(node, holder);
    const isOne =
      isObjectType(holder) && !isListType(getNullableType(holder.getFields()[node.name.value]?.type));
    const key = given && isOne ? own(facts.keys, given.name) : undefined;
    const value = node.arguments?.find(({ name }) => name.value === key)?.value;
    if (given && value) argued.push({ type: given.name, value });
    return value !== undefined;
  }

  // Entities are named by what is sent of them.
  const root = placeOf(step.selections, step.requires ? undefined : query, Boolean(step.requires));
  if (!step.requires) for (const name of rootFields(step.selections)) always.add(`Query.${name}`);
  return new Naming([...always], argued, root, facts.keys);
}

function rootFields(selections: readonly SelectionNode[]): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? rootFields(node.selectionSet.selections) : [];
  });
}

function collect(place: Place, value: unknown, tags: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(place, item, tags);
    return;
  }
  if (!isObject(value)) return;
  const key = place.key === undefined ? undefined : plainNumbers(own(value, place.key));
  if (isKey(key)) tags.add(`${place.type}:${key}`);
  for (const [name, below] of place.below) collect(below, own(value, name), tags);
  for (const beside of place.beside) collect(beside, value, tags);
}

function holdsAny({ key, below, beside }: Place): boolean {
  return key !== undefined || below.length > 0 || beside.length > 0;
}

function isPlain(node: SelectionNode, name: string | undefined): boolean {
  return node.kind === Kind.FIELD && name !== undefined && node.name.value === name && !node.alias;
}

function typeOf(node: FieldNode, holder: GraphQLNamedType | undefined): GraphQLNamedType | undefined {
  if (!isObjectType(holder) && !isInterfaceType(holder)) return undefined;
  const field = holder.getFields()[node.name.value];
  return field && getNamedType(field.type);
}

function argumentValue(value: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  if (value.kind === Kind.VARIABLE) return plainNumbers(own(variables, value.name.value));
  return value.kind === Kind.STRING || value.kind === Kind.INT ? value.value : undefined;
}

function isKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
