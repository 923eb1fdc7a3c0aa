import type { GraphQLFormattedError } from 'graphql';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { ERRORS } from '../errors.js';
import { answerText, answerTooLarge } from '../engine/response/answer.js';
import type { AnswerText } from '../engine/response/answer.js';
import { freshnessHeaders } from '../cache/freshnessHeaders.js';
import type { GatewayContext } from './requestContext.js';
import { errorsText, Refusal, refusalOf } from '../observability/refusal.js';
import type { Complaint } from '../observability/refusal.js';
import type { Answer } from './outcome.js';

/** What GraphQL finds wrong with a request that was well formed as HTTP. What the guard refuses keeps its 4xx. */
const FAULTS_OF_GRAPHQL: ReadonlySet<string> = new Set<string>([
  COMMON.GRAPHQL_PARSE_FAILED.code,
  COMMON.GRAPHQL_VALIDATION_FAILED.code,
  COMMON.BAD_USER_INPUT.code,
  ERRORS.OPERATION_RESOLUTION_FAILURE.code,
]);
const NO_HEADERS: Answer['headers'] = {};
const INTERNAL = 500;

/**
 * @param errors - as they are told.
 * @throws Refusal with ANSWER_TOO_LARGE (200)
 */
export function writeAnswer(
  data: AnswerText,
  errors: readonly GraphQLFormattedError[],
  context: GatewayContext,
  bytesMax: number,
): Answer {
  const isPlain = errors.length === 0 && context.receipts.length === 0;
  const body =
    (isPlain ? data.document : undefined) ??
    answerText({ data, errors, extensions: extensionsOf(context.receipts) });
  requireSendable(body, bytesMax);
  const { maxAgeSeconds } = data;
  const headers = maxAgeSeconds === undefined ? NO_HEADERS : freshnessHeaders(maxAgeSeconds, context);
  return { kind: 'answer', status: 200, isGraphqlFault: false, headers, body, refused: undefined };
}

/**
 * @param errors - what was thrown, as it is told.
 * @param isRead - whether the request was well formed as HTTP.
 */
export function writeRefusal(
  thrown: unknown,
  errors: readonly GraphQLFormattedError[],
  isRead: boolean,
): Answer {
  const refused = thrown instanceof Refusal ? thrown : undefined;
  return {
    kind: 'answer',
    status: refused?.status ?? INTERNAL,
    isGraphqlFault: isRead && refused !== undefined && refused.errors.every(isFaultOfGraphql),
    headers: refused?.headers ?? NO_HEADERS,
    body: errorsText(errors),
    refused: errors,
  };
}

function isFaultOfGraphql(error: DomainError | Complaint): boolean {
  return FAULTS_OF_GRAPHQL.has('definition' in error ? error.definition.code : error.code);
}

/** The promises of what mutations have changed: the last, and all where there are several. */
function extensionsOf(receipts: GatewayContext['receipts']): object | undefined {
  const last = receipts.at(-1);
  // One mutation may change several services; the last receipt alone would not stand for them.
  return last && { journalPosition: last, ...(receipts.length > 1 && { journalPositions: receipts }) };
}

function requireSendable(body: string | Buffer, bytesMax: number): void {
  // A character of UTF-16 takes three bytes at most.
  const bytes = typeof body === 'string' ? body.length * 3 : body.length;
  if (bytes <= bytesMax || Buffer.byteLength(body) <= bytesMax) return;
  throw refusalOf(answerTooLarge(bytesMax));
}
