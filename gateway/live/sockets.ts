import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Server } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { markedJson, unmarkNumbers } from '../../subgraphs/kit/wire/exactJson.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { CLOSE } from './closeCodes.js';
import { Connection } from './connection.js';
import type { Peer } from './connection.js';
import type { LiveLimits } from './limits.js';
import { protocolOf } from './protocol.js';
import type { ProtocolOptions } from './protocol.js';

export interface SocketsOptions extends Omit<ProtocolOptions, 'limits'> {
  limits: LiveLimits;
  logger: Logger;
}

/** WebSockets that speak `graphql-transport-ws`. */
export class LiveSockets {
  private readonly connections = new Set<Connection>();
  private readonly server: WebSocketServer;
  private readonly protocol: Server<Connection>;
  private looking: NodeJS.Timeout | undefined;
  private drained: (() => void) | undefined;

  constructor(private readonly options: SocketsOptions) {
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: options.limits.messageBytes,
      perMessageDeflate: false,
      handleProtocols: (protocols) => handleProtocols(protocols),
    });
    this.protocol = makeServer<Record<string, unknown>, Connection>(protocolOf(options));
  }

  get size(): number {
    return this.connections.size;
  }

  /**
   * Takes over a connection that asks for a WebSocket.
   *
   * @throws SUBSCRIPTIONS_EXCEEDED
   */
  take(request: IncomingMessage, socket: Duplex, head: Buffer, peer: Peer): void {
    // It takes its place when it has said who it is; what says nothing takes nobody's.
    this.options.addresses.requireRoom(peer.client);
    this.server.handleUpgrade(request, socket, head, (open) =>
      this.open(new Connection(open, peer, this.options.limits), open),
    );
  }

  /** Closes all, each when what it has asked is answered; what is left after `milliseconds` is cut. */
  async stop(milliseconds: number): Promise<void> {
    for (const connection of this.connections) connection.goAway();
    if (this.connections.size > 0) {
      await new Promise<void>((done) => {
        this.drained = done;
        const cut = (): void => {
          for (const { socket } of this.connections) socket.terminate();
          done();
        };
        setTimeout(cut, milliseconds).unref();
      });
    }
    clearInterval(this.looking);
  }

  private open(connection: Connection, socket: WebSocket): void {
    this.connections.add(connection);
    this.looking ??= setInterval(() => this.look(), this.options.limits.pingMs).unref();
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => connection.send(unmarkNumbers(text)),
        close: (code = 1000, reason = '') => connection.close([code, reason]),
        onMessage(take) {
          socket.on('message', (message) => {
            connection.lives();
            take(markedJson((message as Buffer).toString())).catch((error: unknown) => fail(error));
          });
        },
      },
      connection,
    );
    const fail = (error: unknown): void => {
      this.options.logger.error({ err: error, requestId: randomUUID() }, 'a live connection failed');
      connection.close(CLOSE.internal);
    };
    socket.on('pong', () => connection.lives());
    // Said of what the other end did wrong, such as a message that is too long; a close follows.
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => {
      connection.ended();
      this.connections.delete(connection);
      if (this.connections.size === 0) this.drained?.();
      closed(code, reason.toString()).catch((error: unknown) => fail(error));
    });
  }

  private look(): void {
    const now = Date.now();
    for (const connection of this.connections) connection.look(now);
  }
}
