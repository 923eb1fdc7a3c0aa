import type { Tx } from '../../kit/store/tx.js';
import type { EpochKeys } from '../adapters/epochKeys.js';
import { openWrap, sealWrap } from '../domain/epochSeal.js';
import { insertEpoch, shareCurrentEpoch } from '../store/epochStore.js';
import { insertWrap } from '../store/wrapStore.js';
import type { SealedWrap } from '../store/wrapStore.js';

/**
 * Seals a wrap under the key of the current epoch and keeps it.
 *
 * The epoch's row is locked until the transaction ends: whoever retires that epoch waits for the wraps that are
 * still on their way into it.
 */
export async function keepWrap(
  tx: Tx,
  keys: EpochKeys,
  { cooperativeId, id }: { readonly cooperativeId: string; readonly id: string },
  wrap: Uint8Array,
): Promise<void> {
  const epoch = await currentEpoch(tx, keys);
  const sealed = sealWrap(wrap, await keys.key(epoch), { consent: id, epoch });
  await insertWrap(tx, cooperativeId, { consentId: id, epoch, sealed });
}

/** Makes the first epoch if there is none yet. */
async function currentEpoch(tx: Tx, keys: EpochKeys): Promise<number> {
  const current = await shareCurrentEpoch(tx);
  if (current !== undefined) return current;
  await beginEpoch(tx, keys, 1);
  return (await shareCurrentEpoch(tx))!;
}

/** The key is on stable storage before the row says that there is such an epoch. */
export async function beginEpoch(tx: Tx, keys: EpochKeys, epoch: number): Promise<void> {
  await keys.make(epoch);
  await insertEpoch(tx, epoch);
}

/** Opens wraps in the order given, reading each epoch's key once. */
export async function openWraps(keys: EpochKeys, wraps: readonly SealedWrap[]): Promise<Buffer[]> {
  const epochs = [...new Set(wraps.map(({ epoch }) => epoch))];
  const read = await Promise.all(epochs.map(async (epoch) => [epoch, await keys.key(epoch)] as const));
  const byEpoch = new Map(read);
  return wraps.map(({ consentId: consent, epoch, sealed }) =>
    openWrap(sealed, byEpoch.get(epoch)!, { consent, epoch }),
  );
}
