import type { KeyPort } from '../../kit/identity/keys.js';
import type { Settings } from '../../kit/settings.js';
import type { Store } from '../../kit/store/store.js';

/** What the use cases of membership stand on. */
export interface MembershipDeps {
  readonly store: Store;
  readonly keys: KeyPort;
  readonly settings: Settings;
}
