import { Kind } from 'graphql';
import type { ConstDirectiveNode, EnumValueDefinitionNode, InputValueDefinitionNode } from 'graphql';
import { OPEN_ENTITIES } from '../openEntities.js';
import { fieldsOf, typesOf } from '../partnerSchema.js';
import type { Finding, PartnerSchema, TypeNode } from '../partnerSchema.js';
import type { PartnerRule } from '../ruleTable.js';

/** Directives with a rule of their own; every other that is not allowed breaks PARTNER_DIRECTIVE. */
const REFUSED: ReadonlyMap<string, PartnerRule> = new Map([
  ['override', 'PARTNER_OVERRIDES'],
  ['shareable', 'PARTNER_SHARES'],
  ['inaccessible', 'PARTNER_HIDES'],
  ['requires', 'PARTNER_REQUIRES'],
  ['provides', 'PARTNER_REQUIRES'],
  ['external', 'PARTNER_REQUIRES'],
  ['interfaceObject', 'PARTNER_INTERFACE_OBJECT'],
]);

const ALLOWED: ReadonlySet<string> = new Set(['key', 'deprecated', 'specifiedBy']);

/** Every directive on a type and below it. Those on the schema are judged with the definitions. */
export function* directives(schema: PartnerSchema): Iterable<Finding> {
  for (const type of typesOf(schema)) {
    const typeName = type.name.value;
    yield* judge(type.directives, typeName);
    if (OPEN_ENTITIES.has(typeName) || typeName === 'Query') yield* onlyKeys(type.directives, typeName);
    const key = OPEN_ENTITIES.get(typeName)?.key;
    for (const field of fieldsOf(type)) {
      const coordinate = `${typeName}.${field.name.value}`;
      const isKey = field.name.value === key;
      yield* judge(field.directives, coordinate, isKey ? 'external' : undefined);
      for (const argument of field.arguments ?? []) {
        yield* judge(argument.directives, `${coordinate}(${argument.name.value}:)`);
      }
    }
    for (const member of membersOf(type)) {
      yield* judge(member.directives, `${typeName}.${member.name.value}`);
    }
  }
}

/** Values of enums, fields of inputs. */
function membersOf(type: TypeNode): readonly (EnumValueDefinitionNode | InputValueDefinitionNode)[] {
  switch (type.kind) {
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return type.values ?? [];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return type.fields ?? [];
    default:
      return [];
  }
}

function* judge(
  found: readonly ConstDirectiveNode[] | undefined,
  coordinate: string,
  exception?: string,
): Iterable<Finding> {
  for (const node of found ?? []) {
    const name = node.name.value;
    if (ALLOWED.has(name) || name === exception) continue;
    // `@federation__override` is `@override` by its full name.
    const rule = REFUSED.get(name.replace(/^federation__/, '')) ?? 'PARTNER_DIRECTIVE';
    yield { rule, coordinate, node, message: `@${name} stands on ${coordinate}.` };
  }
}

/** A type that is not the partner's bears its key and no other mark. */
function* onlyKeys(found: readonly ConstDirectiveNode[] | undefined, coordinate: string): Iterable<Finding> {
  for (const node of found ?? []) {
    const name = node.name.value;
    if (name === 'key' || !ALLOWED.has(name)) continue;
    yield { rule: 'PARTNER_DESCRIBES_CORE', coordinate, node, message: `@${name} stands on ${coordinate}.` };
  }
}
