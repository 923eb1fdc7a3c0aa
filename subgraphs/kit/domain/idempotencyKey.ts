import { COMMON } from '../errors/table.js';

/** Longer than an id and a digest together, of which wallets make keys, and short enough for an index. */
export const IDEMPOTENCY_KEY_CHARS_MAX = 200;

/** Something that is neither white space nor invisible. */
const VISIBLE = /[^\s\p{C}]/u;

/**
 * Refuses what cannot tell one attempt from another: a key that is empty, blank or too long. A client that forgot its
 * key would otherwise get the answer of its last attempt, or change something twice.
 *
 * @throws BAD_USER_INPUT, naming the field.
 */
export function requireIdempotencyKey(
  key: string,
  field: 'idempotencyKey' | 'nonce' = 'idempotencyKey',
): void {
  if (VISIBLE.test(key) && key.length <= IDEMPOTENCY_KEY_CHARS_MAX) return;
  throw COMMON.BAD_USER_INPUT.raise(
    `${field} has 1 to ${IDEMPOTENCY_KEY_CHARS_MAX} characters and is not blank.`,
    { field },
  );
}
