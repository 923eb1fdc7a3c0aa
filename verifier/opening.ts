import { fromBase64url, toBase64url, utf8 } from './bytes.js';
import { canonicalize } from './canonical.js';
import { Fault } from './fault.js';
import { sha256 } from './hash.js';
import { isObject } from './leaf.js';
import type { Leaf } from './leaf.js';

/** The private part of an entry, as it is shown to whoever may see it. */
export interface Opening {
  readonly index: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** Base64url, by field. */
  readonly salts: Readonly<Record<string, unknown>>;
}

const OPENINGS_MAX = 100_000;
const SALT_BYTES_MIN = 16;

/**
 * Reads openings from a list of `{ index, opening: { values, salts } }`, or from the answer to a query of `auditTrail`
 * that asked for `index` and `opening`. Entries that were not opened are passed over.
 *
 * @throws Fault OPENINGS_MALFORMED
 */
export function readOpenings(json: unknown): Opening[] {
  const found = listIn(json);
  if (!found || found.length > OPENINGS_MAX) {
    throw new Fault('OPENINGS_MALFORMED', 'The openings are no list of { index, opening }.');
  }
  return found.flatMap((item): Opening[] => {
    if (!isObject(item)) throw new Fault('OPENINGS_MALFORMED', 'One of the openings is no object.');
    if (item.opening === null) return [];
    const index = Number(item.index);
    const { values, salts } = isObject(item.opening) ? item.opening : {};
    if (!Number.isSafeInteger(index) || index < 0 || !isObject(values) || !isObject(salts)) {
      throw new Fault('OPENINGS_MALFORMED', 'One of the openings has no index, values and salts.');
    }
    return [{ index, values, salts }];
  });
}

function listIn(json: unknown): unknown[] | undefined {
  if (Array.isArray(json)) return json as unknown[];
  let inner = json;
  for (const name of ['data', 'auditTrail', 'nodes']) {
    if (isObject(inner) && name in inner) inner = inner[name];
  }
  return Array.isArray(inner) ? (inner as unknown[]) : undefined;
}

/**
 * Each field that is shown is the one that was committed to: SHA-256(salt ‖ JCS(value)), base64url. A field's salt may be
 * shown without the field where the value is known from elsewhere, as those of `$subject` and `$actor` are.
 *
 * @returns how many commitments were opened.
 * @throws Fault OPENING_UNSALTED, OPENING_UNKNOWN, OPENING_DIFFERS
 */
export function checkOpening(leaf: Leaf, { index, values, salts }: Opening): number {
  for (const [name, value] of Object.entries(values)) {
    const encoded = salts[name];
    const salt = typeof encoded === 'string' ? fromBase64url(encoded) : undefined;
    const at = `of ${leaf.type} at leaf ${index}`;
    if (!salt || salt.length < SALT_BYTES_MIN) {
      throw new Fault('OPENING_UNSALTED', `The field ${name} ${at} is shown without its salt.`);
    }
    const commitment = Object.hasOwn(leaf.commitments, name) ? leaf.commitments[name] : undefined;
    if (commitment === undefined) {
      throw new Fault('OPENING_UNKNOWN', `The leaf commits to no field ${name} ${at}.`);
    }
    if (toBase64url(sha256(salt, utf8(canonicalize(value)))) !== commitment) {
      throw new Fault('OPENING_DIFFERS', `The field ${name} ${at} is not what the leaf commits to.`);
    }
  }
  return Object.keys(values).length;
}
