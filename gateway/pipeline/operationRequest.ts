import { ERRORS } from '../errors.js';
import type { RequestBody } from '../guard/documents/documents.js';
import { refusal } from '../observability/refusal.js';

/** Which operation of which document is asked for, and with which variables. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string | null;
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

const NO_VARIABLES: OperationRequest['variables'] = Object.freeze({});

/**
 * @param body - whose `query` is a document, if it has any.
 * @throws BAD_REQUEST (400)
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters
 */
export function operationRequestIn({
  query,
  operationName,
  variables,
  extensions,
}: RequestBody): OperationRequest {
  if (typeof query !== 'string' || query === '') throw bad('A request has a query, which is a text.');
  if (!isMissing(operationName) && typeof operationName !== 'string') throw bad('operationName is a text.');
  if (!isMissing(variables) && !isRecord(variables)) throw bad('variables is an object.');
  if (!isMissing(extensions) && !isRecord(extensions)) throw bad('extensions is an object.');
  return { query, operationName: operationName ?? null, variables: variables ?? NO_VARIABLES };
}

function bad(message: string): Error {
  return refusal(ERRORS.BAD_REQUEST.raise(message), 400);
}

function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
