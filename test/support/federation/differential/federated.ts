import type { GraphQLFieldResolver } from 'graphql';
import type { Toy } from '../toySubgraph.js';
import { isCount } from './model.js';
import type { Model } from './model.js';
import { printSubgraph } from './printModel.js';
import { valueThing } from './thing.js';
import type { Thing, Told } from './thing.js';
import type { World } from './world.js';

/** What changes while a mutation runs: how many fields of Mutation have been resolved. */
export interface Course {
  steps: number;
}

/** The resolver of every field there is, for one subgraph or, without a name, for the whole. */
export function resolver(
  world: World,
  course: Course,
  subgraph?: string,
): GraphQLFieldResolver<unknown, unknown> {
  return (source, given: Record<string, unknown>, _, { fieldName, parentType }) => {
    const isMutation = parentType.name === 'Mutation';
    if (isMutation) course.steps += 1;
    if (isCount(fieldName)) return course.steps;
    // A server of one process hands on its root value, which has none of these.
    const thing = (source as Thing | undefined) ?? valueThing(parentType.name, parentType.name);
    return world.value(thing, fieldName, given, subgraph);
  };
}

export function typeOf(value: unknown): string {
  return (value as Thing).__typename;
}

/** The subgraphs of a model, each answering from the world what is its own. */
export function toysOf(model: Model, world: World, course: Course): Toy[] {
  return model.subgraphs.map((name) => {
    const __resolveReference = (told: Told) => world.resolve(name, told);
    const keyed = [
      ...model.objects.filter(({ keys }) => keys.length > 0),
      ...model.interfaces.filter((one) => one.keyedIn),
    ];
    const typeDefs = printSubgraph(model, name);
    const here = keyed.filter((one) =>
      new RegExp(`^(type|interface) ${one.name}\\b.*@key`, 'm').test(typeDefs),
    );
    return {
      name,
      typeDefs,
      resolvers: Object.fromEntries(here.map((one) => [one.name, { __resolveReference }])),
      fieldResolver: resolver(world, course, name),
      typeResolver: typeOf,
    };
  });
}
