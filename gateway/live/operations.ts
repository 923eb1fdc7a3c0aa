import type { GraphQLFormattedError } from 'graphql';
import type { HttpAnswer, HttpRequest, Route } from '../../subgraphs/kit/http/http.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { ERRORS } from '../errors.js';
import type { GatewayViewer } from '../identity/accessTokens.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import { LastingContext } from './lastingContext.js';
import { Mapped } from '../engine/mapped.js';
import type { LiveEngine, LiveEvent } from './liveEngine.js';
import type { LiveRequest, LiveSlot } from './slot.js';

/** Execution results as JSON text; what a transport makes of a stream's end is its own. */
export type LiveAnswers = AsyncGenerator<string, void, void>;

/** What became of an operation: an HTTP answer, as over HTTP, or a stream. */
export type Outcome =
  | { readonly kind: 'once'; readonly answer: HttpAnswer }
  | { readonly kind: 'stream'; readonly answers: LiveAnswers; readonly viewer: GatewayViewer | null };

export interface OperationsOptions {
  /** The route by which operations come in over HTTP: all that it asks is asked here, too. */
  graphql: Route;
  engine: LiveEngine;
  answerBytesMax: number;
  /** Milliseconds that the answer to one event may take. */
  eventMs: number;
  readonly within: <T>(trace: RequestTrace, work: () => Promise<T>) => Promise<T>;
  readonly format: (error: unknown) => GraphQLFormattedError;
  logger: Logger;
}

/** Operations that come over connections which stay open. */
export class LiveOperations {
  private open = 0;

  constructor(private readonly options: OperationsOptions) {}

  /** Subscriptions open now. */
  get subscriptions(): number {
    return this.open;
  }

  /**
   * Lets an operation in as the route for HTTP would, and runs it.
   *
   * @param request - as it would be over HTTP, by POST.
   * @throws what that route refuses with.
   */
  async run(
    request: HttpRequest,
    slot: Pick<LiveSlot, 'signal' | 'subscriptionsOnly'>,
    trace: RequestTrace,
  ): Promise<Outcome> {
    const live: LiveSlot = { ...slot, admitted: undefined };
    const entering: LiveRequest = { ...request, live };
    const answer = await this.options.graphql.handle(entering);
    const { admitted } = live;
    if (!admitted) return { kind: 'once', answer };
    const context = new LastingContext(admitted.context, this.options.eventMs, slot.signal);
    const events = await this.options.engine.subscribe({ ...admitted, context });
    const { context: begun, operation } = admitted;
    const { viewer } = begun.errand;
    const asked = { type: operation.operation, name: operation.name?.value ?? null };
    return { kind: 'stream', answers: this.answersOf(events, asked, trace, slot.signal), viewer };
  }

  private async *answersOf(
    events: AsyncGenerator<LiveEvent, void, void>,
    asked: { readonly type: string; readonly name: string | null },
    trace: RequestTrace,
    signal: AbortSignal,
  ): LiveAnswers {
    const { within, format, logger } = this.options;
    let count = 0;
    this.open += 1;
    try {
      const texts = new Mapped(events, (event) => this.textOf(event));
      let next: IteratorResult<string, void> | undefined = await texts.next();
      while (!next.done && !signal.aborted) {
        count += 1;
        yield next.value;
        // Not kept while the next is waited for.
        next = undefined;
        next = await texts.next();
      }
    } catch (error) {
      if (!signal.aborted) yield await within(trace, () => Promise.resolve(errorsText([format(error)])));
    } finally {
      this.open -= 1;
      void events.return(undefined);
      const { requestId, codes } = trace;
      logger.info(
        { requestId, codes: codes.slice(0, 10), operation: asked, events: count },
        'a subscription ended',
      );
    }
  }

  /** @throws ANSWER_TOO_LARGE */
  private textOf({ data: { text: data }, errors }: LiveEvent): string {
    const text =
      errors.length > 0 ? `{"data":${data},"errors":${JSON.stringify(errors)}}` : `{"data":${data}}`;
    if (Buffer.byteLength(text) > this.options.answerBytesMax) {
      throw ERRORS.ANSWER_TOO_LARGE.raise('Ask for smaller pages, or for less at once.', {
        limit: this.options.answerBytesMax,
      });
    }
    return text;
  }
}

/** A result of errors alone. */
export function errorsText(errors: readonly GraphQLFormattedError[]): string {
  return JSON.stringify({ errors });
}
