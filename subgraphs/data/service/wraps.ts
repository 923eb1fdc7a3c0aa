import type { Tx } from '../../kit/store/store.js';
import { openWrap, sealWrap } from '../domain/epochSeal.js';
import type { EpochKeys } from '../adapters/epochKeys.js';

/**
 * Seals a wrap under the key of the current epoch and keeps it.
 *
 * The epoch's row is locked until the transaction ends: whoever retires that epoch waits for the wraps that are
 * still on their way into it.
 */
export async function keepWrap(
  tx: Tx,
  keys: EpochKeys,
  cooperative: string,
  consent: string,
  wrap: Uint8Array,
): Promise<void> {
  const epoch = await currentEpoch(tx, keys);
  const sealed = sealWrap(wrap, await keys.key(epoch), { consent, epoch });
  await tx.query(
    `insert into consent_wrap (cooperative_id, consent_id, epoch, sealed) values ($1, $2, $3, $4)`,
    [cooperative, consent, epoch, sealed],
  );
}

/** Makes the first epoch if there is none yet. */
async function currentEpoch(tx: Tx, keys: EpochKeys): Promise<number> {
  const find = () =>
    tx.query<{ epoch: number }>(
      'select epoch from wrap_epoch where retired_at is null order by epoch desc limit 1 for share',
    );
  const [current] = await find();
  if (current) return current.epoch;
  await beginEpoch(tx, keys, 1);
  return (await find())[0]!.epoch;
}

/** The key is on stable storage before the row says that there is such an epoch. */
export async function beginEpoch(tx: Tx, keys: EpochKeys, epoch: number): Promise<void> {
  await keys.make(epoch);
  await tx.query('insert into wrap_epoch (epoch, started_at) values ($1, $2) on conflict do nothing', [
    epoch,
    tx.now,
  ]);
}

/** Destroys the wraps of consents, in the transaction that ends them. */
export async function destroyWraps(tx: Tx, cooperative: string, consents: readonly string[]): Promise<void> {
  await tx.query('delete from consent_wrap where cooperative_id = $1 and consent_id = any($2)', [
    cooperative,
    consents,
  ]);
}

export interface SealedWrap {
  readonly consent: string;
  readonly epoch: number;
  readonly sealed: Buffer;
}

/** Opens wraps in the order given, reading each epoch's key once. */
export async function openWraps(keys: EpochKeys, wraps: readonly SealedWrap[]): Promise<Buffer[]> {
  const epochs = [...new Set(wraps.map(({ epoch }) => epoch))];
  const read = await Promise.all(epochs.map(async (epoch) => [epoch, await keys.key(epoch)] as const));
  const byEpoch = new Map(read);
  return wraps.map(({ consent, epoch, sealed }) => openWrap(sealed, byEpoch.get(epoch)!, { consent, epoch }));
}
