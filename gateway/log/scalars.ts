import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const DIGITS_MAX = 30;

function readBigInt(text: unknown): bigint {
  if (typeof text === 'string' && text.length <= DIGITS_MAX && /^-?\d+$/.test(text)) return BigInt(text);
  throw new GraphQLError('A BigInt is a decimal string of at most 30 digits.');
}

/** As in the four services. Literals of DateTime and JSON are no input of this subgraph. */
export const LOG_SCALARS = {
  BigInt: new GraphQLScalarType<bigint, string>({
    name: 'BigInt',
    serialize: (value) => String(value),
    parseValue: readBigInt,
    parseLiteral: (node) => readBigInt(node.kind === Kind.STRING ? node.value : undefined),
  }),
  DateTime: new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    serialize: (value) => (value as Date).toISOString(),
  }),
  JSON: new GraphQLScalarType<unknown>({ name: 'JSON', serialize: (value) => value }),
};
