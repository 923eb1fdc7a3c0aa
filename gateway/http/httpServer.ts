import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Crowd } from '../../subgraphs/kit/http/crowd.js';
import { Drain } from '../../subgraphs/kit/http/drain.js';
import { listen } from '../../subgraphs/kit/http/http.js';
import type { HttpAnswer, HttpRequest, Route } from '../../subgraphs/kit/http/http.js';
import { traced } from '../../subgraphs/kit/tracing/tracing.js';
import type { Place } from '../../subgraphs/kit/http/pause.js';
import { sendBody } from '../../subgraphs/kit/http/sendBody.js';
import { UnsentAnswers } from '../../subgraphs/kit/http/unsentAnswers.js';
import type { Taken } from '../../subgraphs/kit/http/unsentAnswers.js';
import type { Span } from '../../subgraphs/kit/tracing/span.js';
import { targetOf } from '../../subgraphs/kit/http/target.js';
import { sendStream } from '../../subgraphs/kit/http/sendStream.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { ERRORS } from '../errors.js';
import type { ErrorFormatter } from '../observability/errorFormatter.js';
import { errorsText, Refusal, refusal } from '../observability/refusal.js';
import { readBody } from './body.js';
import type { Cors } from './cors.js';
import { plainHeaders, requestIdOf, usualHeadOf } from './headers.js';
import { asksForWebSocket, ignoringUpgrades } from './ignoredUpgrade.js';
import { InFlight, overloaded } from './inFlight.js';
import { GRAPHQL_PATH, STREAM_PATH } from './paths.js';
import { refuseRaw } from './refuseRaw.js';
import { Turns } from './turns.js';
import type { RequestTrace } from '../observability/requestTrace.js';

export interface HttpLimits {
  headerBytesMax: number;
  headerTimeoutMs: number;
  bodyTimeoutMs: number;
  keepAliveMs: number;
  connectionsMax: number;
  connectionsPerAddress: number;
  /** Connections of one address on which no whole request has come. */
  unfinishedPerAddress: number;
  bodyStallMs: number;
  answerLingerMs: number;
  /** Bytes of answers that wait to be taken, in all and by one address. */
  unsentBytes: number;
  unsentBytesPerAddress: number;
  inFlightMax: number;
  inFlightPerAddress: number;
  /** Requests that wait behind one another on a connection. */
  pipelinedMax: number;
  stopTimeoutMs: number;
}

/** A route that may tell the log what it was asked. A path that ends in `/*` is that of all paths below it. */
export interface HttpRoute extends Omit<Route, 'handle'> {
  handle(request: HttpRequest, trace: RequestTrace): Promise<HttpAnswer>;
}

/** What the door asks of a connection that speaks another protocol. */
export interface Upgraded {
  /**
   * To be called once somebody has signed in or asked for something; until then the connection may go to make room for
   * others.
   */
  readonly used: () => void;
  /** To be called for what is sent over it. @param cut - ends it. */
  readonly holds: (client: string, bytes: number, cut: () => void) => Taken;
}

export interface HttpServerOptions {
  routes: readonly HttpRoute[];
  limits: HttpLimits;
  cors: Cors;
  logger: Logger;
  metrics: Pick<Metrics, 'requestStarted' | 'requestAnswered'>;
  /**
   * Takes over a connection that asks for a WebSocket; without it, such a request is one like any.
   */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer, upgraded: Upgraded) => void;
  /** Whose connection it is; undefined for one that speaks for many. */
  addressOf?: (socket: Socket) => string | undefined;
  /** Whose request it is, by the other end of its connection and what proxies say. */
  clientOf(address: string | undefined, forwardedFor: string | undefined): string;
  /** The wire shape of errors. */
  errors: Pick<ErrorFormatter, 'format'>;
}

/** Paths whose requests are steps of traces. */
const TRACED: ReadonlySet<string> = new Set([GRAPHQL_PATH, STREAM_PATH]);
/** Nobody changes it. */
const NO_QUERY = new URLSearchParams();
const OPERATION_NAME_MAX = 100;
/** Bytes of an answer that are not counted while they wait: all connections together hold 64 MiB of these. */
const SMALL_BYTES = 16 * 1024;
const HELD_BY_NONE: Taken = () => undefined;
const NO_HEADERS: Readonly<Record<string, string>> = {};
/** Node's code for a request that has not come as a whole in time. */
const TOO_SLOW = 'ERR_HTTP_REQUEST_TIMEOUT';
/** How a fault of ours is answered. */
const FAULT = { status: 500, headers: NO_HEADERS };
/** How often Node looks for connections that are over their time. */
const TIMEOUT_CHECK_MS = 1_000;
/** Connections that may come in one turn of the event loop, before others make room: twice what the system queues. */
const NEWCOMERS_MAX = 1_024;

/** The one public door: a bare HTTP server over its routes, exact ones first, with every limit that HTTP needs. */
export class HttpServer {
  private readonly server: Server;
  private readonly inFlight: InFlight;
  private readonly turns: Turns;
  private readonly unsent: UnsentAnswers;
  private readonly routes: ReadonlyMap<string, ReadonlyMap<string, HttpRoute>>;
  /** The paths of those routes that answer for all paths below theirs. */
  private readonly below: readonly string[];
  private readonly drain: Drain;
  private readonly crowd: Crowd;
  /** Connections that were told that their request comes too slowly. */
  private readonly tooSlow = new WeakSet<Socket>();

  constructor(private readonly options: HttpServerOptions) {
    const { limits } = options;
    this.routes = byPath(options.routes);
    this.below = [...this.routes.keys()].filter((path) => path.endsWith('/*'));
    this.inFlight = new InFlight(limits);
    this.turns = new Turns(limits.pipelinedMax);
    this.unsent = new UnsentAnswers({
      bytesMax: limits.unsentBytes,
      perAddressBytesMax: limits.unsentBytesPerAddress,
    });
    this.server = createServer(
      {
        maxHeaderSize: limits.headerBytesMax,
        headersTimeout: limits.headerTimeoutMs,
        requestTimeout: limits.bodyTimeoutMs,
        keepAliveTimeout: limits.keepAliveMs,
        connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      },
      (request, response) => {
        const { socket } = request;
        this.turns.take(socket, response, () => void this.serve(request, response));
      },
    );
    this.server.maxConnections = limits.connectionsMax + NEWCOMERS_MAX;
    this.server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
      this.refuseUnread(error, socket as Socket),
    );
    this.crowd = new Crowd(this.server, {
      limits: {
        connectionsMax: limits.connectionsMax,
        perAddressMax: limits.connectionsPerAddress,
        unfinishedPerAddressMax: limits.unfinishedPerAddress,
        stallMs: limits.bodyStallMs,
        lingerMs: limits.answerLingerMs,
      },
      addressOf: options.addressOf,
      stalled: (socket) => this.refuseUnread({ code: TOO_SLOW }, socket),
    });
    this.drain = new Drain(this.server);
    const { upgrade } = options;
    if (!upgrade) return;
    const ignoreUpgrade = ignoringUpgrades(this.server);
    this.server.on('upgrade', (request, socket, head) => {
      // Nothing can be said on it that would not come before what is yet to be answered.
      if (this.turns.isTaken(request.socket)) return void socket.destroy();
      if (!asksForWebSocket(request)) {
        if (!ignoreUpgrade(request, head)) refuseRaw({ code: 'HPE_HEADER_OVERFLOW' }, request.socket);
        return;
      }
      this.drain.heard(request.socket);
      // Its protocol has time limits of its own.
      this.crowd.rests(request.socket);
      upgrade(request, socket, head, { used: () => this.crowd.whole(request.socket), holds: this.holds });
    });
  }

  get isStopping(): boolean {
    return this.drain.hasBegun;
  }

  /** @returns the port, which the system chose if 0 was asked for. */
  async open(host: string, port: number): Promise<number> {
    await listen(this.server, host, port);
    return (this.server.address() as AddressInfo).port;
  }

  /** Takes no more requests, lets those in flight finish within the time for it, then cuts what is left. */
  stop(): Promise<void> {
    return this.drain.end(this.options.limits.stopTimeoutMs);
  }

  /** Counts work that comes by another way among the requests in flight. @throws OVERLOADED */
  enter(client: string): Place {
    if (this.isStopping) throw overloaded();
    return this.inFlight.enter(client);
  }

  private clientOf({ socket, headers }: IncomingMessage): string {
    const forwardedFor = headers['x-forwarded-for'];
    return this.options.clientOf(
      socket.remoteAddress,
      forwardedFor === undefined ? undefined : String(forwardedFor),
    );
  }

  private readonly holds = (client: string, bytes: number, cut: () => void): Taken =>
    bytes <= SMALL_BYTES ? HELD_BY_NONE : this.unsent.hold(client, bytes, cut);

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.drain.heard(request.socket);
    this.crowd.begun(request.socket);
    const trace: RequestTrace = { requestId: requestIdOf(request), codes: [] };
    const startedAt = performance.now();
    const { path, search } = targetOf(request.url);
    this.options.metrics.requestStarted();
    const answering = (): Promise<HttpAnswer> => this.answer(request, path, search, trace);
    const answer = TRACED.has(path) ? await inTrace(request, path, trace, answering) : await answering();
    this.send(request, response, answer, trace);
    const durationMs = performance.now() - startedAt;
    this.options.metrics.requestAnswered({
      route: this.routePath(path),
      status: answer.status,
      codes: trace.codes,
      seconds: durationMs / 1_000,
    });
    this.log(request, path, answer.status, durationMs, trace);
  }

  private log(
    { method }: IncomingMessage,
    path: string,
    status: number,
    durationMs: number,
    trace: RequestTrace,
  ): void {
    const level = status >= 500 ? 'warn' : 'info';
    const { logger } = this.options;
    if (!logger.isLevelEnabled(level)) return;
    const { requestId, operation, codes } = trace;
    const line = {
      requestId,
      operation,
      codes,
      method,
      path: path.slice(0, 200),
      status,
      durationMs: Math.round(durationMs),
    };
    logger[level](line, 'answered');
  }

  private async answer(
    request: IncomingMessage,
    path: string,
    search: string,
    trace: RequestTrace,
  ): Promise<HttpAnswer> {
    let place: Place | undefined;
    try {
      if (this.isStopping) throw overloaded();
      const found = this.route(request, path);
      if ('status' in found) return found;
      const body = await readBody(request, found.bodyBytesMax);
      this.crowd.whole(request.socket);
      // Until now it has been no work, and as many may be under way as there are connections.
      place = this.inFlight.enter(this.clientOf(request));
      const asked: HttpRequest = {
        method: found.method,
        path,
        query: search === '' ? NO_QUERY : new URLSearchParams(search),
        headers: plainHeaders(request, trace.requestId),
        body,
        address: request.socket.remoteAddress,
        pause: place.pause,
      };
      return await found.handle(asked, trace);
    } catch (error) {
      return this.refuse(this.tooSlow.has(request.socket) ? bodyTooSlow() : error, trace);
    } finally {
      place?.leave();
    }
  }

  private refuseUnread(error: Pick<NodeJS.ErrnoException, 'code'>, socket: Socket): void {
    if (error.code === TOO_SLOW) this.tooSlow.add(socket);
    refuseRaw(error, socket);
  }

  /** The path of the routes that answer a request for this one; undefined where there are none. */
  private routePath(path: string): string | undefined {
    if (this.routes.has(path)) return path;
    return this.below.find((one) => path.startsWith(one.slice(0, -1)));
  }

  /** @returns the route, or the answer where none is needed. */
  private route(request: IncomingMessage, path: string): HttpRoute | HttpAnswer {
    const known = this.routePath(path);
    const methods = known === undefined ? undefined : this.routes.get(known);
    if (!methods) throw refusal(ERRORS.NO_SUCH_PATH.raise('Nothing is served under this path.'), 404);
    const allowed = [...methods.keys()];
    if (request.method === 'OPTIONS') {
      const { origin } = request.headers;
      const headers = { allow: allowed.join(', '), ...this.options.cors.preflightFor(origin, allowed) };
      return { status: 204, headers };
    }
    const route = methods.get(request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'));
    if (route) return route;
    const error = ERRORS.METHOD_NOT_ALLOWED.raise(`This path answers ${allowed.join(' and ')}.`);
    throw refusal(error, 405, { allow: allowed.join(', ') });
  }

  private refuse(thrown: unknown, trace: RequestTrace): HttpAnswer {
    const { status, headers } = thrown instanceof Refusal ? thrown : FAULT;
    return {
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: errorsText(this.options.errors.format(thrown, trace)),
    };
  }

  private send(
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers = NO_HEADERS, body, stream }: HttpAnswer,
    trace: RequestTrace,
  ): void {
    const head = usualHeadOf(this.options.cors.headersFor(request.headers.origin), headers);
    head.push('request-id', trace.requestId);
    if (this.isStopping && headers.connection === undefined) head.push('connection', 'close');
    const { socket } = request;
    const holds = (bytes: number): Taken => this.holds(this.clientOf(request), bytes, () => socket.destroy());
    if (stream) {
      const failed = (error: unknown): void =>
        this.options.logger.error({ err: error, requestId: trace.requestId }, 'a stream failed');
      return void sendStream(response, { status, head }, stream, holds)
        .catch(failed)
        .finally(() => this.crowd.rests(socket));
    }
    // The caller may have gone meanwhile.
    if (response.destroyed) return;
    const bytes = body === undefined ? 0 : Buffer.byteLength(body);
    if (body !== undefined) head.push('content-length', String(bytes));
    response.writeHead(status, head);
    this.crowd.answered(socket);
    if (bytes <= SMALL_BYTES) return endWith(response, body, () => this.crowd.rests(socket));
    const taken = holds(bytes);
    void sendBody(response, Buffer.from(body!)).then(() => {
      taken();
      if (response.writableFinished) this.crowd.rests(socket);
    });
  }
}

/** What its sender has heard already. */
function bodyTooSlow(): Error {
  return refusal(ERRORS.BODY_TOO_SLOW.raise('The body did not come in time.'), 408);
}

/** Ends with a small answer. @param sent - called when the system has taken it all. */
function endWith(response: ServerResponse, body: string | Buffer | undefined, sent: () => void): void {
  if (typeof body === 'object') {
    // Head and body are one text, which Node writes in less time than two pieces. As Latin-1 each byte is a character, and
    // is written as the same byte.
    response.end(body.toString('latin1'), 'latin1', sent);
  } else response.end(body, sent);
}

/** Of what was asked the trace tells what the log does. */
function inTrace(
  { method, headers }: IncomingMessage,
  path: string,
  trace: RequestTrace,
  answering: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  return traced(
    () => ({
      name: `${method} ${path}`,
      kind: 'server',
      headers,
      attributes: { 'http.request.method': method, 'http.route': path, 'request.id': trace.requestId },
    }),
    (span) => (span ? answering().then((answer) => told(span, answer, trace)) : answering()),
  );
}

function told(span: Span, answer: HttpAnswer, { operation, codes }: RequestTrace): HttpAnswer {
  span.add({
    'http.response.status_code': answer.status,
    'graphql.operation.type': operation?.type,
    'graphql.operation.name': operation?.name?.slice(0, OPERATION_NAME_MAX),
  });
  if (codes[0] !== undefined) span.failed(codes[0]);
  return answer;
}

function byPath(routes: readonly HttpRoute[]): Map<string, Map<string, HttpRoute>> {
  const paths = new Map<string, Map<string, HttpRoute>>();
  for (const route of routes) {
    const methods = paths.get(route.path) ?? new Map<string, HttpRoute>();
    if (methods.has(route.method)) throw new Error(`two routes answer ${route.method} ${route.path}`);
    paths.set(route.path, methods.set(route.method, route));
  }
  return paths;
}
