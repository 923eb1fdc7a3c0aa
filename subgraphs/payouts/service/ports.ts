import type { Logger } from '../../kit/observability/logger.js';
import type { Store } from '../../kit/store/store.js';
import type { PaymentPort } from '../adapters/paymentPort.js';
import type { PayoutsSettings } from '../settings.js';

/** What use cases are wired to. */
export interface PayoutsPorts {
  store: Store;
  rail: PaymentPort;
  settings: PayoutsSettings;
  logger: Logger;
}
