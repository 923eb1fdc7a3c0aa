import { createHmac } from 'node:crypto';
import { canonicalize } from '../../kit/domain/canonical.js';
import type { Column } from './dataset.js';

/** 128 bits: enough that two keys of one dataset never meet by chance. */
const ROW_KEY_BYTES = 16;

/**
 * Makes the keyed hash of a valid row's key: equal for equal keys in one dataset, and nothing to whoever lacks the secret.
 * Values are compared as what they mean: an instant in any offset, a text without regard to blanks around it, case and form.
 *
 * @param rowKey - names of columns of the dataset, at least one.
 * @param secret - of the dataset; kept outside the database.
 */
export function rowKeyHash(
  columns: readonly Column[],
  rowKey: readonly string[],
  secret: Uint8Array,
): (row: Readonly<Record<string, unknown>>) => Buffer {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return (row) => {
    const values = rowKey.map((name) => meant(row[name], types.get(name)));
    return createHmac('sha256', secret).update(canonicalize(values)).digest().subarray(0, ROW_KEY_BYTES);
  };
}

function meant(value: unknown, type: Column['type'] | undefined): string | number | boolean {
  if (type === 'INSTANT') return Date.parse(value as string);
  // JSON can hold half a surrogate pair, which has no canonical form.
  if (type === 'TEXT')
    return (value as string)
      .replace(/\p{Surrogate}/gu, '\uFFFD')
      .normalize('NFKC')
      .trim()
      .toLowerCase();
  // Minus zero is zero in JSON's canonical form.
  return value as number | boolean;
}
