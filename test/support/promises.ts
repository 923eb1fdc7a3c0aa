import { Kind, parse } from 'graphql';
import type { ObjectTypeDefinitionNode, ObjectTypeExtensionNode, TypeNode } from 'graphql';

/** A subgraph's schema, as it is composed. */
interface Subgraph {
  readonly name: string;
  readonly sdl: string;
}

interface Field {
  readonly subgraph: string;
  readonly type: string;
  readonly name: string;
  readonly of: TypeNode;
}

/** A subscription has one root field, so nothing stands beside it. */
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation']);

/**
 * Looks for values that one service promises and another may withhold. An entity has one home: the service that alone
 * may promise fields of it. What others add to it, and where others lead to it, is nullable; so is every query and mutation.
 *
 * @returns what is promised against that, in sentences.
 * @see subgraphs/kit/decisions/0009-null-stays-where-it-belongs.md
 */
export function brokenPromises(subgraphs: readonly Subgraph[]): string[] {
  const fields = subgraphs.flatMap(fieldsOf);
  const unions = new Map(subgraphs.flatMap(({ sdl }) => unionsOf(sdl)));
  const homes = homesOf(subgraphs);
  const shared = [...homes].filter(([, promisers]) => promisers.size > 1);
  return [
    ...shared.map(([entity, promisers]) => `${entity} is promised by ${[...promisers].sort().join(' and ')}`),
    ...fields
      .filter(({ type, of }) => ROOTS.has(type) && of.kind === Kind.NON_NULL_TYPE)
      .map((field) => `${coordinate(field)} is a root field`),
    ...fields
      .filter(({ subgraph, of }) => {
        const named = nameOf(of);
        const led = unions.get(named) ?? [named];
        return promisesItem(of) && led.some((entity) => isElsewhere(homes.get(entity), subgraph));
      })
      .map((field) => `${coordinate(field)} leads to what is at home elsewhere`),
  ].sort();
}

/** By coordinate, the subgraphs that answer a field. */
export function ownersOf(subgraphs: readonly Subgraph[]): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { type, name, subgraph } of subgraphs.flatMap(fieldsOf)) {
    const key = `${type}.${name}`;
    owners.set(key, (owners.get(key) ?? new Set()).add(subgraph));
  }
  return owners;
}

/** By entity, the subgraph that promises fields of it, where one does. */
export function homesOf(subgraphs: readonly Subgraph[]): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = subgraphs.flatMap(fieldsOf);
  const entities = new Set(subgraphs.flatMap(({ sdl }) => entitiesOf(sdl)));
  return new Map([...entities].map((entity) => [entity, promisersOf(entity, fields)]));
}

function isElsewhere(home: ReadonlySet<string> | undefined, subgraph: string): boolean {
  return home !== undefined && home.size > 0 && !home.has(subgraph);
}

function promisersOf(entity: string, fields: readonly Field[]): Set<string> {
  const promising = fields.filter(
    ({ type, name, of }) => type === entity && of.kind === Kind.NON_NULL_TYPE && !KEYS.has(name),
  );
  return new Set(promising.map(({ subgraph }) => subgraph));
}

/** By which entities are known everywhere: a stub has them without asking anybody. */
const KEYS: ReadonlySet<string> = new Set(['id']);

/** Whether the innermost value may not be null; a list may be promised, if what is in it is not. */
function promisesItem(type: TypeNode): boolean {
  if (type.kind === Kind.NAMED_TYPE) return false;
  const inner = type.type;
  return inner.kind === Kind.NAMED_TYPE ? type.kind === Kind.NON_NULL_TYPE : promisesItem(inner);
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function coordinate({ subgraph, type, name }: Field): string {
  return `${subgraph}: ${type}.${name}`;
}

function objectsOf(sdl: string): (ObjectTypeDefinitionNode | ObjectTypeExtensionNode)[] {
  return parse(sdl).definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
}

function fieldsOf({ name: subgraph, sdl }: Subgraph): Field[] {
  return objectsOf(sdl).flatMap(({ name: type, fields = [] }) =>
    fields.map((field) => ({ subgraph, type: type.value, name: field.name.value, of: field.type })),
  );
}

function entitiesOf(sdl: string): string[] {
  return objectsOf(sdl)
    .filter(({ directives = [] }) => directives.some(({ name }) => name.value === 'key'))
    .map(({ name }) => name.value);
}

function unionsOf(sdl: string): [string, string[]][] {
  return parse(sdl).definitions.flatMap((node) =>
    node.kind === Kind.UNION_TYPE_DEFINITION
      ? [[node.name.value, (node.types ?? []).map(({ name }) => name.value)] as [string, string[]]]
      : [],
  );
}
