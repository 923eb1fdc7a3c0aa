import { Kind } from 'graphql';
import type { FieldDefinitionNode, TypeNode as TypeReference } from 'graphql';
import { OPEN_ENTITIES } from '../openEntities.js';
import { fieldsOf, typesOf } from '../partnerSchema.js';
import type { Finding, PartnerSchema } from '../partnerSchema.js';

/** Where a null would reach what is not the partner's: there it must be allowed to stay. */
export function* promises(schema: PartnerSchema): Iterable<Finding> {
  const open = leadingToOpen(schema);
  for (const type of typesOf(schema)) {
    const typeName = type.name.value;
    const key = OPEN_ENTITIES.get(typeName)?.key;
    const isCore = typeName === 'Query' || key !== undefined;
    for (const field of fieldsOf(type)) {
      if (field.name.value === key) continue;
      if (isCore && field.type.kind === Kind.NON_NULL_TYPE) {
        yield finding(
          typeName,
          field,
          'is promised, and would take with it what others answer when you do not',
        );
      } else if (promisesItem(field.type) && open.has(nameOf(field.type))) {
        yield finding(typeName, field, 'promises an entity of the co-ops, which they may withhold');
      }
    }
  }
}

function finding(typeName: string, field: FieldDefinitionNode, what: string): Finding {
  const coordinate = `${typeName}.${field.name.value}`;
  return { rule: 'PARTNER_PROMISES', coordinate, node: field.type, message: `${coordinate} ${what}.` };
}

/** The open entities, and the unions that hold one. */
function leadingToOpen(schema: PartnerSchema): ReadonlySet<string> {
  const leading = new Set(OPEN_ENTITIES.keys());
  for (const type of typesOf(schema)) {
    const members = 'types' in type ? (type.types ?? []) : [];
    if (members.some(({ name }) => OPEN_ENTITIES.has(name.value))) leading.add(type.name.value);
  }
  return leading;
}

/** Whether the innermost value may not be null; a list may be promised where its items are not. */
function promisesItem(type: TypeReference): boolean {
  if (type.kind === Kind.NAMED_TYPE) return false;
  if (type.type.kind === Kind.NAMED_TYPE) return type.kind === Kind.NON_NULL_TYPE;
  return promisesItem(type.type);
}

function nameOf(type: TypeReference): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
