import { OperationTypeNode } from 'graphql';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { expiryOf } from '../../subgraphs/kit/identity/expiry.js';
import { COMPLETE_EVENT, EVENT_STREAM, nextEvent } from '../../subgraphs/kit/wire/events.js';
import type { HttpAnswer, HttpRequest } from '../../subgraphs/kit/http/http.js';
import { ERRORS } from '../errors.js';
import { JSON_TYPE, namesType, preferredType, RESPONSE_TYPE } from '../http/accept.js';
import type { HttpRoute } from '../http/httpServer.js';
import { mayBeForeignPage } from '../http/foreignPage.js';
import { STREAM_PATH } from '../http/paths.js';
import { asHttp } from '../http/graphqlResponse.js';
import type { GatewayViewer } from '../identity/accessTokens.js';
import type { ErrorFormatter } from '../observability/errorFormatter.js';
import { errorsText, refusal } from '../observability/refusal.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import type { Answer } from '../pipeline/outcome.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { readGet, readPost } from '../pipeline/read.js';
import type { ConnectionQuota, Guest, Leave } from './connectionQuota.js';
import type { LiveLimits } from './limits.js';
import { Outbox } from './outbox.js';
import type { LiveAnswers, Subscriptions } from './subscriptions.js';

const WHOLE = [JSON_TYPE, RESPONSE_TYPE] as const;
/** One answer stands first: whoever takes anything alike gets that. */
const OFFERED = [...WHOLE, EVENT_STREAM] as const;

export interface StreamRoutesOptions {
  pipeline: Pick<Pipeline, 'run'>;
  subscriptions: Pick<Subscriptions, 'answersOf'>;
  limits: Pick<LiveLimits, 'unsentEvents' | 'unsentBytes'>;
  bodyBytesMax: number;
  /** Of a body that comes compressed. */
  inflatedBytesMax: number;
  addresses: ConnectionQuota;
  viewers: ConnectionQuota;
  /** Whose connection a request came over. */
  addressOf(request: HttpRequest): string;
  /** Aborted when the gateway stops. */
  stopping: AbortSignal;
  errors: Pick<ErrorFormatter, 'format'>;
}

/** GraphQL over server-sent events, a connection for each operation: by POST as to `/graphql`, or a GET to subscribe. */
export class StreamRoutes {
  private open = 0;

  constructor(private readonly options: StreamRoutesOptions) {}

  /** Streams open now. */
  get size(): number {
    return this.open;
  }

  get routes(): HttpRoute[] {
    const { bodyBytesMax } = this.options;
    const handle: HttpRoute['handle'] = (request, trace) => this.handle(request, trace);
    return [
      { method: 'POST', path: STREAM_PATH, bodyBytesMax, handle },
      { method: 'GET', path: STREAM_PATH, bodyBytesMax: 0, handle },
    ];
  }

  /** A route that streams to those who ask for a stream. */
  beside(route: HttpRoute): HttpRoute {
    if (route.method !== 'POST') return route;
    return {
      ...route,
      handle: (request, trace) => {
        const { accept } = request.headers;
        if (accept === undefined || !/text\//i.test(accept)) return route.handle(request, trace);
        if (preferredType(accept, OFFERED) === EVENT_STREAM) return this.handle(request, trace);
        const takesStreams = namesType(accept, EVENT_STREAM);
        return takesStreams ? this.handle(request, trace, 'one answer') : route.handle(request, trace);
      },
    };
  }

  /** @param rather - what the client prefers, where one answer will do. */
  private async handle(
    request: HttpRequest,
    trace: RequestTrace,
    rather: 'stream' | 'one answer' = 'stream',
  ): Promise<HttpAnswer> {
    const isGet = request.method === 'GET';
    const { headers, address, pause } = request;
    if (isGet && mayBeForeignPage(headers)) {
      throw refusal(ERRORS.BAD_REQUEST.raise('A page of another origin may not subscribe by GET.'), 403);
    }
    const held: Leave[] = [];
    const leave = (): void => held.forEach((one) => one());
    const stop = new AbortController();
    const outOfRoom = new AbortController();
    const guest: Guest = { standing: 'guest', giveWay: () => outOfRoom.abort() };
    const enter = (viewer: GatewayViewer | null): void => {
      // First the viewer's own: whoever is refused by that must not end a guest's.
      if (viewer) held.push(enterOr429(this.options.viewers, viewer.did));
      const client = this.options.addressOf(request);
      held.push(enterOr429(this.options.addresses, client, viewer ? undefined : guest));
    };
    try {
      const outcome = await this.options.pipeline.run({
        ...{ headers, address, pause, trace },
        read: () => (isGet ? readGet(request) : readPost(request, this.options.inflatedBytesMax)),
        carries: isGet ? OperationTypeNode.SUBSCRIPTION : 'all',
        listener: { signal: stop.signal, enter },
      });
      if (outcome.kind === 'answer') {
        leave();
        return rather === 'stream'
          ? streamOfOne(outcome)
          : asHttp(outcome, preferredType(headers.accept, WHOLE) ?? RESPONSE_TYPE);
      }
      const { viewer } = outcome;
      const answers = this.options.subscriptions.answersOf(outcome, trace, stop.signal);
      const stream = (gone: AbortSignal) =>
        this.stream(answers, { viewer, gone, stop, leave, trace, outOfRoom: outOfRoom.signal });
      return { status: 200, headers: HEADERS, stream };
    } catch (error) {
      stop.abort();
      leave();
      throw error;
    }
  }

  private async *stream(
    answers: LiveAnswers,
    { viewer, gone, stop, leave, trace, outOfRoom }: Streaming,
  ): AsyncGenerator<string, void, void> {
    const { limits, stopping, errors } = this.options;
    this.open += 1;
    const outbox = new Outbox({ events: limits.unsentEvents, bytes: limits.unsentBytes });
    const expiry = expiryOf(viewer?.expiresAt, gone);
    const refuse = (error: DomainError): void => {
      outbox.endWith(nextEvent(errorsText(errors.format(error, trace))) + COMPLETE_EVENT);
      stop.abort();
    };
    const end = (): void => {
      if (expiry.expired) refuse(COMMON.TOKEN_EXPIRED.raise('Open it anew with a fresh access token.'));
      // Not complete: the client may come back, perhaps to another gateway.
      else outbox.end();
      stop.abort();
    };
    const giveWay = (): void =>
      void refuse(COMMON.SUBSCRIPTIONS_EXCEEDED.raise('Somebody who has signed in took the place.'));
    outOfRoom.addEventListener('abort', giveWay, { once: true });
    if (outOfRoom.aborted) giveWay();
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
    refuse: (error: DomainError) => void,
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
  /** Aborted when it has to make room for another. */
  outOfRoom: AbortSignal;
  leave: Leave;
  trace: RequestTrace;
}

const HEADERS = {
  'content-type': `${EVENT_STREAM}; charset=utf-8`,
  // Proxies that keep answers until they are whole would keep these for ever.
  'x-accel-buffering': 'no',
};

/** An answer that came whole is a stream of one; a request that was refused stays refused. */
function streamOfOne(answer: Answer): HttpAnswer {
  if (answer.refused) return asHttp(answer, RESPONSE_TYPE);
  return { status: 200, headers: HEADERS, body: nextEvent(String(answer.body)) + COMPLETE_EVENT };
}

function enterOr429(quota: ConnectionQuota, who: string, guest?: Guest): Leave {
  try {
    return quota.enter(who, guest).leave;
  } catch (error) {
    throw refusal(error as DomainError, 429, { 'retry-after': '5' });
  }
}
