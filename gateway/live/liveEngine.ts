import type { GraphQLFormattedError } from 'graphql';
import type { AdmittedSubscription } from './slot.js';

/** One answer of a subscription. */
export interface LiveEvent {
  /** As JSON; `null` when nothing could be told. */
  readonly data: { readonly text: string };
  readonly errors: readonly GraphQLFormattedError[];
}

/** What live queries want of the engine. */
export interface LiveEngine {
  /** One answer for each event of the operation's source, until that ends or the context's signal is aborted. */
  subscribe(admitted: AdmittedSubscription): Promise<AsyncGenerator<LiveEvent, void, void>>;
}
