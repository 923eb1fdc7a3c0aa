import { GraphQLError, Kind } from 'graphql';
import type { GraphQLErrorExtensions, GraphQLFormattedError } from 'graphql';
import { DomainError } from './define.js';
import type { ErrorDefinition } from './define.js';
import { COMMON } from './table.js';

export interface FormatOptions {
  /** Given with a masked error, so that the caller's report finds it in our log. */
  requestId: string;
  /** Receives, whole, every error that the caller does not get to see. */
  log: (error: unknown) => void;
}

/**
 * The one wire shape of whatever was thrown: a `DomainError` with its code, retry and facts; graphql's own
 * complaints about the document or its variables with a code; anything else as INTERNAL_SERVER_ERROR.
 */
export function formatError(error: unknown, { requestId, log }: FormatOptions): GraphQLFormattedError {
  const refusal = domainErrorIn(error);
  if (refusal) {
    const { message, facts, code, retry } = refusal;
    return answer(error, message, { ...facts, code, retry });
  }
  const complaint = complaintOf(error);
  if (complaint) {
    const { code, retry } = complaint;
    return answer(error, (error as GraphQLError).message, { code, retry });
  }
  log(error);
  const { code, retry } = COMMON.INTERNAL_SERVER_ERROR;
  return answer(error, 'Something went wrong on our side.', { code, retry, requestId });
}

/** The `DomainError` that was thrown, however often graphql has wrapped it since. */
export function domainErrorIn(error: unknown): DomainError | undefined {
  let inner = error;
  while (inner instanceof GraphQLError) inner = inner.originalError;
  return inner instanceof DomainError ? inner : undefined;
}

/**
 * The code for what graphql itself found wrong with a request. An error with a path was thrown while a field
 * was answered, and is the caller's doing only if graphql points at the value of an argument: where it points
 * at the field, or nowhere, a value of ours did not fit the schema.
 */
function complaintOf(error: unknown): ErrorDefinition | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const { nodes, originalError: inner } = error;
  if (error.path) return pointsAtArgument(inner) ? COMMON.BAD_USER_INPUT : undefined;
  if (nodes) {
    const aboutVariables = nodes.every((node) => node.kind === Kind.VARIABLE_DEFINITION);
    return aboutVariables ? COMMON.BAD_USER_INPUT : COMMON.GRAPHQL_VALIDATION_FAILED;
  }
  if (error.source) return COMMON.GRAPHQL_PARSE_FAILED;
  // Such as an operation name that the document lacks.
  return inner ? undefined : COMMON.BAD_USER_INPUT;
}

function pointsAtArgument(inner: unknown): boolean {
  if (!(inner instanceof GraphQLError) || !inner.nodes) return false;
  return inner.nodes.every((node) => node.kind !== Kind.FIELD);
}

function answer(error: unknown, message: string, extensions: GraphQLErrorExtensions): GraphQLFormattedError {
  const { locations, path } = error instanceof GraphQLError ? error : {};
  return { message, ...(locations && { locations }), ...(path && { path }), extensions };
}
