import { drawType } from './drawFields.js';
import { introduce, keyFieldsIn, keysIn, maySpeakOf, membersIn } from './knowledge.js';
import type { FieldModel, Model, ObjectModel } from './model.js';
import { COMMON_FIELD, isCount, namedIn, objectOf } from './model.js';
import type { Random } from './random.js';

const COMPUTED = ['sum', 'hint', 'gist', 'mean', 'sign', 'total'];

/**
 * Lets fields need others' fields (`@requires`), and lets ways to an entity bring some along (`@provides`). Of fields
 * that need others, later ones may need earlier ones, back and forth between subgraphs.
 */
export function drawSelections(random: Random, model: Model): void {
  const entities = model.objects.filter(({ kind }) => kind === 'entity');
  for (const name of COMPUTED.slice(0, random.pick([2, 2, 4, 6]))) {
    for (const object of entities) {
      const subgraph = random.pick(object.subgraphs);
      if (!random.chance(0.7)) continue;
      const requires = drawRequires(random, model, object, subgraph);
      if (requires) object.fields.push(computed(random, model, name, requires, subgraph));
    }
  }
  drawCommonRequires(random, model);
  for (const { fields } of model.objects) for (const field of fields) drawProvides(random, model, field);
}

/** What an interface as an object says of all that implement it may need what those say themselves. */
function drawCommonRequires(random: Random, model: Model): void {
  for (const object of model.objects.filter(({ kind }) => kind === 'interfaceObject')) {
    for (const name of ['verdict', 'echo', 'moral'].slice(0, random.between(1, 3))) {
      object.fields.push(computed(random, model, name, COMMON_FIELD, random.pick(object.subgraphs)));
    }
  }
}

function computed(
  random: Random,
  model: Model,
  name: string,
  requires: string,
  subgraph: string,
): FieldModel {
  const plain = random.pick(['String', 'String!', 'Int', '[String!]']);
  return {
    name,
    type: random.chance(0.25) ? drawType(random, model, [subgraph]) : plain,
    mood: 'calm',
    arguments: random.chance(0.3) ? [{ name: 'times', type: 'Int', byDefault: '2' }] : [],
    subgraphs: [subgraph],
    strictIn: [],
    requires,
  };
}

/**
 * What is needed never fails: a gateway tells of a failure where it asked, which is no place in the client's
 * operation, and one execution of the whole never asks there.
 */
function usable(field: FieldModel): boolean {
  // What changes while a mutation runs is nothing to compute others from.
  return (
    !isCount(field.name) &&
    field.mood !== 'moody' &&
    (field.override === undefined || field.override.label === undefined)
  );
}

function isLeaf(model: Model, { type }: FieldModel): boolean {
  const name = namedIn(type);
  return !objectOf(model, name) && ![...model.interfaces, ...model.unions].some((one) => one.name === name);
}

function drawRequires(
  random: Random,
  model: Model,
  object: ObjectModel,
  subgraph: string,
): string | undefined {
  if (!object.keys.some(({ resolvableIn }) => resolvableIn.includes(subgraph))) return undefined;
  const own = keyFieldsIn(object, subgraph);
  const foreign = object.fields.filter(
    (field) =>
      usable(field) &&
      !own.has(field.name) &&
      !field.subgraphs.includes(subgraph) &&
      field.override?.from !== subgraph &&
      !isTwin(field),
  );
  const pieces = random
    .some(foreign, 0.4, 1)
    .slice(0, 3)
    .map((field) => drawPiece(random, model, field, subgraph))
    .filter((piece) => piece !== undefined);
  return pieces.length > 0 ? pieces.join(' ') : undefined;
}

function isTwin({ keyPart }: FieldModel): boolean {
  return keyPart === 'twin';
}

/** One field of a set, with fixed arguments, and with what of its own type is needed. */
function drawPiece(random: Random, model: Model, field: FieldModel, subgraph: string): string | undefined {
  const head = field.name + literalArguments(random, field);
  if (isLeaf(model, field)) return head;
  const name = namedIn(field.type);
  const target = objectOf(model, name);
  if (target?.kind === 'interfaceObject' || !maySpeakOf(model, subgraph, name)) return undefined;
  if (target) {
    const inner = drawInner(random, model, target, subgraph);
    return inner && `${head} { ${inner} }`;
  }
  const members = membersIn(model, subgraph, name);
  if (members.length === 0) return undefined;
  const member = objectOf(model, random.pick(members))!;
  const inner = drawInner(random, model, member, subgraph);
  // A resolver that tells types apart must be told the type.
  return inner && `${head} { __typename ... on ${member.name} { ${inner} } }`;
}

function drawInner(random: Random, model: Model, target: ObjectModel, subgraph: string): string | undefined {
  const leaves = target.fields.filter(
    (field) => usable(field) && isLeaf(model, field) && (!field.keyPart || field.keyPart === 'id'),
  );
  if (leaves.length === 0) return undefined;
  introduce(model, subgraph, target.name);
  const known = keyFieldsIn(target, subgraph);
  const chosen = random
    .some(leaves, 0.4, 1)
    .filter((field) => field.keyPart === undefined || known.has(field.name))
    .slice(0, 2);
  if (chosen.length === 0) return undefined;
  return chosen.map((field) => field.name + literalArguments(random, field)).join(' ');
}

const LITERALS: Readonly<Record<string, readonly string[]>> = {
  times: ['1', '2', '5'],
  exact: ['true', 'false'],
  mode: ['FAST', 'SLOW'],
  ids: ['["1"]', '[]'],
  by: ['{ least: 2 }', '{ words: ["a", "b"], inner: { mode: SLOW } }'],
  rate: ['0.25', '1'],
};

function literalArguments(random: Random, field: FieldModel): string {
  const given = field.arguments.filter(({ type, byDefault }) => {
    return (type.endsWith('!') && byDefault === undefined) || random.chance(0.6);
  });
  const written = given.map(({ name }) => `${name}: ${random.pick(LITERALS[name] ?? ['null'])}`);
  return written.length > 0 ? `(${written.join(', ')})` : '';
}

function drawProvides(random: Random, model: Model, field: FieldModel): void {
  const [subgraph, ...others] = field.subgraphs;
  const target = objectOf(model, namedIn(field.type));
  if (target?.kind !== 'entity' || !subgraph || others.length > 0 || field.override) return;
  if (!random.chance(0.3)) return;
  const candidates = target.fields.filter(
    (one) =>
      isLeaf(model, one) &&
      !one.requires &&
      !isCount(one.name) &&
      !one.keyPart &&
      !one.override &&
      one.arguments.length === 0 &&
      !one.subgraphs.includes(subgraph) &&
      !isNeededIn(target, one, subgraph),
  );
  if (candidates.length === 0) return;
  const chosen = random.pick(candidates);
  field.provides = chosen.name;
  chosen.provided = true;
}

/**
 * Whether a subgraph needs a field of another for one of its own. If it brought that along itself, it would be asked
 * for its own at once, and had to compute it from what it knows, which is right, but no test of what it is told.
 */
function isNeededIn(target: ObjectModel, { name }: FieldModel, subgraph: string): boolean {
  return target.fields.some(
    ({ subgraphs, requires }) => subgraphs.includes(subgraph) && requires?.match(/\w+/g)?.includes(name),
  );
}

/**
 * Lets a subgraph not know one of an entity's population. Only where whatever is null by that is null in any plan:
 * the subgraph is a dead end, which nothing is reached through and nothing else needs.
 */
export function drawFaults(random: Random, model: Model): void {
  const written = model.objects
    .flatMap(({ fields }) => fields.flatMap(({ requires, provides }) => [requires, provides]))
    .join(' ');
  const mentioned = new Set(written.match(/\w+/g));
  for (const object of model.objects.filter(({ kind }) => kind === 'entity')) {
    const [subgraph] = random.shuffled(object.subgraphs);
    if (!subgraph || !random.chance(0.4)) continue;
    const own = object.fields.filter((field) => field.subgraphs.includes(subgraph));
    const deadEnd =
      keysIn(object, subgraph).length === 1 &&
      !leadsTo(model, subgraph, object.name) &&
      own.every((field) => field.subgraphs.length === 1 && !mentioned.has(field.name)) &&
      object.fields.every(
        (field) => field.override?.from !== subgraph && !(own.includes(field) && field.override),
      );
    if (deadEnd) object.absent = { subgraph, index: random.between(0, 3) };
  }
}

function leadsTo(model: Model, subgraph: string, name: string): boolean {
  return model.objects.some(({ fields }) =>
    fields.some((field) => {
      const target = namedIn(field.type);
      const here = field.subgraphs.includes(subgraph) || field.override?.from === subgraph || isTwin(field);
      return here && (target === name || membersIn(model, subgraph, target).includes(name));
    }),
  );
}
