import { isEnumType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';
import { printExact, WrittenNumber } from '../../../subgraphs/kit/wire/exactJson.js';
import { own } from '../own.js';
import { irregular } from './sink.js';
import type { Sink } from './sink.js';

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

/** Writes a value that is not null. @throws IRREGULAR for one that its type does not have. */
export type WriteLeaf = (sink: Sink, value: unknown) => void;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

const SCALARS: Readonly<Record<string, WriteLeaf>> = {
  String: (sink, value) => (typeof value === 'string' ? sink.string(value) : irregular()),
  ID: (sink, value) => {
    if (typeof value === 'string') sink.string(value);
    else if (Number.isInteger(value)) sink.string(`${value as number}`);
    else if (value instanceof WrittenNumber && isWhole(value)) sink.string(value.text);
    else irregular();
  },
  Int: (sink, value) =>
    typeof value === 'number' && (value | 0) === value ? sink.number(value) : irregular(),
  Float: (sink, value) => {
    if (typeof value === 'number' && Number.isFinite(value)) sink.number(value);
    else if (value instanceof WrittenNumber && Number.isFinite(Number(value.text))) sink.written(value);
    else irregular();
  },
  Boolean: (sink, value) =>
    value === true ? sink.literal(TRUE) : value === false ? sink.literal(FALSE) : irregular(),
};

/** Values of a scalar of a schema's own are what its services say. */
const ANY: WriteLeaf = (sink, value) => (typeof value === 'string' ? sink.string(value) : sink.json(value));

export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  if (!isEnumType(type)) return own(SCALARS, type.name) ?? ANY;
  const texts = new Map(type.getValues().map(({ name }) => [name, Buffer.from(`"${name}"`)]));
  return (sink, value) => sink.literal(texts.get(value as string) ?? irregular());
}
