import type { InterfaceModel, KeyModel, Model, ObjectModel, UnionModel } from './model.js';
import { namedIn, objectOf } from './model.js';

/** Whether a subgraph's schema can speak of a type. */
export function knows(model: Model, subgraph: string, name: string): boolean {
  const object = model.objects.find((one) => one.name === name && one.kind !== 'interfaceObject');
  if (object?.kind === 'value') return true;
  if (object) return object.subgraphs.includes(subgraph) || keysIn(object, subgraph).length > 0;
  return (
    interfaceObjectIn(model, subgraph, name) !== undefined || membersIn(model, subgraph, name).length > 0
  );
}

export function keysIn(object: ObjectModel, subgraph: string): KeyModel[] {
  return object.keys.filter(
    ({ resolvableIn, stubIn }) => resolvableIn.includes(subgraph) || stubIn.includes(subgraph),
  );
}

/** The names of the key fields that a subgraph has of an object. */
export function keyFieldsIn(object: ObjectModel, subgraph: string): Set<string> {
  const names = keysIn(object, subgraph).flatMap(({ fields }) => topNames(fields));
  return new Set(names);
}

function topNames(fields: string): string[] {
  const flat = fields.replace(/\{[^}]*\}/g, ' ');
  return flat.split(/\s+/).filter(Boolean);
}

function interfaceObjectIn(model: Model, subgraph: string, name: string): ObjectModel | undefined {
  return model.objects.find(
    (object) =>
      object.name === name && object.kind === 'interfaceObject' && object.subgraphs.includes(subgraph),
  );
}

export function abstractOf(model: Model, name: string): InterfaceModel | UnionModel | undefined {
  return [...model.interfaces, ...model.unions].find((one) => one.name === name);
}

/** What a value of an abstract type can be where a subgraph answers it. */
export function membersIn(model: Model, subgraph: string, name: string): readonly string[] {
  return abstractOf(model, name)?.members[subgraph] ?? [];
}

/** What all the given subgraphs know an abstract type's values to be. */
export function commonMembers(model: Model, subgraphs: readonly string[], name: string): readonly string[] {
  const [first = [], ...rest] = subgraphs.map((subgraph) => membersIn(model, subgraph, name));
  return first.filter((member) => rest.every((members) => members.includes(member)));
}

/** Makes a subgraph able to refer to an entity, by one of its keys. */
export function introduce(
  model: Model,
  subgraph: string,
  name: string,
  byId = false,
  seen = new Set<string>(),
): void {
  const object = objectOf(model, name);
  if (object?.kind !== 'entity' || seen.has(name)) return;
  seen.add(name);
  const known = keysIn(object, subgraph);
  const key = byId || known.length === 0 ? object.keys[0] : undefined;
  if (key && !known.includes(key)) key.stubIn = [...key.stubIn, subgraph];
  // A key may run through another entity.
  for (const { fields } of keysIn(object, subgraph)) {
    for (const part of topNames(fields)) {
      const type = namedIn(object.fields.find((field) => field.name === part)?.type ?? '');
      if (part === 'twin') introduce(model, subgraph, type, true, seen);
    }
  }
}

/** Whether a subgraph could be given fields of a type. */
export function maySpeakOf(model: Model, subgraph: string, name: string): boolean {
  if (abstractOf(model, name)) return knows(model, subgraph, name);
  // Whoever has the interface as an object must not know what implements it.
  const keyed = model.interfaces.find(({ keyedIn, members }) => keyedIn && members[keyedIn]?.includes(name));
  return !keyed || interfaceObjectIn(model, subgraph, keyed.name) === undefined;
}
