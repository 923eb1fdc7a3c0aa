import type { SubgraphAnswer, SubgraphRequest } from '../../../subgraphs/kit/wire/transport.js';

export interface SourceLimits {
  /** Milliseconds until a connection must stand. */
  readonly connectTimeoutMs: number;
  /** Milliseconds until a subscription must have begun. */
  readonly openTimeoutMs: number;
  /** Milliseconds between two looks whether the other end of a WebSocket is still there. */
  readonly pingMs: number;
  /** Of one event. */
  readonly answerBytesMax: number;
  /** Errors of one event that are passed on. */
  readonly errorsMax: number;
}

/**
 * One answer an event. The source ends when it is complete or `signal` is aborted; whatever else ends it is thrown, as
 * an interruption.
 */
export type Answers = AsyncGenerator<SubgraphAnswer, void, void>;

export type Source = (request: SubgraphRequest, signal: AbortSignal) => Answers;

/** The other end does not speak the protocol, or not to us: another may be tried. */
export class NotSpoken extends Error {
  override readonly name = 'NotSpoken';

  constructor(
    /** Of the HTTP answer; 0 where none came. */
    readonly status: number,
    /** The other end has said why in GraphQL's own form, and would say so again. */
    readonly answer?: SubgraphAnswer,
  ) {
    super(`a subscription was answered with status ${status}`);
  }

  /** Whether a server is not well, and may be later. */
  get isPassing(): boolean {
    return !this.answer && (this.status === 0 || this.status >= 500 || this.status === 429);
  }
}
