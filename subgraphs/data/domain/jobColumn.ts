import type { Column } from './dataset.js';
import type { NumberDeclaration } from './exactNumber.js';

/** A column of a dataset as far as a job may use it: what is declared in public, and nothing learned from the data. */
export type JobColumn = CategoryColumn | NumberColumn | OpaqueColumn;

/** Values from a public list. Jobs handle their positions in it, never the strings. */
export interface CategoryColumn {
  readonly kind: 'CATEGORY';
  readonly name: string;
  readonly categories: readonly string[];
}

/** Numbers, kept as whole multiples of 10^-decimals, so that sums are exact and noise can be integer. */
export interface NumberColumn extends NumberDeclaration {
  readonly kind: 'NUMBER';
  readonly name: string;
}

/** Anything else (free text, instants): no job can use it, for no public list bounds what it would disclose. */
export interface OpaqueColumn {
  readonly kind: 'OPAQUE';
  readonly name: string;
}

const BOOLEANS = ['false', 'true'] as const;

/** The declared columns as jobs see them. */
export function jobColumns(columns: readonly Column[]): JobColumn[] {
  return columns.map(({ name, type, bounds, categories }) => {
    if (type === 'NUMBER' || type === 'INTEGER')
      return { kind: 'NUMBER', name, integer: type === 'INTEGER', bounds };
    if (type === 'BOOLEAN') return { kind: 'CATEGORY', name, categories: BOOLEANS };
    return categories ? { kind: 'CATEGORY', name, categories } : { kind: 'OPAQUE', name };
  });
}
