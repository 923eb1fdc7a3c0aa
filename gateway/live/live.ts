import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import type { HttpRequest } from '../../subgraphs/kit/http/http.js';
import { endWith } from '../../subgraphs/kit/http/lastWord.js';
import { targetOf } from '../../subgraphs/kit/http/target.js';
import { ERRORS } from '../errors.js';
import { GRAPHQL_PATH, STREAM_PATH } from '../http/paths.js';
import type { HttpRoute, Upgraded } from '../http/httpServer.js';
import { forwardedIn } from '../guard/rate/callers.js';
import { plainHeaders, requestIdOf } from '../http/headers.js';
import type { LiveCounts } from '../observability/metrics.js';
import { domainErrorOf } from '../observability/refusal.js';
import type { LiveLimits } from './limits.js';
import { ConnectionQuota } from './connectionQuota.js';
import type { ProtocolOptions } from './protocol.js';
import { LiveSockets } from './sockets.js';
import { StreamRoutes } from './streamRoutes.js';
import type { StreamRoutesOptions } from './streamRoutes.js';
import { Subscriptions } from './subscriptions.js';
import type { SubscriptionsOptions } from './subscriptions.js';

export interface LiveOptions
  extends
    Pick<SubscriptionsOptions, 'errors' | 'logger'>,
    Pick<StreamRoutesOptions, 'pipeline' | 'bodyBytesMax' | 'inflatedBytesMax'>,
    Pick<ProtocolOptions, 'viewerOf' | 'enter' | 'initHeaders' | 'metrics'> {
  limits: LiveLimits;
  /** The routes that answer `/graphql`. */
  graphql: readonly HttpRoute[];
  /** Whose request it is, by its headers and the other end of its connection. */
  addressOf(request: Pick<HttpRequest, 'headers' | 'address'>): string;
  /** Whether pages of that origin may call. */
  allowsOrigin(origin: string): boolean;
}

/** The client's side of live queries: WebSockets and event streams. */
export class Live {
  /** Instead of the routes that were given: the same, and those for streams. */
  readonly routes: readonly HttpRoute[];
  private readonly stopping = new AbortController();
  private readonly sockets: LiveSockets;
  private readonly subscriptions: Subscriptions;
  private readonly streams: StreamRoutes;

  constructor(private readonly options: LiveOptions) {
    const { limits, graphql } = options;
    const { errors, logger } = options;
    const subscriptions = new Subscriptions({ errors, logger, answerBytesMax: limits.answerBytes });
    this.subscriptions = subscriptions;
    const addresses = new ConnectionQuota(limits.connectionsPerAddress, 'live connections from one address');
    const viewers = new ConnectionQuota(limits.connectionsPerViewer, 'live connections of one viewer');
    const shared = { ...options, subscriptions, addresses, viewers };
    const streams = (this.streams = new StreamRoutes({
      ...shared,
      stopping: this.stopping.signal,
    }));
    this.routes = [...graphql.map((route) => streams.beside(route)), ...streams.routes];
    this.sockets = new LiveSockets(shared);
  }

  /** What is open now. */
  get counts(): LiveCounts {
    return {
      sockets: this.sockets.size,
      streams: this.streams.size,
      subscriptions: this.subscriptions.size,
    };
  }

  /** Takes over a connection that asks for a WebSocket at `/graphql`. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer, upgraded: Upgraded): void => {
    // Said of a connection that is gone; it is not ours to mend.
    socket.on('error', () => undefined);
    const { path, host = request.headers.host } = targetOf(request.url);
    if (this.stopping.signal.aborted) return refuse(socket, 503, COMMON.OVERLOADED.raise('Come back.'));
    if (path !== GRAPHQL_PATH && path !== STREAM_PATH) {
      return refuse(socket, 404, ERRORS.NO_SUCH_PATH.raise('WebSockets are taken at /graphql.'));
    }
    if (this.isForeign(request.headers.origin, host)) {
      return refuse(socket, 403, ERRORS.BAD_REQUEST.raise('Pages of this origin may not call.'));
    }
    try {
      const headers = plainHeaders(request, requestIdOf(request));
      const address = request.socket.remoteAddress;
      const peer = {
        address,
        forwarded: forwardedIn(headers),
        client: this.options.addressOf({ headers, address }),
        saying: this.sayingIn(headers),
        ...upgraded,
      };
      this.sockets.take(request, socket, head, peer);
    } catch (error) {
      const known = domainErrorOf(error);
      if (!known) throw error;
      refuse(socket, 429, known);
    }
  };

  /** Ends every connection: each when what it has asked is answered, all within the time for a stop. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.sockets.stop(this.options.limits.stopTimeoutMs);
  }

  /** What an upgrade's own headers say of the connection. */
  private sayingIn(headers: Readonly<Record<string, string>>): Record<string, string> {
    const said = this.options.initHeaders.filter((name) => Object.hasOwn(headers, name));
    return Object.fromEntries(said.map((name) => [name, headers[name]!]));
  }

  /** A WebSocket is open to any page that a browser shows, unless we look. */
  private isForeign(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || this.options.allowsOrigin(origin)) return false;
    return !URL.canParse(origin) || new URL(origin).host !== host;
  }
}

const STATUS: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** Nobody has made this connection a response to answer with: it is written by hand. */
function refuse(socket: Duplex, status: number, { message, code, retry, facts }: DomainError): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { ...facts, code, retry } }] });
  const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  endWith(socket, `HTTP/1.1 ${status} ${STATUS[status]}\r\n${head}\r\n\r\n${body}`);
}
