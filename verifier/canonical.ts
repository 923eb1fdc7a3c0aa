import { Fault } from './fault.js';

/** Values inside one another that are followed; what we check has a few. */
const DEPTH_MAX = 64;
const HALF = /\p{Surrogate}/u;

/**
 * The canonical form of a JSON value (RFC 8785): names in the order of their UTF-16 code units, numbers and texts as
 * ECMAScript writes them, nothing between.
 *
 * @throws Fault JSON_MALFORMED for what JSON in Unicode cannot say, and for what is deeper than 64 values.
 */
export function canonicalize(value: unknown, depth = 0): string {
  if (depth > DEPTH_MAX) throw notOfJson('The value is too deep.');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notOfJson('The number is none of JSON.');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (HALF.test(value)) throw notOfJson('The text has half a character.');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalize(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw notOfJson('The value is none of JSON.');
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${canonicalize(name)}:${canonicalize(item, depth + 1)}`).join(',')}}`;
}

function notOfJson(message: string): Fault {
  return new Fault('JSON_MALFORMED', message);
}
