import { abstractOf, commonMembers, introduce, maySpeakOf } from './knowledge.js';
import type { ArgumentModel, FieldModel, Model, Mood, ObjectModel } from './model.js';
import { namedIn } from './model.js';
import type { Random } from './random.js';

const NAMES = ['name', 'rank', 'price', 'size', 'mate', 'items', 'note', 'best', 'parts', 'score', 'tags'];
const COMMON_NAMES = ['blurb', 'stars', 'pages', 'cover', 'sequel', 'series'];
const SCALARS = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Shade', 'Wide'];
const PLAIN_FORMS = ['$', '$', '$!', '[$]', '[$!]!'];
const REFERENCE_FORMS = ['$', '$', '$!', '[$]', '[$!]', '[$!]!', '[[$]]'];

const ARGUMENTS: readonly ArgumentModel[] = [
  { name: 'times', type: 'Int', byDefault: '2' },
  { name: 'exact', type: 'Boolean!' },
  { name: 'mode', type: 'Mode' },
  { name: 'ids', type: '[ID!]' },
  { name: 'by', type: 'Filter', byDefault: '{ least: 3, words: ["w"] }' },
  { name: 'rate', type: 'Float!', byDefault: '0.5' },
];

/** Gives every type its fields, and every subgraph its own part of Query and Mutation. */
export function drawFields(random: Random, model: Model): void {
  for (const object of model.objects.filter(({ kind }) => kind !== 'value')) {
    for (const subgraph of object.subgraphs) {
      if (object.kind === 'entity') introduce(model, subgraph, object.name);
      for (let count = random.between(1, 3); count > 0; count--) {
        const field = drawField(random, model, object, subgraph);
        if (field) object.fields.push(field);
      }
    }
  }
  model.objects.push(drawQuery(random, model), ...drawMutation(random, model));
}

function drawField(
  random: Random,
  model: Model,
  object: ObjectModel,
  subgraph: string,
): FieldModel | undefined {
  // What is said of an interface as an object becomes a field of all that implement it.
  const names = object.kind === 'interfaceObject' ? COMMON_NAMES : NAMES;
  const free = names.filter((name) => !object.fields.some((field) => field.name === name));
  if (free.length === 0) return undefined;
  const name = random.pick(free);
  const others = object.subgraphs.filter((other) => other !== subgraph);
  const shared = others.length > 0 && random.chance(0.2);
  const subgraphs = shared ? [subgraph, random.pick(others)] : [subgraph];
  const type = drawType(random, model, subgraphs);
  // A subgraph that has an interface as an object cannot tell what implements it, and so is asked for what any of
  // those need: were that to fail, it would fail for one that never asked.
  const moody = object.kind === 'interfaceObject' ? [] : (['moody', 'moody'] as const);
  const mood = random.pick<Mood>(['steady', 'calm', 'calm', ...moody]);
  // Below an object something may fail, and a subgraph that promises the object then has nothing left to answer.
  const loose = shared && mood === 'steady' && !type.endsWith('!') && isScalar(type);
  const overridden = object.kind !== 'interfaceObject' && !shared && others.length > 0 && random.chance(0.1);
  return {
    name,
    type,
    mood,
    arguments: random.chance(0.35) ? random.some(ARGUMENTS, 0.3, 1) : [],
    subgraphs,
    strictIn: loose ? [subgraph] : [],
    override: overridden ? drawOverride(random, model, type, subgraphs, others) : undefined,
    inaccessible: random.chance(0.06),
  };
}

function drawOverride(
  random: Random,
  model: Model,
  type: string,
  subgraphs: readonly string[],
  others: readonly string[],
): FieldModel['override'] {
  const from = random.pick(others);
  if (!isScalar(type) && !canAllAnswer(model, [from, ...subgraphs], namedIn(type))) return undefined;
  introduceType(model, from, type);
  return { from, label: random.chance(0.5) ? `percent(${random.pick([0, 50, 100])})` : undefined };
}

/** A type that all the given subgraphs can speak of. */
export function drawType(random: Random, model: Model, subgraphs: readonly string[]): string {
  const form = (forms: readonly string[], name: string): string => random.pick(forms).replace('$', name);
  const dice = random.between(1, 100);
  if (dice <= 50) return form(PLAIN_FORMS, random.pick(SCALARS));
  if (dice <= 62) return form(REFERENCE_FORMS, random.pick(['Size', 'Box']));
  const abstract = [...model.interfaces, ...model.unions].map(({ name }) => name);
  const target = random.pick(dice <= 84 ? entityNames(model) : abstract);
  if (!canAllAnswer(model, subgraphs, target)) {
    return form(PLAIN_FORMS, random.pick(SCALARS));
  }
  for (const subgraph of subgraphs) introduceType(model, subgraph, target);
  return form(REFERENCE_FORMS, target);
}

function entityNames(model: Model): string[] {
  return model.objects.filter(({ kind }) => kind === 'entity').map(({ name }) => name);
}

/** Whether there is something that all of them could answer with. */
function canAllAnswer(model: Model, subgraphs: readonly string[], name: string): boolean {
  if (!subgraphs.every((subgraph) => maySpeakOf(model, subgraph, name))) return false;
  const isPlain = model.interfaces.every((one) => one.name !== name || one.keyedIn === undefined);
  return !abstractOf(model, name) || !isPlain || commonMembers(model, subgraphs, name).length > 0;
}

function isScalar(type: string): boolean {
  return SCALARS.includes(namedIn(type));
}

function introduceType(model: Model, subgraph: string, type: string): void {
  introduce(model, subgraph, namedIn(type));
}

function drawQuery(random: Random, model: Model): ObjectModel {
  const query: ObjectModel = root('Query', model);
  for (const subgraph of model.subgraphs) {
    for (let count = random.between(1, 2); count > 0; count--) {
      const field = drawField(random, model, query, subgraph);
      if (field) query.fields.push({ ...field, inaccessible: false });
    }
  }
  const roots = model.objects.filter(({ kind }) => kind === 'entity' || kind === 'interfaceObject');
  for (const { name, subgraphs } of roots) {
    query.fields.push({
      name: `all${name}`,
      type: random.pick(REFERENCE_FORMS).replace('$', name),
      mood: random.pick<Mood>(['steady', 'calm']),
      arguments: random.chance(0.3) ? [ARGUMENTS[0]!] : [],
      subgraphs: [random.pick(subgraphs)],
      strictIn: [],
    });
  }
  return query;
}

function drawMutation(random: Random, model: Model): ObjectModel[] {
  const mutation = root('Mutation', model);
  for (const subgraph of random.some(model.subgraphs, 0.4)) {
    const target = random.pick(entityNames(model));
    const type = maySpeakOf(model, subgraph, target) ? target : 'Size';
    introduceType(model, subgraph, type);
    addCount(random, model, type);
    const common = { mood: 'calm' as const, subgraphs: [subgraph], strictIn: [] };
    mutation.fields.push(
      { ...common, name: `count_${subgraph}`, type: 'Int!', arguments: [] },
      { ...common, name: `make_${subgraph}`, type, arguments: [ARGUMENTS[0]!] },
    );
  }
  return mutation.fields.length > 0 ? [mutation] : [];
}

/** Lets what a mutation gives say in another subgraph, perhaps, how many have happened. */
function addCount(random: Random, model: Model, type: string): void {
  const target = model.objects.find(({ name, kind }) => name === type && kind === 'entity');
  if (!target) return;
  const subgraph = random.pick(target.subgraphs);
  const name = `count_${subgraph}`;
  if (target.fields.some((field) => field.name === name)) return;
  target.fields.push({
    name,
    type: 'Int!',
    mood: 'steady',
    arguments: [],
    subgraphs: [subgraph],
    strictIn: [],
  });
}

function root(name: string, { subgraphs }: Model): ObjectModel {
  return { name, kind: 'root', subgraphs, keys: [], fields: [] };
}
