/**
 * With what a WebSocket is closed, beside the codes of RFC 6455 (1009: a message is too long) and of the protocol
 * (4400 no such message, 4406 no such protocol, 4408 no `connection_init` in time, 4409 an id used twice).
 *
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
 */
export const CLOSE = {
  /** The gateway stops; come back, perhaps to another. */
  goingAway: [1001, 'GOING_AWAY'],
  tokenExpired: [4401, 'TOKEN_EXPIRED'],
  /** Nothing was asked for a while. */
  idle: [4410, 'CONNECTION_IDLE'],
  /** More waits to be sent than is kept. */
  tooSlow: [4413, 'CONSUMER_TOO_SLOW'],
  tooMany: [4429, 'SUBSCRIPTIONS_EXCEEDED'],
  internal: [4500, 'INTERNAL_SERVER_ERROR'],
} as const satisfies Record<string, readonly [code: number, reason: string]>;

export type Close = (typeof CLOSE)[keyof typeof CLOSE] | readonly [code: number, reason: string];
