import { decimalsOf, scaled, type CategoryColumn, type NumberColumn } from './jobColumn.js';

/** Stands for a missing value where rows are whole numbers only. No scaled number reaches it. */
export const MISSING = -(2n ** 63n);

/**
 * A valid row as a job loads it: one whole number for each column that the job reads. Texts become positions in
 * their public list, so nothing that a member wrote reaches the database engine as text.
 */
export function loadedRow(
  row: Readonly<Record<string, unknown>>,
  columns: readonly (CategoryColumn | NumberColumn)[],
): bigint[] {
  return columns.map((column) => {
    const value = row[column.name];
    if (value === null || value === undefined) return MISSING;
    if (column.kind === 'NUMBER') return scaled(value as number, decimalsOf(column));
    const category = typeof value === 'boolean' ? String(value) : (value as string);
    return BigInt(column.categories.indexOf(category));
  });
}
