/** A page by keys: so many rows, after the row with these values of what the list is ordered by. */
export interface Keyset {
  readonly first: number;
  readonly after: readonly (string | number)[] | null;
}
