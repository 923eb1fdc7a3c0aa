import type { Settings } from '../settings.js';
import type { Logger } from '../observability/logger.js';
import { wakesOverNats } from './natsWakes.js';
import { wakesInProcess } from './wakes.js';
import type { Wakes } from './wakes.js';

/** The wakes that the settings name. Whoever calls closes them. */
export function wakesFor(settings: Settings, logger: Logger): Wakes {
  const { NATS_URL: url, DATABASE_ROLE_PREFIX: prefix } = settings;
  return url === undefined ? wakesInProcess() : wakesOverNats({ url, prefix, logger });
}
