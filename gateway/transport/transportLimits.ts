import type { GatewaySettings } from '../config.js';
import type { BreakerLimits } from '../engine/transport/breaker.js';
import type { HttpTransportLimits } from '../engine/transport/httpTransport.js';

/** Each is the setting of the same name, with its reason. */
export function httpLimitsOf(settings: GatewaySettings): HttpTransportLimits {
  return {
    connectionsMax: settings.SUBGRAPH_CONNECTIONS_MAX,
    waitingMax: settings.SUBGRAPH_WAITING_MAX,
    connectTimeoutMs: settings.SUBGRAPH_CONNECT_TIMEOUT_MS,
    timeoutMs: settings.SUBGRAPH_TIMEOUT_MS,
    silenceMs: settings.SUBGRAPH_SILENCE_MS,
    answerBytesMax: settings.ANSWER_MAX_BYTES,
    errorsMax: settings.SUBGRAPH_ERRORS_MAX,
  };
}

export function breakerLimitsOf(settings: GatewaySettings): BreakerLimits {
  return {
    failuresMin: settings.BREAKER_FAILURES_MIN,
    windowMs: settings.BREAKER_WINDOW_MS,
    openMs: settings.BREAKER_OPEN_MS,
  };
}
