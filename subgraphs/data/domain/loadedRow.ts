import { categoryIndex } from './category.js';
import { scaled } from './exactNumber.js';
import type { CategoryColumn, NumberColumn } from './jobColumn.js';

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
    // A column may be named `constructor`, which every object inherits.
    const value = Object.hasOwn(row, column.name) ? row[column.name] : undefined;
    if (value === null || value === undefined) return MISSING;
    if (column.kind === 'NUMBER') return scaled(value as number, column);
    const category = typeof value === 'boolean' ? String(value) : (value as string);
    return BigInt(categoryIndex(column.categories, category));
  });
}
