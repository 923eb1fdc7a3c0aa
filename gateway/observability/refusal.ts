import { GraphQLError } from 'graphql';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';

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
