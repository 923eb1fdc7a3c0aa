import { GraphQLError } from 'graphql';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import { ERRORS } from '../errors.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';

/**
 * A refusal in the form that Apollo Server passes on with an HTTP status of its own. `formatAnswerError` finds the
 * `DomainError` again inside it.
 */
export function refusal(
  error: DomainError,
  status: number,
  headers: Record<string, string> = {},
): GraphQLError {
  const http = { status, headers: new Map(Object.entries(headers)) };
  return new GraphQLError(error.message, { originalError: error, extensions: { code: error.code, http } });
}

/** Gives a refusal of the guard's its status; whatever else was thrown stays as it is. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const { status, headers } = refusalHead(error);
  return refusal(error, status, headers);
}

/** With which status and headers the guard and the engine refuse. */
export function refusalHead(error: DomainError): { status: number; headers: Record<string, string> } {
  // The operation was executed, and its changes stand.
  if (error.code === ERRORS.ANSWER_TOO_LARGE.code) return { status: 200, headers: {} };
  if (error.code !== COMMON.RATE_LIMITED.code) return { status: 400, headers: {} };
  return { status: 429, headers: { 'retry-after': String(Number(error.facts.retryAfterSeconds)) } };
}
