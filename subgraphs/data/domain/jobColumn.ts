import type { Column } from './dataset.js';

/** A column of a dataset as far as a job may use it: what is declared in public, and nothing learned from the data. */
export type JobColumn = CategoryColumn | NumberColumn | OpaqueColumn;

/** Values from a public list. Jobs handle their positions in it, never the strings. */
export interface CategoryColumn {
  readonly kind: 'CATEGORY';
  readonly name: string;
  readonly categories: readonly string[];
}

/** Numbers, kept as whole multiples of 10^-decimals, so that sums are exact and noise can be integer. */
export interface NumberColumn {
  readonly kind: 'NUMBER';
  readonly name: string;
  readonly integer: boolean;
  /** Declared bounds, both inside; null where the schema declares none. */
  readonly bounds: { readonly min: number; readonly max: number } | null;
}

/** Anything else (free text, instants): no job can use it, for no public list bounds what it would disclose. */
export interface OpaqueColumn {
  readonly kind: 'OPAQUE';
  readonly name: string;
}

/** Scaled values stay below this, so that a double holds each of them exactly. */
const SCALED_MAX = 1e15;
const DECIMALS_MAX = 6;
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

/** How many decimal places of a number column are kept: six, or fewer where its bounds are wide. */
export function decimalsOf(column: NumberColumn): number {
  if (column.integer) return 0;
  const reach = Math.max(Math.abs(column.bounds?.min ?? 0), Math.abs(column.bounds?.max ?? 0), 1);
  let decimals = DECIMALS_MAX;
  while (decimals > 0 && reach * 10 ** decimals > SCALED_MAX) decimals -= 1;
  return decimals;
}

/** A number as a whole multiple of 10^-decimals; what is out of reach stops at the reach. */
export function scaled(value: number, decimals: number): bigint {
  const multiple = Math.round(value * 10 ** decimals);
  return BigInt(Math.max(-SCALED_MAX, Math.min(SCALED_MAX, multiple)));
}
