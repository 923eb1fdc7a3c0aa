import { parseExact, printExact } from '../../subgraphs/kit/wire/exactJson.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { expiryOf } from '../../subgraphs/kit/identity/expiry.js';
import { COMPLETE_EVENT, EVENT_STREAM, nextEvent } from '../../subgraphs/kit/wire/events.js';
import type { HttpAnswer, HttpRequest, Route } from '../../subgraphs/kit/http/http.js';
import type { GraphQLFormattedError } from 'graphql';
import { ERRORS } from '../errors.js';
import { JSON_TYPE, namesType, preferredType, RESPONSE_TYPE } from '../http/accept.js';
import type { DoorRoute } from '../http/door.js';
import { mayBeForeignPage } from '../http/foreignPage.js';
import type { GatewayViewer } from '../identity/accessTokens.js';
import { refusal } from '../observability/refusal.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import type { LiveLimits } from './limits.js';
import { errorsText } from './operations.js';
import type { LiveAnswers, LiveOperations } from './operations.js';
import { Outbox } from './outbox.js';
import type { Leave, Places } from './places.js';

export const STREAM_PATH = '/graphql/stream';
/** One answer stands first: whoever takes anything alike gets that. */
const OFFERED = [JSON_TYPE, RESPONSE_TYPE, EVENT_STREAM] as const;

export interface StreamRoutesOptions {
  operations: LiveOperations;
  limits: Pick<LiveLimits, 'unsentEvents' | 'unsentBytes'>;
  bodyBytesMax: number;
  addresses: Places;
  viewers: Places;
  /** Whose connection a request came over. */
  addressOf(request: HttpRequest): string;
  /** Aborted when the gateway stops. */
  stopping: AbortSignal;
  readonly within: <T>(trace: RequestTrace, work: () => Promise<T>) => Promise<T>;
  readonly format: (error: unknown) => GraphQLFormattedError;
}

/** GraphQL over server-sent events, a connection for each operation: by POST as to `/graphql`, or a GET to subscribe. */
export class StreamRoutes {
  private open = 0;

  constructor(private readonly options: StreamRoutesOptions) {}

  /** Streams open now. */
  get size(): number {
    return this.open;
  }

  get routes(): Route[] {
    const { bodyBytesMax } = this.options;
    const handle = (request: HttpRequest) => this.handle(request);
    return [
      { method: 'POST', path: STREAM_PATH, bodyBytesMax, handle },
      { method: 'GET', path: STREAM_PATH, bodyBytesMax: 0, handle },
    ];
  }

  /** A route that streams to those who ask for a stream. */
  beside(route: DoorRoute): DoorRoute {
    if (route.method !== 'POST') return route;
    const wants = ({ headers: { accept } }: HttpRequest) => preferredType(accept, OFFERED) === EVENT_STREAM;
    return {
      ...route,
      handle: (request) => {
        if (wants(request)) return this.handle(request);
        const takesStreams = namesType(request.headers.accept, EVENT_STREAM);
        return takesStreams ? this.handle(request, 'one answer') : route.handle(request);
      },
      takeShortWay: (request, trace) => (wants(request) ? undefined : route.takeShortWay?.(request, trace)),
    };
  }

  /** @param rather - what the client prefers, where one answer will do. */
  private async handle(
    request: HttpRequest,
    rather: 'stream' | 'one answer' = 'stream',
  ): Promise<HttpAnswer> {
    const isGet = request.method === 'GET';
    if (isGet && mayBeForeignPage(request.headers)) {
      throw refusal(ERRORS.BAD_REQUEST.raise('A page of another origin may not subscribe by GET.'), 403);
    }
    const held: Leave[] = [];
    const hold = (): void => {
      held.push(enterOr429(this.options.addresses, this.options.addressOf(request)));
    };
    if (rather === 'stream') hold();
    const leave = (): void => held.forEach((one) => one());
    const stop = new AbortController();
    try {
      const trace = traceOf(request);
      const slot = { signal: stop.signal, subscriptionsOnly: isGet };
      const asked = isGet ? asPost(request) : rather === 'stream' ? asPlain(request) : request;
      const outcome = await this.options.operations.run(asked, slot, trace);
      if (outcome.kind === 'once') {
        leave();
        return rather === 'stream' ? once(outcome.answer) : outcome.answer;
      }
      if (rather !== 'stream') hold();
      const { answers, viewer } = outcome;
      if (viewer) held.push(enterOr429(this.options.viewers, viewer.did));
      const stream = (gone: AbortSignal) => this.stream(answers, { viewer, gone, stop, leave, trace });
      return { status: 200, headers: HEADERS, stream };
    } catch (error) {
      stop.abort();
      leave();
      throw error;
    }
  }

  private async *stream(
    answers: LiveAnswers,
    { viewer, gone, stop, leave, trace }: Streaming,
  ): AsyncGenerator<string, void, void> {
    const { limits, stopping, within, format } = this.options;
    this.open += 1;
    const outbox = new Outbox({ events: limits.unsentEvents, bytes: limits.unsentBytes });
    const expiry = expiryOf(viewer?.expiresAt, gone);
    const refuse = async (error: Error): Promise<void> => {
      const last = await within(trace, () => Promise.resolve(errorsText([format(error)])));
      outbox.endWith(nextEvent(last) + COMPLETE_EVENT);
      stop.abort();
    };
    const end = (): void => {
      if (expiry.expired) void refuse(COMMON.TOKEN_EXPIRED.raise('Open it anew with a fresh access token.'));
      // Not complete: the client may come back, perhaps to another gateway.
      else outbox.end();
      stop.abort();
    };
    expiry.signal.addEventListener('abort', end, { once: true });
    stopping.addEventListener('abort', end, { once: true });
    if (expiry.signal.aborted || stopping.aborted) end();
    const filling = this.fill(outbox, answers, refuse);
    try {
      yield* outbox.read();
    } finally {
      this.open -= 1;
      expiry.forget();
      expiry.signal.removeEventListener('abort', end);
      stopping.removeEventListener('abort', end);
      stop.abort();
      leave();
      await filling;
    }
  }

  /** Asks for answers as they come, whether or not they are read as fast. */
  private async fill(
    outbox: Outbox,
    answers: LiveAnswers,
    refuse: (error: Error) => Promise<void>,
  ): Promise<void> {
    for await (const answer of answers) {
      if (outbox.put(nextEvent(answer))) continue;
      return refuse(ERRORS.CONSUMER_TOO_SLOW.raise('Read faster, or ask for less.'));
    }
    if (outbox.put(COMPLETE_EVENT)) outbox.end();
    else outbox.endWith(undefined);
  }
}

interface Streaming {
  viewer: GatewayViewer | null;
  gone: AbortSignal;
  stop: AbortController;
  leave: Leave;
  trace: RequestTrace;
}

const HEADERS = {
  'content-type': `${EVENT_STREAM}; charset=utf-8`,
  // Proxies that keep answers until they are whole would keep these for ever.
  'x-accel-buffering': 'no',
};

/** An answer that came whole is a stream of one; a request that was refused stays refused. */
function once({ status, headers, body }: HttpAnswer): HttpAnswer {
  const text = String(body);
  if (status !== 200 || !('data' in (JSON.parse(text) as object)))
    return { status, headers: headers ?? {}, body: text };
  return { status, headers: HEADERS, body: nextEvent(text) + COMPLETE_EVENT };
}

/** What is asked of the route for HTTP is an answer that comes whole, or none. */
const PLAIN = RESPONSE_TYPE;

function traceOf({ headers }: HttpRequest): RequestTrace {
  return { requestId: headers['request-id'] ?? 'none', codes: [] };
}

function asPlain(request: HttpRequest): HttpRequest {
  return { ...request, headers: { ...request.headers, accept: PLAIN } };
}

function asPost(request: HttpRequest): HttpRequest {
  const parameter = (name: string): unknown => {
    const text = request.query.get(name);
    // An empty one is one left out.
    if (!text) return undefined;
    if (name === 'query' || name === 'operationName') return text;
    try {
      return parseExact(text);
    } catch {
      throw refusal(ERRORS.BAD_REQUEST.raise(`${name} is JSON.`), 400);
    }
  };
  const names = ['query', 'operationName', 'variables', 'extensions'];
  const body = Object.fromEntries(names.map((name) => [name, parameter(name)]));
  const headers = { ...request.headers, 'content-type': 'application/json', accept: PLAIN };
  return {
    ...request,
    method: 'POST',
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(printExact(body)!),
  };
}

function enterOr429(places: Places, who: string): Leave {
  try {
    return places.enter(who);
  } catch (error) {
    throw refusal(error as ReturnType<typeof COMMON.SUBSCRIPTIONS_EXCEEDED.raise>, 429, {
      'retry-after': '5',
    });
  }
}
