import { count, KIB, MIB } from './forms.js';

/** Connections that stay open. */
export const liveSettings = {
  LIVE_CONNECTIONS_PER_ADDRESS_MAX: count(1, 100_000)
    .default(100)
    .describe('live connections (WebSockets and event streams) of one address; an office shares one'),
  LIVE_CONNECTIONS_PER_VIEWER_MAX: count(1, 100_000)
    .default(10)
    .describe('live connections of one viewer; a few pages on a few devices'),
  LIVE_SUBSCRIPTIONS_PER_CONNECTION_MAX: count(1, 10_000)
    .default(50)
    .describe('operations at once over one WebSocket; more than a page shows things that move'),
  LIVE_MESSAGE_MAX_BYTES: count(KIB, 16 * MIB)
    .default(256 * KIB)
    .describe('bytes of a message over a WebSocket; as much as a request body'),
  LIVE_INIT_TIMEOUT_MS: count(100, 60_000)
    .default(5_000)
    .describe(
      'milliseconds within which a WebSocket must say connection_init; it is sent with the first packet',
    ),
  LIVE_IDLE_MS: count(100, 86_400_000)
    .default(300_000)
    .describe(
      'milliseconds that a WebSocket without an operation stays open; a page that is read asks sooner',
    ),
  LIVE_UNUSED_MS: count(100, 86_400_000)
    .default(30_000)
    .describe(
      'the same for one that nobody has signed in on and that has never had an operation; a page asks with its first packets. The oldest of these makes room where its address has LIVE_CONNECTIONS_PER_ADDRESS_MAX',
    ),
  LIVE_PING_MS: count(100, 600_000)
    .default(20_000)
    .describe('milliseconds between pings; whoever has not answered one by the next is gone'),
  LIVE_UNSENT_EVENTS_MAX: count(1, 10_000)
    .default(64)
    .describe('answers kept for a reader who is slow; then the connection is cut with CONSUMER_TOO_SLOW'),
  LIVE_UNSENT_MAX_BYTES: count(KIB, 256 * MIB)
    .default(1 * MIB)
    .describe('bytes of those answers; one alone may be longer'),
  LIVE_BREAK_MAX_MS: count(0, 3_600_000)
    .default(120_000)
    .describe(
      'milliseconds for which a subscription waits for its service to come back; a cold start takes 30 s',
    ),
};
