import { randomUUID } from 'node:crypto';
import { GraphQLError, GraphQLSchema, parse } from 'graphql';
import type { ExecutionArgs, GraphQLFormattedError } from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import { markWritten, parseExact, reviveMarked } from '../../subgraphs/kit/wire/exactJson.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { Pause, Place } from '../../subgraphs/kit/http/pause.js';
import { ERRORS } from '../errors.js';
import type { GatewayViewer } from '../identity/accessTokens.js';
import type { ErrorFormatter } from '../observability/errorFormatter.js';
import { domainErrorOf } from '../observability/refusal.js';
import type { Metrics } from '../observability/metrics.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import type { Answer } from '../pipeline/outcome.js';
import type { Pipeline, PipelineRequest } from '../pipeline/pipeline.js';
import { CLOSE } from './closeCodes.js';
import type { Close } from './closeCodes.js';
import type { Connection } from './connection.js';
import type { ConnectionQuota, Guest } from './connectionQuota.js';
import { Results } from './results.js';
import type { LiveLimits } from './limits.js';
import type { Subscriptions } from './subscriptions.js';

export interface ProtocolOptions {
  pipeline: Pick<Pipeline, 'run'>;
  subscriptions: Pick<Subscriptions, 'answersOf'>;
  /** Who is asking, by the headers of a request. */
  viewerOf(headers: Readonly<Record<string, string>>): Promise<GatewayViewer | null>;
  /** Counts an operation among those worked on at once. @throws OVERLOADED */
  readonly enter: (client: string) => Place;
  viewers: ConnectionQuota;
  addresses: ConnectionQuota;
  /** Headers of an operation over HTTP that `connection_init` may say, for all operations of its connection. */
  initHeaders: readonly string[];
  limits: Pick<LiveLimits, 'subscriptionsPerConnection' | 'initTimeoutMs'>;
  errors: Pick<ErrorFormatter, 'format'>;
  metrics: Pick<Metrics, 'socketAnswered'>;
}

/** Characters of an operation's id, which every message of it repeats. */
const ID_LENGTH_MAX = 128;

type Live = Context<Record<string, unknown>, Connection>;

/** The library asks for a document to tell a stream from one answer, and looks at nothing else of it. */
const ONCE = parse('query Once { __typename }', { noLocation: true });
const STREAM = parse('subscription Stream { __typename }', { noLocation: true });
const UNUSED = new GraphQLSchema({});

/** What each message of `graphql-transport-ws` does here; the library sees to their order. */
export function protocolOf(options: ProtocolOptions): ServerOptions<Record<string, unknown>, Connection> {
  const { pipeline, subscriptions, viewers, limits, errors } = options;

  async function connect({ connectionParams = {}, extra: connection }: Live): Promise<boolean> {
    try {
      const headers = { ...connection.peer.saying, ...saidIn(connectionParams, options.initHeaders) };
      const viewer = await options.viewerOf({ ...headers, 'request-id': randomUUID() });
      if (viewer) {
        connection.holds(viewers.enter(viewer.did));
        connection.knows(viewer);
      }
      const giveWay = (): void => connection.close(connection.inUse ? CLOSE.tooMany : CLOSE.idle);
      const guest: Guest | undefined = viewer ? undefined : { standing: 'unused', giveWay };
      connection.holds(options.addresses.enter(connection.peer.client, guest));
      connection.headers = headers;
      return true;
    } catch (error) {
      const known = domainErrorOf(error);
      if (!known) throw error;
      connection.close(closeFor(known.code));
      return true;
    }
  }

  async function subscribe(
    { extra: connection }: Live,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const trace: RequestTrace = { requestId: inOnePiece(randomUUID()), codes: [] };
    const stop = new AbortController();
    try {
      if (connection.operations.size >= limits.subscriptionsPerConnection) {
        const limit = limits.subscriptionsPerConnection;
        throw COMMON.SUBSCRIPTIONS_EXCEEDED.raise(`A connection has at most ${limit} at once.`, { limit });
      }
      // By the message, for a client may use an id again before we are done with it.
      connection.opens(payload, stop);
      const request = requestOf(connection, payload, trace, stop.signal);
      const run = (pause: Pause) => pipeline.run({ ...request, pause });
      const outcome = await connection.finishing(() =>
        counted(() => options.enter(connection.peer.client), run),
      );
      if (outcome.kind === 'answer') {
        if (outcome.refused) connection.operations.delete(payload);
        return outcome.refused?.map(told) ?? { schema: UNUSED, document: ONCE, contextValue: outcome };
      }
      const answers = new Results(subscriptions.answersOf(outcome, trace, stop.signal), stop);
      return { schema: UNUSED, document: STREAM, contextValue: answers };
    } catch (error) {
      connection.operations.delete(payload);
      return errors.format(error, trace).map(told);
    } finally {
      options.metrics.socketAnswered(trace.codes);
    }
  }

  return {
    jsonMessageReviver: reviveMarked,
    jsonMessageReplacer: markWritten,
    connectionInitWaitTimeout: limits.initTimeoutMs,
    onConnect: connect,
    onSubscribe(context, id, payload) {
      if (id.length <= ID_LENGTH_MAX) return subscribe(context, payload);
      context.extra.close([4400, `An id has at most ${ID_LENGTH_MAX} characters`]);
      return [];
    },
    execute: ({ contextValue }) => parseExact(String((contextValue as Answer).body)) as object,
    subscribe: ({ contextValue }) => contextValue as AsyncGenerator<object>,
    // Errors are in their wire form already.
    onNext: (_, __, ___, ____, result) => result,
    onComplete({ extra: { operations: open } }, _, payload) {
      open.get(payload)?.abort();
      open.delete(payload);
    },
  };
}

/**
 * What `connection_init` says, by names in any case as headers have them.
 *
 * @throws BAD_USER_INPUT for what is no text, or said twice and differently: who says who they are wants to be known.
 */
function saidIn(params: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string> {
  const said: Record<string, string> = {};
  for (const [given, value] of Object.entries(params)) {
    const name = given.toLowerCase();
    if (!names.includes(name) || value === null || value === undefined) continue;
    if (typeof value !== 'string' || (said[name] ?? value) !== value) {
      throw COMMON.BAD_USER_INPUT.raise(`${name} is one text.`);
    }
    said[name] = value;
  }
  return said;
}

/** Node's random ids are chains of a dozen pieces until somebody reads them; a subscription keeps its own for long. */
function inOnePiece(id: string): string {
  return Buffer.from(id, 'latin1').toString('latin1');
}

function closeFor(code: string): Close {
  if (code === CLOSE.tooMany[1]) return CLOSE.tooMany;
  if (code === COMMON.UNAUTHENTICATED.code) return [4401, code];
  return [code === ERRORS.IDENTITY_UNAVAILABLE.code ? 1013 : 4400, code];
}

function requestOf(
  { headers, peer }: Connection,
  { query, variables, operationName, extensions }: SubscribePayload,
  trace: RequestTrace,
  signal: AbortSignal,
): PipelineRequest {
  return {
    headers: { ...headers, ...peer.forwarded, 'request-id': trace.requestId },
    address: peer.address,
    read: () => ({ query, variables, operationName, extensions }),
    carries: 'all',
    listener: { signal },
    trace,
  };
}

async function counted<T>(enter: () => Place, work: (pause: Pause) => Promise<T>): Promise<T> {
  const place = enter();
  try {
    return await work(place.pause);
  } finally {
    place.leave();
  }
}

/** In the form that the library wants an error in, which it prints as it was. */
function told({ message, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { extensions: extensions ?? {} });
}
