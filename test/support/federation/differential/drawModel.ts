import { drawEntities, drawKeyedInterface } from './drawEntities.js';
import { drawFields } from './drawFields.js';
import { introduce } from './knowledge.js';
import { drawFaults, drawSelections } from './drawSelections.js';
import type { EnumModel, InputModel, InterfaceModel, Model, Mood, ObjectModel, UnionModel } from './model.js';
import { Random } from './random.js';

const SUBGRAPHS = ['alpha', 'beta', 'gamma', 'delta'];

/** Not every model composes: what one subgraph needs of another may be out of reach. The caller counts those. */
export function drawModel(seed: string): Model {
  const random = new Random(seed, 'model');
  const subgraphs = SUBGRAPHS.slice(0, random.between(2, SUBGRAPHS.length));
  const model: Model = {
    seed,
    subgraphs,
    enums: drawEnums(random, subgraphs),
    inputs: drawInputs(random, subgraphs),
    objects: [...drawValues(random, subgraphs), ...drawEntities(random, subgraphs)],
    interfaces: [],
    unions: [],
  };
  model.interfaces = drawInterfaces(random, model);
  model.unions = drawUnions(random, model);
  if (random.chance(0.35)) drawKeyedInterface(random, model);
  drawFields(random, model);
  drawSelections(random, model);
  drawFaults(random, model);
  return model;
}

/** An enum of answers may have more values in one subgraph; of an enum of arguments the API has what all take. */
function drawEnums(random: Random, subgraphs: readonly string[]): EnumModel[] {
  const extra = (prefix: string) =>
    Object.fromEntries(random.some(subgraphs, 0.3).map((name) => [name, `${prefix}_${name.toUpperCase()}`]));
  return [
    { name: 'Shade', values: ['DARK', 'LIGHT', 'PALE'], extra: extra('SHADE') },
    { name: 'Mode', values: ['FAST', 'SLOW'], extra: extra('MODE') },
  ];
}

function drawInputs(random: Random, subgraphs: readonly string[]): InputModel[] {
  const extra = random.some(subgraphs, 0.3);
  const hint = { name: 'hint', type: 'String' };
  return [
    {
      name: 'Filter',
      fields: [
        { name: 'least', type: 'Int', byDefault: '1' },
        { name: 'mode', type: 'Mode' },
        { name: 'words', type: '[String!]' },
        { name: 'inner', type: 'Filter' },
      ],
      // Where all have it, the API has it too; the operations just do not use it.
      extra: Object.fromEntries(extra.map((name) => [name, hint])),
    },
  ];
}

/** Value types: every subgraph that speaks of one has all of it. */
function drawValues(random: Random, subgraphs: readonly string[]): ObjectModel[] {
  const value = (name: string, fields: ObjectModel['fields']): ObjectModel => ({
    name,
    kind: 'value',
    subgraphs,
    keys: [],
    fields,
  });
  const field = (name: string, type: string, mood = random.pick<Mood>(['calm', 'calm', 'moody'])) => ({
    name,
    type,
    mood,
    arguments: [],
    subgraphs,
    strictIn: [],
  });
  return [
    value('Place', [field('x', 'Int!', 'steady'), field('y', 'Int!', 'steady')]),
    value('Size', [
      field('width', random.pick(['Int', 'Int!'])),
      field('unit', random.pick(['Shade', 'String!'])),
      field('inner', random.pick(['Box', 'Box!', '[Box]'])),
      field('label', 'String', 'calm'),
    ]),
    value('Box', [
      field('depth', random.pick(['Float', 'Float!'])),
      field('marks', random.pick(['[Int!]', '[[ID!]!]', '[String]!'])),
      field('label', 'String', 'calm'),
    ]),
  ];
}

/** By subgraph, the members that it knows. */
function drawMembers(
  random: Random,
  model: Model,
  members: readonly ObjectModel[],
): Record<string, readonly string[]> {
  const known = model.subgraphs.map((subgraph) => {
    const here = members.filter((member) => member.subgraphs.includes(subgraph));
    return [subgraph, random.some(here, 0.8, 1).map(({ name }) => name)] as const;
  });
  return Object.fromEntries(known.filter(([, names]) => names.length > 0));
}

function drawInterfaces(random: Random, model: Model): InterfaceModel[] {
  const entities = model.objects.filter(({ kind }) => kind === 'entity');
  const members = random.some(entities, 0.6, Math.min(2, entities.length));
  const named: InterfaceModel = {
    name: 'Thing',
    fields: ['id', 'label'],
    members: drawMembers(random, model, members),
  };
  // Every subgraph can tell the members of an interface by the field that all of them have.
  for (const [subgraph, names] of Object.entries(named.members)) {
    for (const name of names) introduce(model, subgraph, name, true);
  }
  const values = model.objects.filter(({ name }) => ['Size', 'Box'].includes(name));
  const plain: InterfaceModel = {
    name: 'Labelled',
    fields: ['label'],
    members: drawMembers(random, model, values),
  };
  const type = random.pick(['String', 'Int!', 'Shade', '[String]']);
  for (const member of members) {
    member.fields.push({
      name: 'label',
      type,
      mood: random.pick(['calm', 'moody'] as const),
      arguments: [],
      subgraphs: random.some(member.subgraphs, 0.3, 1),
      strictIn: [],
    });
  }
  return [named, plain];
}

function drawUnions(random: Random, model: Model): UnionModel[] {
  const candidates = model.objects.filter(({ kind, name }) => kind === 'entity' || name === 'Size');
  const members = random.some(candidates, 0.6, 2);
  return [{ name: 'Any', members: drawMembers(random, model, members) }];
}
