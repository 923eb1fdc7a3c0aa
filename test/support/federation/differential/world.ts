import { Kind } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import { drawValue } from './drawValue.js';
import { abstractOf, keysIn } from './knowledge.js';
import type { FieldModel, KeyPart, Model, ObjectModel } from './model.js';
import { fieldOf, namedIn, objectOf, POPULATION } from './model.js';
import { fieldSet } from './printModel.js';
import { coercer } from './coerce.js';
import type { Coerce } from './coerce.js';
import { hash, Random } from './random.js';
import { eachObject, entity, entityById, projectTold, tells, valueThing } from './thing.js';
import type { Thing, Told } from './thing.js';

type Arguments = Readonly<Record<string, unknown>>;

/** Of each hundred values of a moody field, so many are errors. */
const ERRORS_PERCENT = 8;

/**
 * What every field of every object answers. Each value follows from the seed and from names alone, so whoever asks
 * for it, a subgraph or the whole, gets the same.
 */
export class World {
  readonly #coerce: Coerce;

  constructor(readonly model: Model) {
    this.#coerce = coercer(model);
  }

  /**
   * @returns the entity that a subgraph is asked for by what it is told, or null if it does not know it.
   * @throws Error if what it is told has no key of its own, or names nothing that there is.
   */
  resolve(subgraph: string, told: Told): Thing | null {
    const typeName = String(told.__typename);
    const object = objectOf(this.model, typeName);
    const isInterface = abstractOf(this.model, typeName) !== undefined;
    if (!object && !isInterface) throw new Error(`asked for a type that there is none of: ${typeName}`);
    if (isInterface && told.id === undefined)
      throw new Error(`${subgraph} was told no key of ${typeName}: ${JSON.stringify(told)}`);
    if (isInterface) return entityById(String(told.id), told);
    const key = keysIn(object!, subgraph).find(
      ({ fields, resolvableIn }) => resolvableIn.includes(subgraph) && tells(told, fieldSet(fields)),
    );
    if (!key) throw new Error(`${subgraph} was told no key of ${typeName}: ${JSON.stringify(told)}`);
    const wanted = JSON.stringify(projectTold(told, fieldSet(key.fields)));
    for (let index = 0; index < POPULATION; index++) {
      const thing = entity(typeName, index, told);
      if (JSON.stringify(this.project(thing, fieldSet(key.fields))) !== wanted) continue;
      const { absent } = object!;
      return absent?.subgraph === subgraph && absent.index === index ? null : thing;
    }
    throw new Error(`${subgraph} was asked for a ${typeName} that there is not: ${JSON.stringify(told)}`);
  }

  /**
   * What a field answers: a scalar, a thing, a list of them, or null.
   *
   * @param subgraph - who answers; undefined for the whole.
   * @throws Error where a moody field fails.
   */
  value(thing: Thing, fieldName: string, given: Arguments, subgraph: string | undefined): unknown {
    const { owner, field } = this.#find(thing, fieldName);
    if (owner.name === 'Place') return fieldName === 'x' ? thing.index >> 1 : thing.index & 1;
    if (field.keyPart) return keyPartOf(thing, field.keyPart, field);
    const { absent } = owner;
    if (absent?.index === thing.index && field.subgraphs.includes(absent.subgraph)) return null;
    const needed = field.requires && this.#needed(thing, field.requires, subgraph);
    const seed = [this.model.seed, owner.name, thing.key, field.name, canonical(given), needed ?? ''];
    const random = new Random(...seed);
    if (field.mood === 'moody' && random.between(1, 100) <= ERRORS_PERCENT) {
      throw new Error(`${thing.key}.${field.name} fails`);
    }
    const path = `${thing.key}.${field.name}.${hash(...seed)}`;
    return drawValue({ model: this.model, random, field, path, needed });
  }

  /** The values that there are of a field set, in the set's order. */
  project(thing: Thing, set: SelectionSetNode): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (selection.typeCondition?.name.value !== thing.__typename) continue;
        Object.assign(values, this.project(thing, selection.selectionSet));
      } else if (selection.kind === Kind.FIELD) {
        const { name, arguments: given = [], selectionSet } = selection;
        if (name.value === '__typename') {
          values[name.value] = thing.__typename;
          continue;
        }
        const { field } = this.#find(thing, name.value);
        const value = this.value(thing, name.value, this.#coerce(field, given), undefined);
        values[name.value] = selectionSet
          ? eachObject(value, (one) => this.project(one as Thing, selectionSet))
          : value;
      }
    }
    return values;
  }

  #needed(thing: Thing, requires: string, subgraph: string | undefined): string {
    const set = fieldSet(requires);
    if (subgraph === undefined) return JSON.stringify(this.project(thing, set));
    if (!thing.told) throw new Error(`${subgraph} was told nothing of ${thing.key}, but needs ${requires}`);
    return JSON.stringify(projectTold(thing.told, set));
  }

  #find(thing: Thing, fieldName: string): { owner: ObjectModel; field: FieldModel } {
    const shared = this.model.interfaces.find(
      ({ keyedIn, members }) => keyedIn !== undefined && members[keyedIn]?.includes(thing.__typename),
    );
    for (const name of [thing.__typename, shared?.name]) {
      const owner = name === undefined ? undefined : objectOf(this.model, name);
      const field = fieldOf(owner, fieldName);
      if (owner && field) return { owner, field };
    }
    throw new Error(`${thing.__typename} has no ${fieldName}`);
  }
}

function keyPartOf({ key, index }: Thing, part: KeyPart, { type }: FieldModel): unknown {
  const parts: Record<KeyPart, () => unknown> = {
    id: () => key,
    number: () => 100 + index,
    half: () => index >> 1,
    parity: () => String(index & 1),
    place: () => valueThing('Place', `${key}.place`, index),
    twin: () => entity(namedIn(type), index),
  };
  return parts[part]();
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, one]) => `${name}:${canonical(one)}`).join()}}`;
}
