import type { GraphQLFormattedError } from 'graphql';
import type { StepCaching } from '../plan/caching.js';
import type { AnswerSpans, ReadSpans } from '../spans/answerSpans.js';

/** One request to a subgraph, in the form that each transport wants: objects for a call, text for a wire. */
export interface TransportRequest {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The document; the same string each time its step runs. */
  readonly query: string;
  /** `query` as a JSON string, with its quotes. */
  readonly queryJson: string;
  readonly operationName: string | undefined;
  /** The variables as JSON text; undefined if there are none. */
  readonly variablesJson: string | undefined;
  /** The same variables as an object, made when asked for; numbers that a double would change are `WrittenNumber`s. */
  variables(): Record<string, unknown> | undefined;
  /**
   * Reads the body of a plain answer without parsing it. A transport may answer with what it gives; whoever stands
   * between it and the engine and must see the data leaves this out.
   */
  readonly readSpans?: ReadSpans | undefined;
  /** Present where the answer may be kept, and shown to others. */
  readonly keeping?: Keeping | undefined;
}

/** What whoever keeps an answer must know of its request. */
export interface Keeping {
  readonly caching: StepCaching;
  /** JSON texts of what is asked for; undefined for a request to the root. */
  readonly representations: readonly string[] | undefined;
  /** The client's variables that go along. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly valuesJson: string;
  /** The same request for some of the representations. */
  only(representations: readonly string[]): TransportRequest;
}

export interface TransportAnswer {
  /** Fresh for each answer: whoever asked may add to its objects. */
  readonly data?: Record<string, unknown> | null | undefined;
  /** In the wire shape that a caller may see, with paths in the subgraph's answer. */
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
  /** Where the data are spans of the answer's bytes. */
  readonly spans?: AnswerSpans | undefined;
}

/** The way to one subgraph, for an engine that knows nothing of passports, pools and breakers. */
export interface SubgraphTransport<Context> {
  readonly name: string;
  /** @throws DomainError, such as SUBGRAPH_UNAVAILABLE or SUBGRAPH_TIMEOUT, when there is no answer at all. */
  send(request: TransportRequest, context: Context): Promise<TransportAnswer>;
  /** One answer an event, until the source ends or the caller returns. Absent where a subgraph offers none. */
  subscribe?(request: TransportRequest, context: Context): AsyncGenerator<TransportAnswer, void, void>;
}
