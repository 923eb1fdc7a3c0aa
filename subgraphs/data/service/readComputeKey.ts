import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { newestKey } from '../store/computeKeyStore.js';
import type { PublishedKey } from '../store/computeKeyStore.js';

/** The key that wallets wrap to now. @throws COMPUTE_KEY_UNAVAILABLE */
export function readComputeKey(store: Store) {
  return (): Promise<PublishedKey> => store.transaction({}, requireComputeKey);
}

/** @throws COMPUTE_KEY_UNAVAILABLE */
export async function requireComputeKey(tx: Tx): Promise<PublishedKey> {
  const key = await newestKey(tx);
  if (key) return key;
  throw ERRORS.COMPUTE_KEY_UNAVAILABLE.raise('The compute worker has not published its key yet.');
}
