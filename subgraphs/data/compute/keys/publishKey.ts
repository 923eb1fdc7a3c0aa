import { toBase64Url } from '../../../kit/domain/encoding.js';
import type { Store, Tx } from '../../../kit/store/store.js';
import type { ComputeKeys } from '../../adapters/computeKeys.js';

/** A public key that wallets wrap to, as published. */
export interface PublishedKey {
  readonly version: number;
  readonly publicKey: string;
  readonly publishedAt: Date;
}

/**
 * Publishes the first key if there is none, and makes sure that the newest one published is ours: a worker that
 * cannot open what wallets wrap would only fail later, one member at a time.
 *
 * @throws Error when the private half is not here.
 */
export async function ensurePublished(store: Store, keys: ComputeKeys): Promise<PublishedKey> {
  const current = (await store.transaction({}, newest)) ?? (await publish(store, keys, 1));
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
    await tx.query(
      'insert into compute_key (version, public_key, published_at) values ($1, $2, $3) on conflict do nothing',
      [version, toBase64Url(publicKey), tx.now],
    );
    const published = await newest(tx);
    if (!published) throw new Error(`the compute key of version ${version} was not kept`);
    return published;
  });
}

/** The key that wallets wrap to now. */
export async function newest(tx: Tx): Promise<PublishedKey | undefined> {
  const [row] = await tx.query<{ version: number; public_key: string; published_at: Date }>(
    'select version, public_key, published_at from compute_key order by version desc limit 1',
  );
  return row && { version: row.version, publicKey: row.public_key, publishedAt: row.published_at };
}
