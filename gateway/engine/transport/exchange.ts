import type { Dispatcher } from 'undici';
import type { Pause, Resume } from '../../../subgraphs/kit/http/pause.js';

/** An answer over HTTP, read whole. */
export interface Reply {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * How an exchange ended without a reply: UNREACHED, not a byte of an answer came, so that a query may be sent again;
 * BROKEN_OFF, it began; LATE; TOO_LARGE; MALFORMED, what came is not HTTP or lies about its length.
 */
export type Failure = 'UNREACHED' | 'BROKEN_OFF' | 'LATE' | 'TOO_LARGE' | 'MALFORMED';

export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed';

  constructor(
    readonly failure: Failure,
    cause?: unknown,
  ) {
    super(`no reply: ${failure}`, { cause });
  }
}

export interface ExchangeOptions {
  path: string;
  /** Names and values, one after another. */
  headers: readonly string[];
  body: string;
  /** Bytes of the reply's body as it travels. */
  bytesMax: number;
  waitMs: number;
  /** Called once, when the socket, or the place in the queue for one, is free again. */
  released(): void;
  /** Called when the other end says that it waits (102), until it answers. */
  pause?: Pause | undefined;
}

const PROCESSING = 102;
const LATE_CODES: ReadonlySet<unknown> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const LOST_CODES: ReadonlySet<unknown> = new Set([
  'UND_ERR_SOCKET',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const MALFORMED_CODES: ReadonlySet<unknown> = new Set([
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_HEADERS_OVERFLOW',
]);

/**
 * Posts a text and reads the whole reply. Redirects are replies like any other: nothing follows them.
 *
 * @throws ExchangeFailed
 */
export function exchange(dispatcher: Dispatcher, options: ExchangeOptions): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const reading = new Reading(options, resolve, reject);
    const { path, headers, body } = options;
    dispatcher.dispatch({ method: 'POST', path, headers: headers as string[], body }, reading);
  });
}

/** The handler that undici drives: an object and a list of chunks, where its other ways make streams and promises. */
class Reading implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private settled = false;
  private status = 0;
  private headers: Reply['headers'] = {};
  private bytes = 0;
  private resume: Resume | undefined;
  private readonly chunks: Buffer[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly options: ExchangeOptions,
    private readonly resolve: (reply: Reply) => void,
    private readonly reject: (failed: ExchangeFailed) => void,
  ) {
    this.timer = setTimeout(() => this.fail(new ExchangeFailed('LATE')), options.waitMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // Its time ended while it waited for a socket.
    if (this.settled) controller.abort(new ExchangeFailed('LATE'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Reply['headers']): void {
    if (status === PROCESSING) this.resume ??= this.settled ? undefined : this.options.pause?.();
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    if (Number(headers['content-length'] ?? 0) > this.options.bytesMax) {
      this.fail(new ExchangeFailed('TOO_LARGE'));
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.options.bytesMax) this.fail(new ExchangeFailed('TOO_LARGE'));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.options.released();
    if (!this.settle()) return;
    const [only] = this.chunks;
    const body = only && this.chunks.length === 1 ? only : Buffer.concat(this.chunks, this.bytes);
    this.resolve({ status: this.status, headers: this.headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.options.released();
    if (this.settle()) this.reject(new ExchangeFailed(this.failureOf(error), error));
  }

  private fail(failed: ExchangeFailed): void {
    if (!this.settle()) return;
    this.reject(failed);
    this.chunks.length = 0;
    this.controller?.abort(failed);
  }

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.timer);
    this.resume?.();
    return true;
  }

  private failureOf(error: Error & { code?: unknown }): Failure {
    const { code, name } = error;
    if (this.controller === undefined) return 'UNREACHED';
    if (LATE_CODES.has(code)) return 'LATE';
    if (MALFORMED_CODES.has(code) || name === 'HTTPParserError') return 'MALFORMED';
    return this.status === 0 && LOST_CODES.has(code) ? 'UNREACHED' : 'BROKEN_OFF';
  }
}
