import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { HttpRequest } from '../../subgraphs/kit/http/http.js';
import type { GatewayContext } from '../execution/context.js';

/** A subscription that has passed all that any operation passes, and now is to be executed. */
export interface AdmittedSubscription {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** What stands for the document's text. */
  readonly id: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
}

/**
 * What a request carries that came over a connection which stays open: a subscription that it holds is not refused but
 * laid in here, for whoever keeps the connection.
 */
export interface LiveSlot {
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
  /** Whether nothing but a subscription is let in. */
  readonly subscriptionsOnly: boolean;
  admitted: AdmittedSubscription | undefined;
}

export type LiveRequest = HttpRequest & { readonly live: LiveSlot };

/** What an operation's context holds if its request came over a connection that stays open. */
export function liveExtras(request: HttpRequest): Pick<GatewayContext, 'live'> {
  const { live } = request as Partial<LiveRequest>;
  return live ? { live } : {};
}
