import type { GatewaySettings } from '../../config.js';
import type { HttpTransportLimits } from '../../engine/transport/httpTransport.js';

/** Each is the setting of the same name, with its reason; a partner has no more time to connect than to answer. */
export function partnerLimitsOf(settings: GatewaySettings): HttpTransportLimits {
  return {
    connectionsMax: settings.PARTNER_CONNECTIONS_MAX,
    waitingMax: settings.PARTNER_WAITING_MAX,
    connectTimeoutMs: settings.PARTNER_TIMEOUT_MS,
    timeoutMs: settings.PARTNER_TIMEOUT_MS,
    silenceMs: settings.PARTNER_TIMEOUT_MS,
    answerBytesMax: settings.PARTNER_ANSWER_MAX_BYTES,
    errorsMax: settings.GUARD_ERRORS_MAX,
  };
}
