import type { RequestBody } from '../guard/documents/documents.js';
import { badRequest } from '../observability/refusal.js';
import { isRecord } from '../../subgraphs/kit/wire/isRecord.js';

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
  if (typeof query !== 'string' || query === '') throw badRequest('A request has a query, which is a text.');
  if (!isMissing(operationName) && typeof operationName !== 'string')
    throw badRequest('operationName is a text.');
  if (!isMissing(variables) && !isRecord(variables)) throw badRequest('variables is an object.');
  if (!isMissing(extensions) && !isRecord(extensions)) throw badRequest('extensions is an object.');
  return { query, operationName: operationName ?? null, variables: variables ?? NO_VARIABLES };
}

function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
