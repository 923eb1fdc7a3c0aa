import { Kind, parseType } from 'graphql';
import type { TypeNode } from 'graphql';
import { WrittenNumber } from '../../../../subgraphs/kit/wire/exactJson.js';
import { abstractOf, commonMembers, membersIn } from './knowledge.js';
import type { FieldModel, Model } from './model.js';
import { objectOf, POPULATION } from './model.js';
import type { Random } from './random.js';
import { entity, valueThing } from './thing.js';
import type { Thing } from './thing.js';

/** Of each hundred values of a moody field, so many are null where they must not be. */
const BROKEN_PERCENT = 5;
/** Of each hundred values that may be null, so many are. */
const NULL_PERCENT = 12;
const LIST_LENGTH_MAX = 3;

/** Numbers that a double would change, as they are written. */
const WIDE = ['9007199254740993', '-123456789012345678901', '1.0', '0.50', '1e30', '-0'];

const types = new Map<string, TypeNode>();

export interface Drawing {
  readonly model: Model;
  readonly random: Random;
  readonly field: FieldModel;
  /** Where the value hangs; what is no entity is known by it. */
  readonly path: string;
  /** What the field was computed from, for `@requires`: a text says it. */
  readonly needed: string | undefined;
}

export function drawValue(at: Drawing): unknown {
  const text = at.field.type;
  let type = types.get(text);
  if (!type) types.set(text, (type = parseType(text, { noLocation: true })));
  return draw(type, at);
}

function draw(type: TypeNode, at: Drawing): unknown {
  const { field, random } = at;
  if (type.kind === Kind.NON_NULL_TYPE) {
    const broken = field.mood === 'moody' && random.between(1, 100) <= BROKEN_PERCENT;
    return broken ? null : drawPresent(type.type, at);
  }
  const isNull = field.mood !== 'steady' && random.between(1, 100) <= NULL_PERCENT;
  return isNull ? null : drawPresent(type, at);
}

function drawPresent(type: Exclude<TypeNode, { kind: 'NonNullType' }> | TypeNode, at: Drawing): unknown {
  if (type.kind === Kind.NON_NULL_TYPE) return drawPresent(type.type, at);
  if (type.kind === Kind.NAMED_TYPE) return drawNamed(type.name.value, at);
  return Array.from({ length: at.random.between(0, LIST_LENGTH_MAX) }, (_, position) =>
    draw(type.type, { ...at, path: `${at.path}.${position}` }),
  );
}

const SCALARS: Readonly<Record<string, (at: Drawing) => unknown>> = {
  Int: ({ random }) => random.between(-9, 99),
  Float: ({ random }) => random.between(-9, 99) / 4,
  String: ({ random, field, needed }) => needed ?? `${field.name}${random.between(0, 99)}`,
  Boolean: ({ random }) => random.chance(0.5),
  ID: ({ random }) => String(random.between(0, 999)),
  Wide: ({ random }) => new WrittenNumber(random.pick(WIDE)),
};

function drawNamed(name: string, at: Drawing): unknown {
  const values = at.model.enums.find((one) => one.name === name)?.values;
  if (values) return at.random.pick(values);
  return SCALARS[name]?.(at) ?? drawThing(name, at);
}

function drawThing(name: string, { model, random, field, path }: Drawing): Thing {
  const chosen = abstractOf(model, name) ? random.pick(possible(model, field, name)) : name;
  if (objectOf(model, chosen)?.kind === 'value') return valueThing(chosen, path);
  return entity(chosen, random.between(0, POPULATION - 1));
}

/** What an abstract field can be: what everyone who may answer it knows. */
function possible(model: Model, field: FieldModel, name: string): readonly string[] {
  const keyed = model.interfaces.find((one) => one.name === name)?.keyedIn;
  if (keyed) return membersIn(model, keyed, name);
  const answering = [...field.subgraphs, ...(field.override ? [field.override.from] : [])];
  return commonMembers(model, answering, name);
}
