import { UUID, uuidv7obj } from 'uuidv7';
import { COMMON } from '../errors/table.js';

declare const brand: unique symbol;

/** A TypeID that names a thing of one kind: an `Id<'mem'>` cannot stand for an `Id<'prp'>`. */
export type Id<Prefix extends string = string> = `${Prefix}_${string}` & { readonly [brand]: Prefix };

/** Crockford's base32 in lower case; its order is the order of what it encodes, so ids sort by birth. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const SUFFIX_LENGTH = 26;

/** Twenty-six digits hold 130 bits: a first digit above 7 would be more than a UUID. */
const TYPE_ID = /^([a-z](?:[a-z_]{0,61}[a-z])?)_([0-7][0-9a-hjkmnp-tv-z]{25})$/;

/** A new id; ids made by one process are strictly increasing. */
export function newId<const Prefix extends string>(prefix: Prefix): Id<Prefix> {
  return idOf(prefix, uuidv7obj());
}

/**
 * The TypeID of a UUID.
 *
 * @see https://github.com/jetify-com/typeid/tree/main/spec (0.3.0)
 */
export function idOf<const Prefix extends string>(prefix: Prefix, uuid: UUID): Id<Prefix> {
  let rest = BigInt(`0x${uuid.toHex()}`);
  let suffix = '';
  for (let digit = 0; digit < SUFFIX_LENGTH; digit++) {
    suffix = ALPHABET.charAt(Number(rest & 31n)) + suffix;
    rest >>= 5n;
  }
  return `${prefix}_${suffix}` as Id<Prefix>;
}

/** The UUID inside an id. */
export function uuidOf(id: Id): UUID {
  let value = 0n;
  for (const digit of id.slice(-SUFFIX_LENGTH)) value = (value << 5n) | BigInt(ALPHABET.indexOf(digit));
  return UUID.parse(value.toString(16).padStart(32, '0'));
}

/** The kind that an id says it is of, or undefined if the text is no TypeID. */
export function prefixOf(value: string): string | undefined {
  return TYPE_ID.exec(value)?.[1];
}

export function isId<const Prefix extends string>(prefix: Prefix, value: unknown): value is Id<Prefix> {
  return typeof value === 'string' && prefixOf(value) === prefix;
}

/** @throws BAD_USER_INPUT unless `value` is an id of that kind. */
export function requireId<const Prefix extends string>(prefix: Prefix, value: unknown): Id<Prefix> {
  if (isId(prefix, value)) return value;
  throw COMMON.BAD_USER_INPUT.raise(`An id that begins with "${prefix}_" is asked for.`, { prefix });
}
