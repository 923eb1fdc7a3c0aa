import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { readInstant } from '../domain/instant.js';
import { isPurpose } from '../domain/purposes.js';
import { plainNumbers } from '../wire/exactJson.js';

const BIG_INT_DIGITS_MAX = 30;
const JSON_DEPTH_MAX = 20;

function bad(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** A scalar that is a string of a certain form on the wire. */
function stringScalar<T>(
  name: string,
  description: string,
  read: (text: string) => T,
  write: (value: unknown) => string,
) {
  return new GraphQLScalarType<T, string>({
    name,
    description,
    serialize: write,
    parseValue: (value) => {
      if (typeof value !== 'string') throw bad(`${name} is a string.`);
      return read(value);
    },
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING) throw bad(`${name} is a string.`);
      return read(node.value);
    },
  });
}

function matching(name: string, pattern: RegExp) {
  return (text: string): string => {
    if (!pattern.test(text)) throw bad(`This is no ${name}.`);
    return text;
  };
}

export const DateTimeScalar = stringScalar<Date>(
  'DateTime',
  'An instant in UTC: ISO 8601 ending in Z.',
  (text) => {
    const at = readInstant(text);
    if (!at) throw bad('A DateTime is an ISO 8601 instant ending in Z, of a day and a time that exist.');
    return at;
  },
  (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
);

export const BigIntScalar = stringScalar<bigint>(
  'BigInt',
  'An integer of any size, as a decimal string.',
  (text) => {
    if (!/^-?\d+$/.test(text) || text.length > BIG_INT_DIGITS_MAX)
      throw bad('A BigInt is a decimal string of at most 30 digits.');
    return BigInt(text);
  },
  (value) => BigInt(value as bigint | string | number).toString(),
);

export const CidScalar = stringScalar(
  'Cid',
  'An IPFS content identifier, CIDv1 in base32.',
  matching('Cid', /^b[a-z2-7]{20,120}$/),
  String,
);

export const DidScalar = stringScalar(
  'Did',
  'A W3C decentralised identifier.',
  matching('Did', /^did:[a-z0-9]+:[\w.:%-]{1,200}$/),
  String,
);

export const DigestScalar = stringScalar(
  'Digest',
  'SHA-256 of the canonical (RFC 8785) form, lowercase hex.',
  matching('Digest', /^[0-9a-f]{64}$/),
  String,
);

export const PurposeScalar = stringScalar(
  'Purpose',
  'A purpose of the W3C Data Privacy Vocabulary in its short form, such as dpv:AcademicResearch.',
  (text) => {
    if (!isPurpose(text)) throw bad('This purpose is not in the vocabulary.');
    return text;
  },
  String,
);

export const JSONScalar = new GraphQLScalarType<unknown>({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  // What is digested and computed with has the numbers of JCS, which are doubles.
  parseValue: (value) => shallow(plainNumbers(value)),
  parseLiteral: (node, variables) => shallow(valueFromASTUntyped(node, variables)),
});

function shallow(value: unknown, depth = 0): unknown {
  if (depth > JSON_DEPTH_MAX) throw bad(`JSON is nested at most ${JSON_DEPTH_MAX} deep.`);
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) shallow(inner, depth + 1);
  }
  return value;
}
