import type { GatewaySettings } from '../config.js';

/** Each is the setting of the same name, with its reason. */
export interface LiveLimits {
  connectionsPerAddress: number;
  connectionsPerViewer: number;
  subscriptionsPerConnection: number;
  messageBytes: number;
  initTimeoutMs: number;
  idleMs: number;
  unusedMs: number;
  pingMs: number;
  unsentEvents: number;
  unsentBytes: number;
  answerBytes: number;
  stopTimeoutMs: number;
}

export function liveLimitsOf(settings: GatewaySettings): LiveLimits {
  return {
    connectionsPerAddress: settings.LIVE_CONNECTIONS_PER_ADDRESS_MAX,
    connectionsPerViewer: settings.LIVE_CONNECTIONS_PER_VIEWER_MAX,
    subscriptionsPerConnection: settings.LIVE_SUBSCRIPTIONS_PER_CONNECTION_MAX,
    messageBytes: settings.LIVE_MESSAGE_MAX_BYTES,
    initTimeoutMs: settings.LIVE_INIT_TIMEOUT_MS,
    idleMs: settings.LIVE_IDLE_MS,
    unusedMs: settings.LIVE_UNUSED_MS,
    pingMs: settings.LIVE_PING_MS,
    unsentEvents: settings.LIVE_UNSENT_EVENTS_MAX,
    unsentBytes: settings.LIVE_UNSENT_MAX_BYTES,
    answerBytes: settings.ANSWER_MAX_BYTES,
    stopTimeoutMs: settings.STOP_TIMEOUT_MS,
  };
}
