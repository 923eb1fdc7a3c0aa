import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import serialize from 'canonicalize';
import { COMMON } from '../errors/table.js';

/** Deeper than anything that people write, and far from the end of the stack. */
const DEPTH_MAX = 64;

/**
 * The canonical form of a JSON value (RFC 8785, JCS): what is signed and hashed as its UTF-8 bytes.
 *
 * What is not JSON is a mistake of ours and an assertion; what JSON allows and its canonical form does not can
 * come from a caller.
 *
 * @throws BAD_USER_INPUT for half a surrogate pair, or nesting beyond 64 levels.
 */
export function canonicalize(value: unknown): string {
  requireJson(value, 0);
  const form = serialize(value);
  assert(form !== undefined, 'JSON has a canonical form');
  return form;
}

/** Lowercase hex SHA-256 of the canonical form. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalize(value), 'utf8').digest('hex');
}

// The serialiser would drop an undefined member, write null for one in a list and call toJSON: three ways for
// two different values to share a digest.
function requireJson(value: unknown, depth: number): void {
  if (typeof value === 'string') return requireWellFormed(value);
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'number') return assert(Number.isFinite(value), `JSON has no ${value}`);
  assert(typeof value === 'object', `JSON has no ${typeof value}`);
  if (depth === DEPTH_MAX) {
    throw COMMON.BAD_USER_INPUT.raise('This value is nested too deeply.', { depthMax: DEPTH_MAX });
  }
  if (Array.isArray(value)) {
    // By index: iteration methods pass over holes.
    for (let index = 0; index < value.length; index++) requireJson(value[index], depth + 1);
    return;
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  assert(prototype === null || isObjectPrototype(prototype), 'JSON has plain objects only');
  for (const [name, member] of Object.entries(value)) {
    requireWellFormed(name);
    requireJson(member, depth + 1);
  }
}

/** Also that of another realm: a worker's, or a test runner's. */
function isObjectPrototype(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

function requireWellFormed(text: string): void {
  if (!/\p{Surrogate}/u.test(text)) return;
  throw COMMON.BAD_USER_INPUT.raise('This text holds half a surrogate pair.');
}
