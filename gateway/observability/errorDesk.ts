import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { AnswerError } from '../engine/response/answer.js';
import { Echo } from './echo.js';
import { formatAnswerError } from './formatError.js';
import type { RequestTrace } from './requestTrace.js';

/** Puts whatever goes wrong down to the request in which it did, in the one wire shape. */
export class ErrorDesk {
  private readonly current = new AsyncLocalStorage<RequestTrace>();
  private readonly echoes = new WeakMap<RequestTrace, Echo>();
  private count = 0;

  constructor(
    private readonly logger: Logger,
    private readonly hints: boolean,
  ) {}

  readonly within = async <T>(trace: RequestTrace, work: () => Promise<T>): Promise<T> => {
    this.count += 1;
    try {
      return await this.current.run(trace, work);
    } finally {
      this.count -= 1;
      // As long as somebody is within, every promise of the process costs more.
      if (this.count === 0) this.current.disable();
    }
  };

  readonly observe = (operation: NonNullable<RequestTrace['operation']>): void => {
    const trace = this.current.getStore();
    if (trace) trace.operation = operation;
  };

  readonly format = (error: unknown): GraphQLFormattedError =>
    this.formatOver(error instanceof GraphQLError ? error.toJSON() : { message: '' }, error);

  readonly formatOver = (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError =>
    this.put(this.current.getStore(), formatted, thrown);

  /** As `format`, where the request is at hand. */
  formatFor(trace: RequestTrace, error: GraphQLError): GraphQLFormattedError {
    return this.put(trace, error.toJSON(), error);
  }

  private echoOf(trace: RequestTrace | undefined): Echo {
    if (!trace) return new Echo();
    const echo = this.echoes.get(trace) ?? new Echo();
    this.echoes.set(trace, echo);
    return echo;
  }

  private put(
    trace: RequestTrace | undefined,
    formatted: GraphQLFormattedError,
    thrown: unknown,
  ): GraphQLFormattedError {
    const requestId = trace?.requestId ?? 'none';
    const log = (error: unknown): void => this.logger.error({ err: error, requestId }, 'a request failed');
    const told = formatAnswerError(formatted, thrown, { requestId, log, hints: this.hints });
    // What services say in an answer is theirs.
    const answer = thrown instanceof AnswerError ? told : this.echoOf(trace).shorten(told);
    trace?.codes.push(String(answer.extensions?.code));
    return answer;
  }
}
