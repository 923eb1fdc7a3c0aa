import { Kind, specifiedScalarTypes } from 'graphql';
import type { NamedTypeNode, TypeNode } from 'graphql';
import { OPEN_ENTITIES } from '../openEntities.js';
import { fieldsOf, inputFieldsOf, typesOf } from '../partnerSchema.js';
import type { Finding, PartnerSchema } from '../partnerSchema.js';
import { isOwn } from './names.js';

const BUILT_IN: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

/** Every place where a type is named: a partner's own, a built-in one, or where it answers, an open entity. */
export function* references(schema: PartnerSchema): Iterable<Finding> {
  const allowed = (name: string, answers: boolean): boolean =>
    BUILT_IN.has(name) || isOwn(schema, name) || (answers && OPEN_ENTITIES.has(name));
  const judge = function* (type: TypeNode, coordinate: string, answers: boolean): Iterable<Finding> {
    const name = namedType(type);
    if (allowed(name.name.value, answers)) return;
    const message = `${coordinate} refers to ${name.name.value}.`;
    yield { rule: 'PARTNER_TYPE_NOT_OPEN', coordinate, node: name, message };
  };
  for (const type of typesOf(schema)) {
    const typeName = type.name.value;
    for (const field of fieldsOf(type)) {
      const coordinate = `${typeName}.${field.name.value}`;
      yield* judge(field.type, coordinate, true);
      for (const argument of field.arguments ?? []) {
        yield* judge(argument.type, `${coordinate}(${argument.name.value}:)`, false);
      }
    }
    for (const field of inputFieldsOf(type))
      yield* judge(field.type, `${typeName}.${field.name.value}`, false);
    if ('types' in type) for (const member of type.types ?? []) yield* judge(member, typeName, true);
    if ('interfaces' in type)
      for (const face of type.interfaces ?? []) yield* judgeInterface(schema, typeName, face);
  }
}

function* judgeInterface(schema: PartnerSchema, typeName: string, face: NamedTypeNode): Iterable<Finding> {
  const name = face.name.value;
  if (!isOwn(schema, typeName)) {
    const message = `${typeName} implements ${name} here.`;
    yield { rule: 'PARTNER_IMPLEMENTS', coordinate: typeName, node: face, message };
  } else if (!isOwn(schema, name)) {
    const message = `${typeName} implements ${name}, which is not yours.`;
    yield { rule: 'PARTNER_TYPE_NOT_OPEN', coordinate: typeName, node: face, message };
  }
}

function namedType(type: TypeNode): NamedTypeNode {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner;
}
