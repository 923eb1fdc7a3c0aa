import { getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind } from 'graphql';
import type { GraphQLNamedType, GraphQLSchema, SelectionNode } from 'graphql';
import { own } from '../own.js';
import type { CachingFacts } from '../planner/cachingFacts.js';
import { namingOf } from './naming.js';
import type { Naming } from './naming.js';
import type { Step } from './steps.js';

/** How the answer of a step may be kept. */
export interface StepCaching {
  /** The smallest of its fields; one or more. */
  readonly maxAgeSeconds: number;
  readonly naming: Naming;
}

/**
 * Whether everything that a step asks for is declared public, by the rules of `@cacheControl`: what a field says of
 * itself wins over what its type says; a scalar that says nothing goes with what holds it; an object whose type says
 * nothing either is not kept, and neither is a root field. Of entities that are asked for by their keys the type itself
 * must be public.
 *
 * @returns undefined for a step of whose fields one is not declared.
 */
export function cachingOf(step: Step, schema: GraphQLSchema, facts: CachingFacts): StepCaching | undefined {
  if (step.kind !== 'query') return undefined;
  const judge = new Judge(schema, facts);
  const root = step.requires ? undefined : (schema.getQueryType() ?? undefined);
  const maxAgeSeconds = judge.maxAge(step.selections, root, undefined);
  if (!(maxAgeSeconds > 0) || maxAgeSeconds === Infinity) return undefined;
  return { maxAgeSeconds, naming: namingOf(step, schema, facts) };
}

class Judge {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly facts: CachingFacts,
  ) {}

  /**
   * @param inherited - what the field that holds these may be kept for; undefined at the root.
   * @returns the smallest of all; 0 if one of them may not be kept, Infinity if there are none.
   */
  maxAge(
    selections: readonly SelectionNode[],
    type: GraphQLNamedType | undefined,
    inherited: number | undefined,
  ): number {
    let smallest = Infinity;
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) return 0;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition ? this.schema.getType(node.typeCondition.name.value) : type;
        const isEntity = type === undefined;
        const ownAge = isEntity && on ? own(this.facts.rules, on.name)?.maxAge : inherited;
        // No field holds an entity: whether there is one may itself depend on who asks, unless its type is public.
        if (isEntity && ownAge === undefined) return 0;
        smallest = Math.min(smallest, this.maxAge(node.selectionSet.selections, on, ownAge));
      } else if (node.name.value !== '__typename') {
        const below = node.selectionSet?.selections;
        smallest = Math.min(smallest, this.ofField(node.name.value, below, type, inherited));
      }
      if (smallest === 0) return 0;
    }
    return smallest;
  }

  private ofField(
    name: string,
    below: readonly SelectionNode[] | undefined,
    holder: GraphQLNamedType | undefined,
    inherited: number | undefined,
  ): number {
    if (!isObjectType(holder) && !isInterfaceType(holder)) return 0;
    const field = holder.getFields()[name];
    // Hidden from clients, and so no business of whoever keeps what clients see.
    if (!field) return 0;
    const given = getNamedType(field.type);
    const rule = own(this.facts.rules, `${holder.name}.${name}`);
    const ofType = isCompositeType(given)
      ? (own(this.facts.rules, given.name) ?? {})
      : { inherits: true as const };
    const said = rule?.maxAge ?? (rule?.inherits ? inherited : ofType.maxAge);
    const ownAge = said ?? (ofType.inherits ? inherited : undefined) ?? 0;
    return ownAge === 0 || !below ? ownAge : Math.min(ownAge, this.maxAge(below, given, ownAge));
  }
}
