import type { Store, Tx } from '../../kit/store/store.js';
import { ERRORS } from '../domain/errors.js';

/** The compute worker's public key (X25519), to which members wrap their dataset keys. */
export interface ComputeKey {
  readonly version: number;
  /** Unpadded base64url of 32 bytes. */
  readonly publicKey: string;
}

/** @throws COMPUTE_KEY_UNAVAILABLE */
export async function currentComputeKey(tx: Tx): Promise<ComputeKey> {
  const [key] = await tx.query<{ version: number; public_key: string }>(
    'select version, public_key from compute_key order by version desc limit 1',
  );
  if (!key) throw ERRORS.COMPUTE_KEY_UNAVAILABLE.raise('The compute worker has not published its key yet.');
  return { version: key.version, publicKey: key.public_key };
}

/** @throws COMPUTE_KEY_UNAVAILABLE */
export function readComputeKey({ store }: { store: Store }): Promise<ComputeKey> {
  return store.transaction({}, currentComputeKey);
}
