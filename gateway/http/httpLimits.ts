import type { GatewaySettings } from '../config.js';
import type { HttpLimits } from './httpServer.js';

/** Each is the setting of the same name, with its reason. */
export function httpLimitsOf(settings: GatewaySettings): HttpLimits {
  return {
    headerBytesMax: settings.HTTP_HEADER_MAX_BYTES,
    headerTimeoutMs: settings.HTTP_HEADER_TIMEOUT_MS,
    bodyTimeoutMs: settings.HTTP_BODY_TIMEOUT_MS,
    keepAliveMs: settings.HTTP_KEEP_ALIVE_MS,
    connectionsMax: settings.HTTP_CONNECTIONS_MAX,
    connectionsPerAddress: settings.HTTP_CONNECTIONS_PER_ADDRESS_MAX,
    unfinishedPerAddress: settings.HTTP_UNFINISHED_PER_ADDRESS_MAX,
    bodyStallMs: settings.HTTP_BODY_STALL_MS,
    answerLingerMs: settings.HTTP_ANSWER_LINGER_MS,
    unsentBytes: settings.HTTP_UNSENT_MAX_BYTES,
    unsentBytesPerAddress: settings.HTTP_UNSENT_PER_ADDRESS_MAX_BYTES,
    inFlightMax: settings.HTTP_IN_FLIGHT_MAX,
    inFlightPerAddress: settings.HTTP_IN_FLIGHT_PER_ADDRESS_MAX,
    pipelinedMax: settings.HTTP_PIPELINED_MAX,
    stopTimeoutMs: settings.STOP_TIMEOUT_MS,
  };
}
