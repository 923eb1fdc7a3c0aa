import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { Echo } from './echo.js';
import { formatError, passOnError } from './formatError.js';
import { Refusal } from './refusal.js';
import type { RequestTrace } from './requestTrace.js';

/** Puts whatever goes wrong down to the request in which it did, in the one wire shape. */
export class ErrorFormatter {
  constructor(
    private readonly logger: Logger,
    /** Whether names of the schema may be suggested. */
    private readonly hints: boolean,
  ) {}

  /** @returns of a refusal all of its errors, of anything else one. */
  format(thrown: unknown, trace: RequestTrace): readonly GraphQLFormattedError[] {
    const errors: readonly unknown[] = thrown instanceof Refusal ? thrown.errors : [thrown];
    const echo = (trace.echo ??= new Echo());
    const options = { ...this.optionsFor(trace), hints: this.hints };
    return errors.map((error) => this.counted(echo.shorten(formatError(error, options)), trace));
  }

  /** The errors of an answer, which are what the services say. */
  passOn(errors: readonly GraphQLFormattedError[], trace: RequestTrace): readonly GraphQLFormattedError[] {
    const options = this.optionsFor(trace);
    return errors.map((error) => this.counted(passOnError(error, options), trace));
  }

  private optionsFor({ requestId }: RequestTrace) {
    const log = (error: unknown): void => this.logger.error({ err: error, requestId }, 'a request failed');
    return { requestId, log };
  }

  private counted(error: GraphQLFormattedError, trace: RequestTrace): GraphQLFormattedError {
    trace.codes.push(String(error.extensions?.code));
    return error;
  }
}
