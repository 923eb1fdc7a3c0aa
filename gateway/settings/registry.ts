import { count, KIB, MIB } from './forms.js';

/** How supergraphs are followed, use is counted, and partners are asked. */
export const registrySettings = {
  REGISTRY_POLL_MS: count(50, 600_000)
    .default(1_000)
    .describe(
      'milliseconds between two looks for a newer supergraph; the gateway that published has it at once, the others this much later',
    ),
  USAGE_FLUSH_MS: count(100, 600_000)
    .default(10_000)
    .describe('milliseconds between two batches of what operations use; a crash loses one batch'),
  USAGE_DAYS: count(1, 366)
    .default(30)
    .describe('days for which an operation counts as in use, and is remembered; a monthly report is in it'),
  USAGE_OPERATIONS_MAX: count(10, 1_000_000)
    .default(5_000)
    .describe('different operations counted; the rarest are forgotten first, at about 2 KiB each'),
  PARTNER_TIMEOUT_MS: count(100, 60_000)
    .default(2_000)
    .describe(
      'milliseconds that a partner may take for one request, to its last byte; whoever asks for its fields waits no longer',
    ),
  PARTNER_ANSWER_MAX_BYTES: count(KIB, 16 * MIB)
    .default(MIB)
    .describe('bytes of a partner’s answer; a page of a hundred rich items has about 200 KiB'),
  PARTNER_CONNECTIONS_MAX: count(1, 256)
    .default(8)
    .describe('sockets to one partner; a partner that hangs holds no more'),
  PARTNER_WAITING_MAX: count(0, 10_000)
    .default(56)
    .describe('requests that wait for a socket to one partner beyond those; more would be late anyway'),
};
