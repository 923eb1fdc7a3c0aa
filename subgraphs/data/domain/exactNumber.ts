/** The least and the greatest value of a column. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A column of numbers, as far as it decides which numbers a computation keeps exactly. */
export interface NumberDeclaration {
  readonly integer: boolean;
  /** Declared bounds, both inside; null where the schema declares none. */
  readonly bounds: Bounds | null;
}

/** Fractions are kept as whole multiples below this: times 10^-decimals, a double still tells neighbours apart. */
const MULTIPLE_MAX = 1e15;
const DECIMALS_MAX = 6;

/** How many decimal places of a number column are kept: six, or fewer where its bounds are wide. */
export function decimalsOf({ integer, bounds }: NumberDeclaration): number {
  if (integer) return 0;
  const reach = Math.max(Math.abs(bounds?.min ?? 0), Math.abs(bounds?.max ?? 0), 1);
  let decimals = DECIMALS_MAX;
  while (decimals > 0 && reach * 10 ** decimals > MULTIPLE_MAX) decimals -= 1;
  return decimals;
}

/** A number as a whole multiple of 10^-decimals; one out of reach stops at the reach, above all that is exact. */
export function scaled(value: number, column: NumberDeclaration): bigint {
  const multiple = Math.round(value * 10 ** decimalsOf(column));
  const reach = multipleMax(column);
  return BigInt(Math.max(-reach, Math.min(reach, multiple)));
}

/**
 * Is the number kept as it is written: within reach, and a whole multiple of the column's unit?
 *
 * Bounds and limits of filters must be, for rows out of reach are then still on the right side of them.
 */
export function isExact(value: number, column: NumberDeclaration): boolean {
  const unit = 10 ** decimalsOf(column);
  const multiple = Math.round(value * unit);
  return Math.abs(multiple) <= multipleMax(column) && multiple / unit === value;
}

/** What `isExact` wants, in words. */
export function exactRule(column: NumberDeclaration): string {
  const decimals = decimalsOf(column);
  const reach = multipleMax(column) / 10 ** decimals;
  return column.integer
    ? `a whole number from -${reach} to ${reach}`
    : `a number from -${reach} to ${reach} with at most ${decimals} decimal places`;
}

/** Rows of an INTEGER column are safe integers, each of which a double holds. */
function multipleMax({ integer }: NumberDeclaration): number {
  return integer ? Number.MAX_SAFE_INTEGER : MULTIPLE_MAX;
}
