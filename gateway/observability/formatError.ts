import type { GraphQLErrorExtensions, GraphQLFormattedError } from 'graphql';
import type { ErrorDefinition } from '../../subgraphs/kit/errors/define.js';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { ERRORS } from '../errors.js';
import { AnswerError } from '../engine/response/answer.js';

export interface AnswerErrorOptions {
  /** Given with a masked error, so that the caller's report finds it in our log. */
  requestId: string;
  /** Receives, whole, every error that the caller does not get to see. */
  log: (error: unknown) => void;
  /** Whether names of the schema may be suggested. */
  hints: boolean;
}

/** What graphql or Apollo Server found wrong with the request itself, by their code. */
const COMPLAINTS: ReadonlyMap<unknown, ErrorDefinition> = new Map<unknown, ErrorDefinition>([
  ['GRAPHQL_PARSE_FAILED', COMMON.GRAPHQL_PARSE_FAILED],
  ['GRAPHQL_VALIDATION_FAILED', COMMON.GRAPHQL_VALIDATION_FAILED],
  ['BAD_USER_INPUT', COMMON.BAD_USER_INPUT],
  ['BAD_REQUEST', ERRORS.BAD_REQUEST],
  ['OPERATION_RESOLUTION_FAILURE', ERRORS.OPERATION_RESOLUTION_FAILURE],
  ['PERSISTED_QUERY_NOT_SUPPORTED', ERRORS.BAD_REQUEST],
]);

const SUGGESTION = /\s*Did you mean [^]*?\?$/;

/**
 * The one wire shape of whatever went wrong: our refusals and those of subgraphs with their code, retry and facts;
 * complaints about the request with a code; anything else as INTERNAL_SERVER_ERROR.
 *
 * @param formatted - as Apollo Server would send it.
 * @param thrown - the error itself.
 */
export function formatAnswerError(
  formatted: GraphQLFormattedError,
  thrown: unknown,
  { requestId, log, hints }: AnswerErrorOptions,
): GraphQLFormattedError {
  if (thrown instanceof AnswerError) return withRequestId(thrown.wire, requestId, log);
  const refusal = domainErrorIn(thrown);
  if (refusal) {
    const { message, facts, code, retry } = refusal;
    return answer(formatted, message, { ...facts, code, retry });
  }
  if (formatted.extensions?.validationErrorCode === 'INTROSPECTION_DISABLED') {
    const { code, retry } = COMMON.GRAPHQL_VALIDATION_FAILED;
    return answer(formatted, 'The schema is not shown here.', { code, retry });
  }
  const complaint = COMPLAINTS.get(formatted.extensions?.code);
  if (complaint) {
    const message = hints ? formatted.message : formatted.message.replace(SUGGESTION, '');
    return answer(formatted, message, { code: complaint.code, retry: complaint.retry });
  }
  log(thrown);
  const { code, retry } = COMMON.INTERNAL_SERVER_ERROR;
  return answer(formatted, 'Something went wrong on our side.', { code, retry, requestId });
}

function answer(
  { locations, path }: GraphQLFormattedError,
  message: string,
  extensions: GraphQLErrorExtensions,
): GraphQLFormattedError {
  return { message, ...(locations && { locations }), ...(path && { path }), extensions };
}

/** A masked error names the request, so that the caller's report finds it in our log, whoever was at fault. */
function withRequestId(
  wire: GraphQLFormattedError,
  requestId: string,
  log: AnswerErrorOptions['log'],
): GraphQLFormattedError {
  if (wire.extensions?.code !== COMMON.INTERNAL_SERVER_ERROR.code) return wire;
  log({ message: wire.message, path: wire.path, code: wire.extensions.code });
  return { ...wire, extensions: { ...wire.extensions, requestId } };
}
