import { isEnumType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';
import { printExact, WrittenNumber } from '../../../subgraphs/kit/wire/exactJson.js';

const DIGITS = /^-?\d+$/;

/** Whether a number is written as a whole one, with nothing to round. */
export function isWhole({ text }: WrittenNumber): boolean {
  return DIGITS.test(text);
}

/**
 * JSON text of a leaf's value, as its type has it. What subgraphs say is read as strictly as what our own resolvers
 * would: a value of another type is no value.
 *
 * @throws Error when the value is none of the type.
 */
export function leafText(type: GraphQLLeafType, value: unknown): string {
  if (!isEnumType(type) && !isSpecifiedScalarType(type)) return textOf(type, value);
  if (!(value instanceof WrittenNumber)) return textOf(type, type.serialize(value));
  if (type.name === 'ID' && isWhole(value)) return JSON.stringify(value.text);
  const number = type.serialize(Number(value.text));
  return type.name === 'Float' ? value.text : textOf(type, number);
}

function textOf({ name }: GraphQLLeafType, value: unknown): string {
  const text = printExact(value);
  if (text === undefined) throw new Error(`no value of ${name}`);
  return text;
}
