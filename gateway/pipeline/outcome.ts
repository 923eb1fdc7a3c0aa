import type { GraphQLFormattedError } from 'graphql';
import type { GatewayViewer } from '../identity/accessTokens.js';
import type { Written } from '../engine/response/answer.js';
import type { PreparedOperation } from './prepare.js';

/** An answer that is whole, in no transport's form yet. */
export interface Answer {
  readonly kind: 'answer';
  /** Over HTTP, in the media type of GraphQL responses. */
  readonly status: number;
  /**
   * Whether GraphQL found something wrong with a request that was well formed. Clients that ask for `application/json`
   * hear of it with 200, for to them another status means that somebody on the way answered, not a GraphQL server.
   *
   * @see https://graphql.github.io/graphql-over-http/draft/#sec-application-json
   */
  readonly isGraphqlFault: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string | Buffer;
  /** Why there is no data; undefined where there is some, or null. */
  readonly refused: readonly GraphQLFormattedError[] | undefined;
}

/** A subscription that has begun. */
export interface Stream {
  readonly kind: 'stream';
  /** One answer for each event of its source. */
  readonly events: AsyncGenerator<Written, void, void>;
  readonly viewer: GatewayViewer | null;
  readonly told: PreparedOperation['told'];
}

export type Outcome = Answer | Stream;
