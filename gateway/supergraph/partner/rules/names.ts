import { Kind } from 'graphql';
import { OPEN_ENTITIES } from '../openEntities.js';
import { fieldsOf, isObject, ROOT_TYPES, typesOf } from '../partnerSchema.js';
import type { Finding, PartnerSchema } from '../partnerSchema.js';
import { fieldPrefix, isFieldOf, isTypeOf } from '../prefix.js';

/** Whose every type and every field is, by its name. */
export function* names(schema: PartnerSchema): Iterable<Finding> {
  const { prefix } = schema.partner;
  for (const type of typesOf(schema)) {
    const name = type.name.value;
    if (name === 'Mutation' || name === 'Subscription') {
      yield { rule: 'PARTNER_ROOT', coordinate: name, node: type, message: `${name} is defined here.` };
    } else if (name === 'Query' || OPEN_ENTITIES.has(name)) {
      if (!isObject(type)) {
        const message = `${name} is an object type, and no ${kindOf(type.kind)}.`;
        yield { rule: 'PARTNER_SHADOWS', coordinate: name, node: type, message };
      }
      yield* addedFields(type, name, prefix);
    } else if (schema.taken.has(name)) {
      const message = `${name} is the name of a type that is not yours.`;
      yield { rule: 'PARTNER_SHADOWS', coordinate: name, node: type, message };
    } else if (!isTypeOf(prefix, name)) {
      const message = `${name} does not begin with ${prefix}.`;
      yield { rule: 'PARTNER_TYPE_PREFIX', coordinate: name, node: type, message };
    }
  }
}

function* addedFields(
  type: Parameters<typeof fieldsOf>[0],
  typeName: string,
  prefix: string,
): Iterable<Finding> {
  const key = OPEN_ENTITIES.get(typeName)?.key;
  for (const field of fieldsOf(type)) {
    const name = field.name.value;
    if (name === key || isFieldOf(prefix, name)) continue;
    const message = `${typeName}.${name} does not begin with ${fieldPrefix(prefix)}.`;
    yield { rule: 'PARTNER_FIELD_PREFIX', coordinate: `${typeName}.${name}`, node: field, message };
  }
}

function kindOf(kind: Kind): string {
  return kind.replace(/Type(Definition|Extension)$/, '').toLowerCase();
}

/** Whether a type that is neither a root nor open is the partner's own by its name. */
export function isOwn({ partner, taken }: PartnerSchema, name: string): boolean {
  return isTypeOf(partner.prefix, name) && !taken.has(name) && !ROOT_TYPES.has(name);
}
