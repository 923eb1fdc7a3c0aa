import { Kind, print } from 'graphql';
import type { ConstDirectiveNode, FieldDefinitionNode } from 'graphql';
import { OPEN_ENTITIES } from '../openEntities.js';
import { fieldsOf, isObject, typesOf } from '../partnerSchema.js';
import type { Finding, PartnerSchema, TypeNode } from '../partnerSchema.js';

/** How an open entity is written: its one key, that field as it is in the core, and nothing said about either. */
export function* openTypes(schema: PartnerSchema): Iterable<Finding> {
  for (const type of typesOf(schema)) {
    const name = type.name.value;
    const open = OPEN_ENTITIES.get(name);
    if (open || name === 'Query') yield* withoutDescription(type, name);
    if (open && isObject(type)) yield* keyOf(type, name, open.key);
    if (!open) yield* ownKeys(type, name);
  }
}

function* withoutDescription(type: TypeNode, name: string): Iterable<Finding> {
  if ('description' in type && type.description) {
    yield { ...describes(name), node: type.description, message: `${name} is described here.` };
  }
}

function* keyOf(type: TypeNode, name: string, key: string): Iterable<Finding> {
  const directives = type.directives ?? [];
  const keys = directives.filter((directive) => directive.name.value === 'key');
  if (keys.length !== 1 || fieldsArgument(keys[0]!) !== key) {
    const message = `${name} is written with @key(fields: "${key}") and no other key.`;
    yield { rule: 'PARTNER_KEY', coordinate: name, node: keys[0] ?? type.name, message };
  }
  const field = fieldsOf(type).find((candidate) => candidate.name.value === key);
  if (!field || print(field.type) !== 'ID!' || field.arguments?.length) {
    const message = `${name}.${key} is written as ${key}: ID!.`;
    yield { rule: 'PARTNER_KEY', coordinate: `${name}.${key}`, node: field ?? type.name, message };
  }
  if (field) yield* plainKey(field, `${name}.${key}`);
  const isStub = keys.some((directive) => argument(directive, 'resolvable') === 'false');
  const added = fieldsOf(type).find((candidate) => candidate.name.value !== key);
  if (isStub && added) {
    const message = `${name} has fields of yours, so its key must be resolvable.`;
    yield { rule: 'PARTNER_KEY', coordinate: `${name}.${added.name.value}`, node: added, message };
  }
}

function* plainKey(field: FieldDefinitionNode, coordinate: string): Iterable<Finding> {
  const marks = [field.description, ...(field.directives ?? [])].filter((mark) => mark !== undefined);
  for (const node of marks) {
    if (node.kind === Kind.DIRECTIVE && node.name.value === 'external') continue;
    yield { ...describes(coordinate), node, message: `${coordinate} is described or marked here.` };
  }
}

function* ownKeys(type: TypeNode, name: string): Iterable<Finding> {
  for (const directive of type.directives ?? []) {
    if (directive.name.value !== 'key' || isObject(type)) continue;
    const message = `${name} is no object type and has a key.`;
    yield { rule: 'PARTNER_KEY', coordinate: name, node: directive, message };
  }
}

function describes(coordinate: string): Pick<Finding, 'rule' | 'coordinate'> {
  return { rule: 'PARTNER_DESCRIBES_CORE', coordinate };
}

function fieldsArgument(directive: ConstDirectiveNode): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === 'fields')?.value;
  return value?.kind === Kind.STRING ? value.value.trim() : undefined;
}

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const found = directive.arguments?.find((candidate) => candidate.name.value === name);
  return found && print(found.value);
}
