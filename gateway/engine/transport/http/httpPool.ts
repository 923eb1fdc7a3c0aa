import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { Exchange } from './exchange.js';
import type { ExchangeOptions, Reply } from './exchange.js';
import { HttpConnection } from './httpConnection.js';

/** How a connection is made. */
export type Connector = buildConnector.connector;

export interface HttpPoolOptions {
  url: URL;
  connectionsMax: number;
  connectTimeoutMs: number;
  /** Without a byte, in an answer that has begun. */
  silenceMs: number;
  /** Header lines that all requests have, each with its end. */
  headers: string;
  connect?: Connector | undefined;
}

const LOOK_MS_MAX = 1_000;

/**
 * Posts texts to one place over connections that are kept, each of which carries one exchange at a time. Redirects are
 * replies like any other: nothing follows them.
 */
export class HttpPool {
  private readonly connect: Connector;
  private readonly target: buildConnector.Options;
  private readonly head: string;
  private readonly connections = new Set<HttpConnection>();
  /** The last to rest is used first, so that those that are not needed get to their end. */
  private readonly resting: HttpConnection[] = [];
  /** In the order in which they came. */
  private readonly waiting = new Set<Exchange>();
  private connecting = 0;
  private looking: NodeJS.Timeout | undefined;
  private ended: (() => void) | undefined;

  constructor(private readonly options: HttpPoolOptions) {
    const { url, connectTimeoutMs, headers } = options;
    this.connect = options.connect ?? buildConnector({ timeout: connectTimeoutMs });
    this.target = {
      hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      host: url.host,
      protocol: url.protocol,
      port: url.port,
    };
    this.head = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${headers}`;
  }

  /** @throws ExchangeFailed */
  post(options: ExchangeOptions): Promise<Reply> {
    return new Promise((resolve, reject) => this.begin(new Exchange(options, resolve, reject)));
  }

  /** Drops what is under way. */
  close(): Promise<void> {
    clearInterval(this.looking);
    return new Promise((done) => {
      this.ended = done;
      for (const exchange of [...this.waiting]) exchange.fail('UNREACHED');
      for (const connection of [...this.connections]) connection.destroy();
      this.tellEnd();
    });
  }

  private begin(exchange: Exchange): void {
    if (this.ended) return exchange.fail('UNREACHED');
    for (let rested = this.resting.pop(); rested; rested = this.resting.pop()) {
      if (rested.isUsable) return rested.send(exchange);
      rested.destroy();
    }
    this.waiting.add(exchange);
    exchange.abandon = () => this.waiting.delete(exchange);
    this.open();
  }

  /** Opens a connection for what waits, if there may be one more. */
  private open(): void {
    const { connectionsMax } = this.options;
    if (this.waiting.size <= this.connecting || this.connections.size + this.connecting >= connectionsMax)
      return;
    this.connecting += 1;
    this.connect(this.target, (error, socket) => {
      this.connecting -= 1;
      if (error) this.unreached(error);
      else this.opened(socket);
    });
  }

  private opened(socket: Socket): void {
    this.looking ??= setInterval(() => this.look(), Math.min(LOOK_MS_MAX, this.options.silenceMs)).unref();
    const connection = new HttpConnection(socket, {
      head: this.head,
      rests: (rested) => this.next(rested),
      ended: (one, unsent) => this.lost(one, unsent),
    });
    this.connections.add(connection);
    if (this.ended) connection.destroy();
    else this.next(connection);
  }

  /** One that waits for a connection cannot have one; the others may still. */
  private unreached(error: Error): void {
    const [first] = this.waiting;
    first?.fail('UNREACHED', error);
    this.open();
    this.tellEnd();
  }

  private next(connection: HttpConnection): void {
    const [first] = this.waiting;
    if (!first) return void this.resting.push(connection);
    this.waiting.delete(first);
    connection.send(first);
  }

  private lost(connection: HttpConnection, unsent: Exchange | undefined): void {
    this.connections.delete(connection);
    const index = this.resting.indexOf(connection);
    if (index >= 0) this.resting.splice(index, 1);
    if (unsent) this.begin(unsent);
    this.open();
    this.tellEnd();
  }

  private look(): void {
    const now = performance.now();
    for (const connection of this.connections) connection.look(now, this.options.silenceMs);
  }

  private tellEnd(): void {
    if (this.connections.size === 0 && this.connecting === 0) this.ended?.();
  }
}
