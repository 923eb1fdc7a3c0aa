import type { GraphQLFormattedError } from 'graphql';

export interface ClientRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface ClientAnswer {
  /** Absent where the request was refused as a whole. */
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** What was asked of one subgraph. */
export interface SubgraphCall {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Record<string, unknown> | undefined;
}

/** A supergraph with its subgraphs in memory, behind any engine. */
export interface FederationEngine {
  execute(request: ClientRequest): Promise<ClientAnswer>;
  /** What was asked of the subgraphs, in order; a test may empty it. */
  readonly requests: SubgraphCall[];
  stop(): Promise<void>;
}
