import { toBase64Url } from '../../../kit/domain/encoding.js';
import type { Store } from '../../../kit/store/store.js';
import type { ComputeKeys } from '../../adapters/computeKeys.js';
import { insertKey, insertStatementKey, newestKey } from '../../store/computeKeyStore.js';
import type { PublishedKey } from '../../store/computeKeyStore.js';

/**
 * Publishes the first key if there is none, and makes sure that the newest one published is ours: a worker that
 * cannot open what wallets wrap would only fail later, one member at a time.
 *
 * @throws Error when the private half is not here.
 */
export async function ensurePublished(store: Store, keys: ComputeKeys): Promise<PublishedKey> {
  const current = (await store.transaction({}, newestKey)) ?? (await publish(store, keys, 1));
  const { publicKey } = await keys.pair(current.version);
  if (toBase64Url(publicKey) !== current.publicKey) {
    throw new Error(`the compute key of version ${current.version} that is published is another worker's`);
  }
  return current;
}

/** Publishes a version. Two workers that share their keys and do it at once publish one key. */
export async function publish(store: Store, keys: ComputeKeys, version: number): Promise<PublishedKey> {
  const { publicKey } = await keys.make(version);
  return store.transaction({}, async (tx) => {
    await insertKey(tx, version, toBase64Url(publicKey));
    const published = await newestKey(tx);
    if (!published) throw new Error(`the compute key of version ${version} was not kept`);
    return published;
  });
}

/** Publishes by which key the worker's statements are checked. Earlier ones stay: what they signed is still checked by them. */
export function publishStatementKey(store: Store, key: string): Promise<void> {
  return store.transaction({}, (tx) => insertStatementKey(tx, key));
}
