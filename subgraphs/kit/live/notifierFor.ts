import type { Settings } from '../settings.js';
import type { Logger } from '../observability/logger.js';
import { notifierOverNats } from './natsNotifier.js';
import { notifierInProcess } from './journalNotifier.js';
import type { JournalNotifier } from './journalNotifier.js';

/** The notifier that the settings name. Whoever calls closes them. */
export function notifierFor(settings: Settings, logger: Logger): JournalNotifier {
  const { NATS_URL: url, DATABASE_ROLE_PREFIX: prefix } = settings;
  return url === undefined ? notifierInProcess() : notifierOverNats({ url, prefix, logger });
}
