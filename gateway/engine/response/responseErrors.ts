import type { GraphQLFormattedError } from 'graphql';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { ENGINE_ERRORS } from '../errors.js';
import type { Fault } from '../execute/faults.js';
import type { Tuple } from '../execute/tuple.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import type { FieldShape, ObjectShape } from './shape.js';

/** A place in an answer, by the client's own keys; undefined for the whole of it. */
export interface Path {
  readonly above: Path | undefined;
  readonly key: string | number;
}

/** From the top down. */
export function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.above) keys.push(at.key);
  return keys.reverse();
}

/** A null where there may be none; travels up to the first place where there may. */
export class Bubble extends Error {
  override readonly name = 'Bubble';

  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('a null where there may be none');
  }
}

export function unasked({ coordinate }: FieldShape): Fault {
  const { code, retry } = ENGINE_ERRORS.FIELD_UNREACHABLE;
  const message = `No subgraph could be asked for ${coordinate} of this object.`;
  return { message, extensions: { code, retry }, below: [] };
}

/** Whether the service that was asked for a key of an entity has no such entity for this viewer. */
export function isWithheld(
  { position }: ObjectShape,
  tuple: Tuple,
  key: string,
  typename: string,
  types: TypeFacts,
): boolean {
  return position.sources.some(
    ({ within }, source) =>
      within === undefined && tuple[source] === null && position.selects(source, key, typename, types),
  );
}

export function withheld(coordinate: string, path: Path): GraphQLFormattedError {
  const { code, retry } = COMMON.NOT_FOUND;
  return {
    message: `There is nothing here that you may see, and ${coordinate} may not be null.`,
    path: keysOf(path),
    extensions: { code, retry },
  };
}

export function failure(message: string, path: Path | undefined): GraphQLFormattedError {
  const { code, retry } = COMMON.INTERNAL_SERVER_ERROR;
  return { message, ...(path && { path: keysOf(path) }), extensions: { code, retry } };
}
