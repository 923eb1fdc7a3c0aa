import { isDeepStrictEqual } from 'node:util';
import type { ClientAnswer } from '../federationEngine.js';

/** An answer, and the places where something went wrong if nothing had been nulled for it. */
export interface Wanted {
  readonly answer: ClientAnswer;
  readonly faults: ReadonlySet<string>;
}

/**
 * How an answer differs from the one that is right, or undefined.
 *
 * Data must be equal. Of errors the specification leaves open which of several under one nulled parent are told,
 * so that each must stand where something went wrong, no path twice, and each place nulled by an error in the one
 * must be nulled by an error in the other.
 */
export function difference(got: ClientAnswer, { answer, faults }: Wanted): string | undefined {
  if (!isDeepStrictEqual(got.data, answer.data)) return 'data';
  const paths = pathsOf(got);
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) return `two errors at ${twice}`;
  const strange = paths.find((path) => !faults.has(path) && !isAnotherName(path, got, faults));
  if (strange !== undefined) return `an error at ${strange}, where nothing went wrong`;
  const nulls = nulledBy(got);
  const wantedNulls = nulledBy(answer);
  const untold = wantedNulls.find((place) => !nulls.includes(place));
  if (untold !== undefined) return `no error for the null at ${untold}`;
  const invented = nulls.find((place) => !wantedNulls.includes(place));
  return invented === undefined ? undefined : `an error for the null at ${invented}`;
}

/**
 * Whether a path leads to something that went wrong but for its last name, in an object that is null for it. Of which
 * type that was nobody can know any more, nor which of the names that a client gives its fields by type.
 */
function isAnotherName(path: string, got: ClientAnswer, faults: ReadonlySet<string>): boolean {
  const keys = JSON.parse(path) as (string | number)[] | null;
  if (!keys || typeof keys.at(-1) === 'number' || isThere(got.data, keys.slice(0, -1))) return false;
  const above = JSON.stringify(keys.slice(0, -1)).slice(0, -1);
  return [...faults].some((fault) => {
    const other = JSON.parse(fault) as unknown[] | null;
    return other?.length === keys.length && fault.startsWith(above);
  });
}

function isThere(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  return value !== null && value !== undefined;
}

/** The paths of an answer's errors, each as JSON text. */
export function pathsOf({ errors = [] }: ClientAnswer): string[] {
  return errors.map(({ path }) => JSON.stringify(path ?? null));
}

/** For each error the place that is null by it: the last one of its path that there is. */
function nulledBy({ data, errors = [] }: ClientAnswer): string[] {
  return errors.map(({ path = [] }) => {
    let value: unknown = data;
    let length = 0;
    while (length < path.length && value !== null && value !== undefined) {
      value = (value as Record<string | number, unknown>)[path[length]!];
      length += 1;
    }
    return JSON.stringify(path.slice(0, length));
  });
}
