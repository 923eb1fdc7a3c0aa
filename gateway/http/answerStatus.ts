import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { ERRORS } from '../errors.js';

/**
 * Errors of a request that was well formed as HTTP. Clients that ask for `application/json` hear of them with 200, for
 * to them another status means that somebody on the way answered, not a GraphQL server.
 */
const ERRORS_OF_GRAPHQL: ReadonlySet<unknown> = new Set<string>([
  COMMON.GRAPHQL_PARSE_FAILED.code,
  COMMON.GRAPHQL_VALIDATION_FAILED.code,
  COMMON.BAD_USER_INPUT.code,
  ERRORS.OPERATION_RESOLUTION_FAILURE.code,
]);

interface Answer {
  status: number;
  contentType: string | undefined;
  body: string;
}

/**
 * The status of an answer by the media type that it goes out in. What the guard refuses keeps its 4xx in both.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
export function answerStatus({ status, contentType, body }: Answer): number {
  if (status !== 400 || !contentType?.startsWith('application/json')) return status;
  const { errors } = JSON.parse(body) as { errors?: { extensions?: { code?: unknown } }[] };
  return errors?.every(({ extensions }) => ERRORS_OF_GRAPHQL.has(extensions?.code)) ? 200 : status;
}
