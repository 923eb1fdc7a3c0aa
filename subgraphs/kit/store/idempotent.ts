import { COMMON } from '../errors/table.js';
import { digestOf } from '../domain/canonical.js';
import { requireIdempotencyKey } from '../domain/idempotencyKey.js';
import type { Tx } from './tx.js';

export interface Operation {
  /** Who asks: a DID. */
  actor: string;
  /** The use case. */
  operation: string;
  /** The caller's key. */
  key: string;
  /** Its canonical input: JSON, without the key. */
  input: unknown;
}

/**
 * Does something once: for thirty days, the same actor, operation, key and input get the first answer again, in the
 * transaction of the effect. Two at once are put in a line by an advisory lock.
 *
 * @throws BAD_USER_INPUT for a key that is empty, blank or too long, IDEMPOTENCY_KEY_REUSED when the same key comes with
 *   other input, in this order.
 */
export async function idempotent<T>(tx: Tx, operation: Operation, effect: () => Promise<T>): Promise<T> {
  const found = await findAnswer<T>(tx, operation);
  if (found) return found.answer;
  const { actor, operation: name, key } = operation;
  const answer = await effect();
  await tx.query(
    `insert into idempotency_record (actor, operation, key, input_hash, answer, recorded_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [actor, name, key, hashOf(operation), JSON.stringify(answer ?? null), tx.now],
  );
  return answer;
}

/**
 * The first answer, where this was done before; until the transaction ends nobody else does it. For what is judged only
 * where it was not, and must not be undone by a refusal.
 *
 * @throws BAD_USER_INPUT for a key that is empty, blank or too long, IDEMPOTENCY_KEY_REUSED when the same key comes with
 *   other input, in this order.
 */
export async function findAnswer<T>(tx: Tx, operation: Operation): Promise<{ answer: T } | undefined> {
  requireIdempotencyKey(operation.key);
  const { actor, operation: name, key } = operation;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${actor}\n${name}\n${key}`]);
  const [found] = await tx.query<{ input_hash: string; answer: T }>(
    'select input_hash, answer from idempotency_record where actor = $1 and operation = $2 and key = $3',
    [actor, name, key],
  );
  if (found && found.input_hash !== hashOf(operation)) {
    throw COMMON.IDEMPOTENCY_KEY_REUSED.raise('This key was used with other input.', { operation: name });
  }
  return found;
}

function hashOf({ input }: Operation): string {
  return digestOf(JSON.parse(JSON.stringify(input)));
}
