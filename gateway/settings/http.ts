import { isOrigin, listOf } from '../../subgraphs/kit/settingForms.js';
import { count, KIB, MIB } from './forms.js';

/** What the public HTTP server takes, and for how long. */
export const httpSettings = {
  HTTP_BODY_MAX_BYTES: count(KIB, 16 * MIB)
    .default(256 * KIB)
    .describe(
      'bytes of a request body; holds the largest contribution (128 KiB) in base64 with room to spare',
    ),
  HTTP_BODY_INFLATED_MAX_BYTES: count(KIB, 16 * MIB)
    .default(256 * KIB)
    .describe(
      'bytes of a compressed request body when its compression is undone; no more than of one that is not compressed',
    ),
  HTTP_HEADER_MAX_BYTES: count(KIB, 64 * KIB)
    .default(16 * KIB)
    .describe('bytes of all request headers; an access token takes under 1 KiB'),
  HTTP_HEADER_TIMEOUT_MS: count(100, 120_000)
    .default(10_000)
    .describe(
      'milliseconds within which the headers must have come; a slow sender holds a connection no longer',
    ),
  HTTP_BODY_TIMEOUT_MS: count(100, 600_000)
    .default(30_000)
    .describe('milliseconds within which the whole request must have come; 256 KiB pass at 70 kbit/s'),
  HTTP_BODY_STALL_MS: count(100, 600_000)
    .default(10_000)
    .describe(
      'milliseconds without a byte of a request that has not come as a whole, looked at once a second; the longest gap of a train in a tunnel is cut, a slow line is not',
    ),
  HTTP_ANSWER_LINGER_MS: count(1_000, 3_600_000)
    .default(60_000)
    .describe('milliseconds for a client to take an answer; 8 MiB pass at 1.1 Mbit/s'),
  HTTP_UNSENT_MAX_BYTES: count(MIB, 64 * 1024 * MIB)
    .default(256 * MIB)
    .describe(
      'bytes of answers of more than 16 KiB that wait to be taken; when there are more, the connection is cut whose answer has waited longest, of the address for which the most wait; four addresses at their limit',
    ),
  HTTP_UNSENT_PER_ADDRESS_MAX_BYTES: count(MIB, 64 * 1024 * MIB)
    .default(64 * MIB)
    .describe('the same for one address; eight of the largest answers; one alone may be longer'),
  HTTP_KEEP_ALIVE_MS: count(0, 600_000)
    .default(65_000)
    .describe('milliseconds an idle connection stays open; longer than the 60 s of common load balancers'),
  HTTP_CONNECTIONS_MAX: count(1, 100_000)
    .default(4_096)
    .describe(
      'open connections; at about 10 KiB each they stay under 50 MiB; when there are more, one goes of the address that has the most',
    ),
  HTTP_CONNECTIONS_PER_ADDRESS_MAX: count(1, 100_000)
    .default(2_048)
    .describe(
      'open connections of one address, an IPv6 network of 64 bits counted as one; half of all, as an office shares one; those of TRUSTED_PROXIES are not counted',
    ),
  HTTP_UNFINISHED_PER_ADDRESS_MAX: count(1, 100_000)
    .default(1_024)
    .describe(
      'connections of one address on which no whole request has come, nor the greeting of a WebSocket; the oldest goes first; a flood of 10,000 a second leaves each 100 ms',
    ),
  HTTP_IN_FLIGHT_MAX: count(1, 10_000)
    .default(256)
    .describe(
      'requests worked on at once; more would only wait for the same database connections, so they hear OVERLOADED',
    ),
  HTTP_IN_FLIGHT_PER_ADDRESS_MAX: count(1, 10_000)
    .default(128)
    .describe('the same for one address; half of all, as an office shares one'),
  HTTP_PIPELINED_MAX: count(0, 1_000)
    .default(64)
    .describe(
      'requests that wait behind one another on a connection, which works on one at a time; beyond it the connection is cut; browsers send none',
    ),
  ANSWER_MAX_BYTES: count(KIB, 256 * MIB)
    .default(8 * MIB)
    .describe(
      'bytes of an answer, of a subgraph or to a client; a full page of rich items stays under 1 MiB',
    ),
  STOP_TIMEOUT_MS: count(0, 60_000)
    .default(10_000)
    .describe('milliseconds that running requests get to finish at a stop; orchestrators kill after 30 s'),
  CORS_ORIGINS: listOf(isOrigin, 'an origin such as https://shop.example, and never *').describe(
    'origins, comma separated, whose pages may call from a browser; none by default',
  ),
};
