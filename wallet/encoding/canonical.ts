import { sha256 } from '@noble/hashes/sha2.js';
import serialize from 'canonicalize';

import { toHex, utf8 } from './bytes.js';

/** What JSON can say. An absent optional field is `undefined` here and is left out of the canonical form. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * The canonical form of a JSON value (RFC 8785): one text for one value, so that a signature means one thing.
 *
 * @throws Error for what JSON cannot say (NaN, a lone surrogate, a cycle).
 */
export function canonicalize(value: Json): string {
  const text = serialize(value);
  if (text === undefined) throw new Error('This value has no canonical form.');
  return text;
}

/** @returns lowercase hex SHA-256 of the canonical form: the `Digest` of the schema. */
export function digestOf(value: Json): string {
  return sha256Hex(utf8(canonicalize(value)));
}

export function sha256Hex(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}
