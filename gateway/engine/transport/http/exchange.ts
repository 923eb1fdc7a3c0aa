import type { Pause, Resume } from '../../../../subgraphs/kit/http/pause.js';

/** An answer over HTTP, read whole. */
export interface Reply {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly body: Buffer;
}

/**
 * How an exchange ended without a reply: UNREACHED, no head of an answer came, so that a query may be sent again;
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
  /** Header lines of this request, each with its end; of characters that are one byte each. */
  headers: string;
  body: string;
  /** Bytes of the reply's body as it travels. */
  bytesMax: number;
  waitMs: number;
  /** Called when the other end says that it waits (102), until it answers. */
  pause?: Pause | undefined;
  /** Called once, when there is a reply or none will come. */
  ended?: (() => void) | undefined;
}

/** One request and what becomes of it, with the time that it has. */
export class Exchange {
  /** Ends whatever is being done for it; set by whoever does it. */
  abandon: () => void = () => undefined;
  private settled = false;
  private resume: Resume | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly options: ExchangeOptions,
    private readonly resolve: (reply: Reply) => void,
    private readonly reject: (failed: ExchangeFailed) => void,
  ) {
    this.timer = setTimeout(() => this.fail('LATE'), options.waitMs);
  }

  succeed(reply: Reply): void {
    if (this.settle()) this.resolve(reply);
  }

  fail(failure: Failure, cause?: unknown): void {
    if (!this.settle()) return;
    this.reject(new ExchangeFailed(failure, cause));
    this.abandon();
  }

  /** The other end says that it waits. */
  waits(): void {
    if (!this.settled) this.resume ??= this.options.pause?.();
  }

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.timer);
    this.resume?.();
    this.options.ended?.();
    return true;
  }
}
