import type { Socket } from 'node:net';
import { ExchangeFailed } from './exchange.js';
import type { Exchange } from './exchange.js';
import { ResponseReader } from './responseReader.js';

export interface HttpConnectionOptions {
  /** Request line and the header lines that all requests have, each with its end. */
  head: string;
  /** Hears that it may be used for another exchange. */
  rests(connection: HttpConnection): void;
  /** Hears that it has ended. @param unsent - an exchange of which nothing was sent. */
  ended(connection: HttpConnection, unsent: Exchange | undefined): void;
}

/** For how long a connection is kept whose other end does not say. */
const USUAL_KEPT_MS = 4_000;
const KEPT_MS_MAX = 600_000;
/** It is given up so long before its other end would: what is sent then meets nobody. */
const MARGIN_MS = 2_000;
/** One that has rested for longer is given a turn of the event loop to say that it has ended. */
const TRUSTED_MS = 500;

/** One connection, which carries one exchange at a time. */
export class HttpConnection {
  private exchange: Exchange | undefined;
  private reader: ResponseReader | undefined;
  /** Monotonic milliseconds: when something came last, and until when it may rest. */
  private heardAt = 0;
  private keptUntil = 0;

  constructor(
    private readonly socket: Socket,
    private readonly options: HttpConnectionOptions,
  ) {
    socket.on('data', (data) => this.read(data));
    socket.on('end', () => this.finish());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.close());
  }

  /** Whether it may carry an exchange now. */
  get isUsable(): boolean {
    return !this.socket.destroyed && (this.keptUntil === 0 || performance.now() < this.keptUntil);
  }

  send(exchange: Exchange): void {
    this.exchange = exchange;
    exchange.abandon = () => this.socket.destroy();
    this.socket.ref();
    const restedMs = this.heardAt === 0 ? 0 : performance.now() - this.heardAt;
    if (restedMs < TRUSTED_MS) this.write(exchange);
    else setImmediate(() => this.write(exchange));
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Ends it if nothing has come for too long in an answer that has begun, or if it has rested for too long. */
  look(now: number, silenceMs: number): void {
    if (this.exchange === undefined) {
      if (now >= this.keptUntil) this.socket.destroy();
    } else if (this.reader && this.reader.status > 0 && now - this.heardAt > silenceMs) {
      this.exchange.fail('LATE');
    }
  }

  private write(exchange: Exchange): void {
    const { socket } = this;
    if (this.exchange !== exchange || socket.destroyed) return;
    const { headers, body, bytesMax } = exchange.options;
    this.reader = new ResponseReader(bytesMax, () => exchange.waits());
    const length = Buffer.byteLength(body);
    const head = `${this.options.head}${headers}content-length: ${length}\r\n\r\n`;
    // One text is written in less time than two pieces; where each character is a byte, it can be one.
    if (length === body.length) return void socket.write(head + body, 'latin1');
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body, 'utf8');
    socket.uncork();
  }

  private read(data: Buffer): void {
    const { reader } = this;
    this.heardAt = performance.now();
    // Nobody asked.
    if (!reader) return void this.socket.destroy();
    try {
      reader.read(data);
    } catch (error) {
      return this.fail(error);
    }
    if (reader.isWhole) this.complete(reader);
  }

  private finish(): void {
    const { reader } = this;
    if (!reader) return void this.socket.destroy();
    try {
      reader.end();
    } catch (error) {
      return this.fail(error);
    }
    this.complete(reader);
  }

  private complete(reader: ResponseReader): void {
    const { exchange, socket } = this;
    this.exchange = undefined;
    this.reader = undefined;
    // An answer that came before all was sent leaves the rest of a body on its way: nothing may stand behind that.
    const isSent = socket.writableLength === 0;
    if (reader.isKept && isSent && !socket.destroyed) this.rest(reader.keptMs);
    else socket.destroy();
    exchange?.succeed(reader.reply);
  }

  private rest(toldMs: number | undefined): void {
    const keptMs = toldMs === undefined ? USUAL_KEPT_MS : Math.min(toldMs - MARGIN_MS, KEPT_MS_MAX);
    if (keptMs <= 0) return void this.socket.destroy();
    this.keptUntil = this.heardAt + keptMs;
    // A connection that rests holds up nobody who wants to end.
    this.socket.unref();
    this.options.rests(this);
  }

  private fail(error: unknown): void {
    const { exchange } = this;
    this.exchange = undefined;
    this.socket.destroy();
    if (error instanceof ExchangeFailed) exchange?.fail(error.failure, error.cause);
    else exchange?.fail('MALFORMED', error);
  }

  private close(): void {
    const { exchange, reader } = this;
    this.exchange = undefined;
    if (exchange && reader)
      exchange.fail(reader.status === 0 ? 'UNREACHED' : 'BROKEN_OFF', this.socket.errored);
    this.options.ended(this, reader ? undefined : exchange);
  }
}
