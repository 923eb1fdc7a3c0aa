import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { ENGINE_ERRORS } from '../errors.js';
import { waitMsOf } from './deadline.js';
import type { Dated, Pausing } from './deadline.js';
import { ExchangeFailed } from './http/exchange.js';
import type { Failure, Reply } from './http/exchange.js';
import { HttpPool } from './http/httpPool.js';
import type { Connector } from './http/httpPool.js';
import { invalid, readGraphqlAnswer } from './graphqlAnswer.js';
import { inflate } from './inflate.js';
import type { Encoding } from './inflate.js';
import type { TransportAnswer, TransportRequest, SubgraphTransport } from './transport.js';

export interface HttpTransportLimits {
  /** Sockets to the subgraph; each carries one request at a time and is kept for the next. */
  connectionsMax: number;
  /** Requests that wait for a socket beyond those; one more hears SUBGRAPH_OVERLOADED. */
  waitingMax: number;
  connectTimeoutMs: number;
  /** From sending to the last byte of the answer. */
  timeoutMs: number;
  /** Without a byte, in an answer that has begun. */
  silenceMs: number;
  /** Bytes of an answer: as it travels, and again when unpacked. */
  answerBytesMax: number;
  /** Errors of one answer that are passed on. */
  errorsMax: number;
}

/** The headers of one request beside those that its form needs; `body` is what will be sent. */
export type HeadersOf<Context> = (
  context: Context,
  request: TransportRequest,
  body: string,
) => Record<string, string> | Promise<Record<string, string>>;

export interface HttpTransportOptions<Context> {
  name: string;
  /** Where the subgraph takes GraphQL: http or https, with its path. */
  url: string;
  limits: HttpTransportLimits;
  headersOf: HeadersOf<Context>;
  /** Compressions to ask for; none by default, since both ends mostly share a machine or a rack. */
  encodings?: readonly Encoding[];
  /** How connections are made; a place for whoever must look at the address first. */
  connect?: Connector;
  /** Whether it is believed when it says that a request waits (102), and is no work meanwhile: of our own alone. */
  maySayThatItWaits?: boolean;
}

export interface HttpTransport<Context> extends SubgraphTransport<Context> {
  /** Drops what is under way. */
  close(): Promise<void>;
}

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';
const MESSAGES = {
  UNAVAILABLE: 'A service that owns part of this answer cannot be reached.',
  TIMEOUT: 'A service did not answer in time.',
  TOO_LARGE: 'A service answered with more bytes than are read; ask for less at once.',
  OVERLOADED: 'As many requests wait for a service as may; ask again.',
} as const;

/** GraphQL over HTTP to one subgraph, as a client that believes nothing. */
export function createHttpTransport<Context extends Dated & Pausing>(
  options: HttpTransportOptions<Context>,
): HttpTransport<Context> {
  const { name, limits, encodings = [] } = options;
  const pool = new HttpPool({
    url: new URL(options.url),
    connectionsMax: limits.connectionsMax,
    connectTimeoutMs: limits.connectTimeoutMs,
    silenceMs: limits.silenceMs,
    headers: linesOf({
      'content-type': 'application/json',
      accept: ACCEPT,
      ...(encodings.length > 0 && { 'accept-encoding': encodings.join(', ') }),
    }),
    connect: options.connect,
  });
  const inFlightMax = limits.connectionsMax + limits.waitingMax;
  const isOwnJson = mediaTypes();
  let inFlight = 0;
  const ended = (): void => void (inFlight -= 1);

  function post(request: TransportRequest, context: Context): Promise<Reply> {
    const body = bodyOf(request);
    const made = options.headersOf(context, request, body);
    return made instanceof Promise
      ? made.then((headers) => postWith(headers, body, context))
      : postWith(made, body, context);
  }

  function postWith(made: Record<string, string>, body: string, context: Context): Promise<Reply> {
    const headers = linesOf(made);
    const waitMs = waitMsOf(context, limits.timeoutMs);
    if (inFlight >= inFlightMax) throw ENGINE_ERRORS.SUBGRAPH_OVERLOADED.raise(MESSAGES.OVERLOADED);
    const pause = options.maySayThatItWaits ? context.pause : undefined;
    inFlight += 1;
    return pool.post({ headers, body, bytesMax: limits.answerBytesMax, waitMs, pause, ended });
  }

  function read(reply: Reply, { readSpans }: TransportRequest): TransportAnswer | Promise<TransportAnswer> {
    const { status, contentType, contentEncoding: encoding = 'identity', body } = reply;
    if (status >= 300 && status < 400) throw invalid('a redirect, and none is followed');
    const own = requireJson(isOwnJson(contentType), status);
    if (encoding === 'identity') {
      const spans = status < 300 ? readSpans?.(body) : undefined;
      return spans ? { data: spans.data, spans } : readBody(body, own, status);
    }
    const asked = encodings.find((one) => one === encoding);
    if (!asked) throw invalid('a content encoding that was not asked for');
    return inflate(body, asked, limits.answerBytesMax).then((inflated) => readBody(inflated, own, status));
  }

  function readBody(body: Buffer, own: boolean, status: number): TransportAnswer {
    // A success says what it says; of a failure in plain JSON, anything between us may have written the body.
    if (own || status < 300) return readGraphqlAnswer(body.toString('utf8'), limits.errorsMax);
    try {
      return readGraphqlAnswer(body.toString('utf8'), limits.errorsMax);
    } catch {
      throw ofStatus(status);
    }
  }

  return {
    name,
    async send(request, context) {
      // A query of which no byte of an answer came is sent once more; it may have met the end of a kept connection.
      for (let mayRepeat = request.kind === 'query'; ; mayRepeat = false) {
        try {
          const answer = read(await post(request, context), request);
          return answer instanceof Promise ? await answer : answer;
        } catch (error) {
          if (!(error instanceof ExchangeFailed)) throw error;
          if (!mayRepeat || error.failure !== 'UNREACHED') throw refusalOf(error);
        }
      }
    },
    close: () => pool.close(),
  };
}

/** Header lines, each with its end. @throws Error for a value that cannot stand in one. */
function linesOf(headers: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const name in headers) {
    const value = headers[name]!;
    if (!isHeaderValue(value)) throw new Error(`the header ${name} cannot be sent`);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/** Whether a value can stand in a header line: nothing in it ends the line, and each character is a byte. */
function isHeaderValue(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f || code > 0xff) return false;
  }
  return true;
}

/** The texts are made once a step, so that a request is three strings joined. */
function bodyOf({ queryJson, operationName, variablesJson }: TransportRequest): string {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  const variables = variablesJson === undefined ? '' : `,"variables":${variablesJson}`;
  return `{"query":${queryJson}${name}${variables}}`;
}

/**
 * @param own - as `isOwnJson` says.
 * @throws SUBGRAPH_ANSWER_INVALID, or SUBGRAPH_UNAVAILABLE for the status of a server that is not well.
 */
function requireJson(own: boolean | undefined, status: number): boolean {
  if (own !== undefined) return own;
  throw status >= 400 ? ofStatus(status) : invalid('a media type that is not GraphQL');
}

type Header = string | undefined;

/** As `isOwnJson`; a server says the same each time, so the last is remembered. */
function mediaTypes(): (header: Header) => boolean | undefined {
  let last: Header;
  let known: boolean | undefined;
  return (header) => {
    if (header === last && header !== undefined) return known;
    last = header;
    known = isOwnJson(header);
    return known;
  };
}

/**
 * Whether a body is of GraphQL's own media type, which is a GraphQL answer whatever the status; undefined if it is not
 * JSON at all.
 */
function isOwnJson(header: Header): boolean | undefined {
  const [type = '', ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const own = type === 'application/graphql-response+json';
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8);
  const readable = charset === undefined || charset.replaceAll('"', '') === 'utf-8';
  return readable && (own || type === 'application/json') ? own : undefined;
}

function ofStatus(status: number): Error {
  return status >= 500 || status === 429
    ? withCause(ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.raise(MESSAGES.UNAVAILABLE), new Error(`status ${status}`))
    : invalid(`status ${status} without a GraphQL answer`);
}

const REFUSALS: Record<Failure, () => DomainError> = {
  UNREACHED: () => ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.raise(MESSAGES.UNAVAILABLE),
  BROKEN_OFF: () => ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.raise(MESSAGES.UNAVAILABLE),
  LATE: () => ENGINE_ERRORS.SUBGRAPH_TIMEOUT.raise(MESSAGES.TIMEOUT),
  TOO_LARGE: () => ENGINE_ERRORS.SUBGRAPH_ANSWER_TOO_LARGE.raise(MESSAGES.TOO_LARGE),
  MALFORMED: () => ENGINE_ERRORS.SUBGRAPH_ANSWER_INVALID.raise('A service gave an answer that is none.'),
};

function refusalOf(failed: ExchangeFailed): DomainError {
  return withCause(REFUSALS[failed.failure](), failed);
}

function withCause(error: DomainError, cause: unknown): DomainError {
  return Object.assign(error, { cause });
}
