import type { GraphQLFormattedError } from 'graphql';
import type { ServiceName } from '../contracts/serviceNames.js';
import type { LocalPassport } from '../identity/localPassport.js';
import type { LogPort } from '../journal/logPort.js';
import type { PublicChangesPort } from '../journal/publicChanges.js';
import type { Pause } from '../http/pause.js';

/** One GraphQL operation sent to a subgraph. Headers are lower case: `passport`, `request-id`, `timeout-ms`. */
export interface SubgraphRequest {
  query: string;
  /** Numbers that a double would change are `WrittenNumber`s, as `parseExact` gives them. */
  variables?: Record<string, unknown>;
  operationName?: string;
  headers: Record<string, string>;
  /** In place of a signed passport, where the caller is in the same process; it admits no mutation. */
  localPassport?: LocalPassport;
  /** Where whoever asks would know while the request waits to see what was written before. */
  pause?: Pause | undefined;
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  /** `journalPosition` after a mutation: the signed promise of inclusion of what it changed. */
  extensions?: Record<string, unknown>;
}

/**
 * The answer as it is now, and again whenever it may have changed, until `signal` says that nobody listens. An answer
 * without data is the last one, and says why; whatever else ends it is an interruption, after which subscribing again
 * goes on with the answer as it is by then.
 */
export type SubgraphSubscribe = (
  request: SubgraphRequest,
  signal: AbortSignal,
) => AsyncGenerator<SubgraphAnswer, void, void>;

/** How the gateway reaches one subgraph: by a call in the same process, or over HTTP. */
export interface ServiceTransport {
  readonly name: ServiceName;
  /** The origin at which it answers over HTTP; absent where it runs in this process. */
  readonly address?: string;
  sdl(): Promise<string>;
  /** Whether it would answer at this moment: that it follows the others, and that its database can be used. */
  ready(): Promise<boolean>;
  execute(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Absent where there is nothing to subscribe to. */
  readonly subscribe?: SubgraphSubscribe;
  readonly log: LogPort;
  /** Absent where nobody tells of changes: nothing of its answers is kept then. */
  readonly publicChanges?: PublicChangesPort;
}
