import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { answerTooLarge } from '../engine/response/answer.js';
import { Mapped } from '../engine/mapped.js';
import type { Written } from '../engine/response/answer.js';
import type { ErrorFormatter } from '../observability/errorFormatter.js';
import { errorsText } from '../observability/refusal.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import type { Stream } from '../pipeline/outcome.js';

/** Execution results as JSON text; what a transport makes of a stream's end is its own. */
export type LiveAnswers = AsyncGenerator<string, void, void>;

export interface SubscriptionsOptions {
  answerBytesMax: number;
  errors: Pick<ErrorFormatter, 'format'>;
  logger: Logger;
}

/** Subscriptions that have begun, over whichever connections. */
export class Subscriptions {
  private open = 0;

  constructor(private readonly options: SubscriptionsOptions) {}

  /** Subscriptions open now. */
  get size(): number {
    return this.open;
  }

  /** The answers of a subscription, until it ends or nobody listens; a failure is the last of them. */
  async *answersOf({ events, told }: Stream, trace: RequestTrace, signal: AbortSignal): LiveAnswers {
    const { errors, logger } = this.options;
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
      if (!signal.aborted) yield errorsText(errors.format(error, trace));
    } finally {
      this.open -= 1;
      void events.return(undefined);
      const { requestId, codes } = trace;
      logger.info(
        { requestId, codes: codes.slice(0, 10), operation: told, events: count },
        'a subscription ended',
      );
    }
  }

  /** @throws ANSWER_TOO_LARGE */
  private textOf({ data: { text: data }, errors }: Written): string {
    const text =
      errors.length > 0 ? `{"data":${data},"errors":${JSON.stringify(errors)}}` : `{"data":${data}}`;
    if (Buffer.byteLength(text) > this.options.answerBytesMax) {
      throw answerTooLarge(this.options.answerBytesMax);
    }
    return text;
  }
}
