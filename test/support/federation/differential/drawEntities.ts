import type { FieldModel, KeyModel, KeyPart, Model, ObjectModel } from './model.js';
import { COMMON_FIELD } from './model.js';
import type { Random } from './random.js';

const ID: Pick<KeyModel, 'fields'> & { parts: readonly KeyPart[] } = { fields: 'id', parts: ['id'] };

/** What else may tell one of a kind from the others: numbers, composites, something nested, another entity. */
const OTHER_KEYS: readonly (typeof ID)[] = [
  { fields: 'number', parts: ['number'] },
  { fields: 'half parity', parts: ['half', 'parity'] },
  { fields: 'place { x y }', parts: ['place'] },
  { fields: 'place { y } half', parts: ['place', 'half'] },
  { fields: 'twin { id }', parts: ['twin'] },
  { fields: 'id number', parts: ['id', 'number'] },
];

const PART_TYPES: Record<Exclude<KeyPart, 'twin'>, string> = {
  id: 'ID!',
  number: 'Int!',
  half: 'Int!',
  parity: 'ID!',
  place: 'Place!',
};

export function drawEntities(random: Random, subgraphs: readonly string[]): ObjectModel[] {
  const names = ['User', 'Item', 'Order', 'Shop'].slice(0, random.between(2, 4));
  return names.map((name) => {
    const twin = names[(names.indexOf(name) + 1) % names.length]!;
    return drawEntity(random, name, random.some(subgraphs, 0.6, 1), twin);
  });
}

function drawEntity(random: Random, name: string, subgraphs: readonly string[], twin: string): ObjectModel {
  const home = random.pick(subgraphs);
  const second = random.chance(0.5) ? random.pick(OTHER_KEYS) : undefined;
  // The home has every key, so that what knows only one can be reached from what knows only the other.
  const withId = subgraphs.filter((subgraph) => subgraph === home || !second || random.chance(0.7));
  const withSecond = subgraphs.filter(
    (subgraph) => subgraph === home || !withId.includes(subgraph) || random.chance(0.3),
  );
  const key = (fields: string, among: readonly string[]): KeyModel => {
    const resolvableIn = among.filter((subgraph) => subgraph === home || random.chance(0.98));
    return { fields, resolvableIn, stubIn: among.filter((one) => !resolvableIn.includes(one)) };
  };
  const keys = [key(ID.fields, withId), ...(second ? [key(second.fields, withSecond)] : [])];
  const parts = [...new Set([...ID.parts, ...(second?.parts ?? [])])];
  const fields = parts.map((part) => keyField(random, part, twin));
  return { name, kind: 'entity', subgraphs, keys, fields };
}

function keyField(random: Random, part: KeyPart, twin: string): FieldModel {
  return {
    name: part,
    type: part === 'twin' ? `${twin}!` : PART_TYPES[part],
    mood: 'steady',
    arguments: [],
    // Whoever has the key has its fields.
    subgraphs: [],
    strictIn: [],
    keyPart: part,
    inaccessible: part !== 'id' && random.chance(0.15),
  };
}

/**
 * An interface with a key: one subgraph has all that implement it, others speak of it as if it were an object and
 * add fields to all of them without knowing any.
 */
export function drawKeyedInterface(random: Random, model: Model): void {
  const [home, ...others] = random.shuffled(model.subgraphs);
  const objectIn = random.some(others, 0.5, 1);
  const elsewhere = others.filter((name) => !objectIn.includes(name));
  const id = (): FieldModel => keyField(random, 'id', '');
  for (const name of ['Book', 'Film']) {
    const subgraphs = [home!, ...random.some(elsewhere, 0.5)];
    model.objects.push({
      name,
      kind: 'entity',
      subgraphs,
      keys: [{ fields: 'id', resolvableIn: subgraphs, stubIn: [] }],
      fields: [
        id(),
        {
          name: COMMON_FIELD,
          type: 'String',
          mood: 'calm',
          arguments: [],
          subgraphs: [home!],
          strictIn: [],
        },
      ],
    });
  }
  model.objects.push({
    name: 'Work',
    kind: 'interfaceObject',
    subgraphs: objectIn,
    keys: [{ fields: 'id', resolvableIn: objectIn, stubIn: [] }],
    fields: [id()],
  });
  for (const { members } of model.unions) {
    const known = members[home!];
    // A union may have some of them where all are known.
    if (known && random.chance(0.6)) members[home!] = [...known, random.pick(['Book', 'Film'])];
  }
  model.interfaces.push({
    name: 'Work',
    fields: ['id', COMMON_FIELD],
    members: { [home!]: ['Book', 'Film'] },
    keyedIn: home!,
  });
}
