import { getNamedType, getNullableType, isNonNullType, isObjectType, isUnionType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import type { AccessRule } from './access.js';

type Field = GraphQLField<unknown, unknown>;
type Rules = ReadonlySet<AccessRule>;

/** Whom else a rule lets in, by whatever of the same object lets somebody in by it. */
const WIDER: Partial<Record<AccessRule, readonly AccessRule[]>> = {
  self: ['selfOrStewards'],
  auditors: ['stewards', 'selfOrStewards', 'buyerOrStewards', 'members', 'insiders'],
  stewards: ['selfOrStewards', 'buyerOrStewards', 'members', 'insiders'],
  members: ['insiders'],
  buyer: ['buyerOrStewards'],
};

/** What a rule of two kinds of people is made of. */
const PARTS: Partial<Record<AccessRule, readonly AccessRule[]>> = {
  selfOrStewards: ['self', 'stewards'],
  buyerOrStewards: ['buyer', 'stewards'],
};

/**
 * Declares to whom the objects of a type are given by root fields and references, which judge that themselves and give
 * null to everybody else.
 */
export function GivenTo(...rules: AccessRule[]): ClassDecorator {
  return Extensions({ givenTo: rules });
}

/**
 * Makes every query and mutation one that may be null: it may be refused, or its service be away, and whatever else was
 * asked for in the same request stands. A subscription has one root field, so nothing stands beside it.
 */
export function withholdRoots(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    if (!root) continue;
    for (const field of Object.values(root.getFields())) field.type = getNullableType(field.type);
  }
}

/**
 * @returns the fields that promise a value and may be refused to somebody who has the object that holds them.
 * @see ../decisions/0009-null-stays-where-it-belongs.md
 */
export function promisedAgainstAccess(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
  const given = givenTo(schema, types);
  return types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isNonNullType(field.type) && !opensToAll(rulesOf(field), given.get(type)!))
      .map((field) => `${type.name}.${field.name}`),
  );
}

/**
 * By type, by which rules its objects come to somebody. None, where use cases alone give them that answer to whoever is
 * signed in, and judge by themselves.
 */
function givenTo(
  schema: GraphQLSchema,
  types: readonly GraphQLObjectType[],
): ReadonlyMap<GraphQLObjectType, Rules> {
  const given = new Map(types.map((type) => [type, declared(type)]));
  const ways = types.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) =>
      objectsOf(field.type).map((below) => ({ type, rules: rulesOf(field), below })),
    ),
  );
  const roots = rootsOf(schema);
  for (const { type, rules, below } of ways) {
    if (roots.includes(type) && rules.has('public') && !isDeclared(below)) given.get(below)!.add('public');
  }
  const inner = ways.filter(({ type }) => !roots.includes(type));
  for (let grown = true; grown;) {
    grown = false;
    for (const { type, rules, below } of inner) {
      const known = given.get(below)!;
      const before = known.size;
      for (const rule of rules.has('public') ? given.get(type)! : rules) known.add(rule);
      grown ||= known.size > before;
    }
  }
  return given;
}

/** An entity comes to everybody who has its key, unless its type says otherwise. */
function declared(type: GraphQLObjectType): Set<AccessRule> {
  if (isDeclared(type)) return new Set(type.extensions.givenTo as AccessRule[]);
  const isEntity = type.astNode?.directives?.some(({ name }) => name.value === 'key');
  return new Set(isEntity ? ['public'] : []);
}

function isDeclared({ extensions }: GraphQLObjectType): boolean {
  return extensions.givenTo !== undefined;
}

function opensToAll(rules: Rules, given: Rules): boolean {
  return rules.has('public') || [...given].every((rule) => opensTo(rules, rule));
}

function opensTo(rules: Rules, rule: AccessRule): boolean {
  if (rules.has(rule) || (rule !== 'public' && rules.has('signedIn'))) return true;
  if (WIDER[rule]?.some((wider) => rules.has(wider))) return true;
  return PARTS[rule]?.every((part) => opensTo(rules, part)) ?? false;
}

function objectsOf(type: GraphQLOutputType): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isUnionType(named)) return named.getTypes();
  return isObjectType(named) ? [named] : [];
}

function rulesOf({ extensions }: Field): Rules {
  return new Set(extensions.access as AccessRule[]);
}

function rootsOf(schema: GraphQLSchema): GraphQLObjectType[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type !== null && type !== undefined,
  );
}
