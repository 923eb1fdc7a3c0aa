import { openWrap } from '../../domain/epochSeal.js';
import { KeyGone } from '../../adapters/epochKeys.js';
import type { EpochKeys } from '../../adapters/epochKeys.js';
import type { ComputeKeys } from '../../adapters/computeKeys.js';
import { openDatasetKey } from '../../adapters/hpke.js';
import type { HeldWrap } from '../../store/heldWrapStore.js';

export interface WrapPorts {
  readonly keys: ComputeKeys;
  readonly epochKeys: EpochKeys;
}

/** AES-256. */
const DATASET_KEY_BYTES = 32;

/**
 * What became of an attempt: OPENED, with the key, which the caller wipes; UNREADABLE, now and for ever; or UNKNOWN,
 * where a fault of ours keeps us from telling.
 */
export type Attempt =
  | { readonly kind: 'OPENED'; readonly datasetKey: Buffer }
  | { readonly kind: 'UNREADABLE' }
  | { readonly kind: 'UNKNOWN'; readonly cause: unknown };

/**
 * Tries to open a wrap with the keys of its epoch and its version.
 *
 * A key that is gone is gone for good, and the wrap with it; but a worker that looks into the wrong folder misses every
 * key. So a missing key counts only where the current ones are there.
 */
export async function tryWrap(
  { keys, epochKeys }: WrapPorts,
  held: Pick<HeldWrap, 'consentId' | 'purposes' | 'expiresAt' | 'keyVersion' | 'epoch' | 'sealed'>,
  current: { readonly epoch: number; readonly keyVersion: number },
): Promise<Attempt> {
  const { consentId: consent, purposes, expiresAt, keyVersion, epoch, sealed } = held;
  let epochKey: Buffer | undefined;
  try {
    const { privateKey } = await keys.pair(keyVersion);
    epochKey = await epochKeys.key(epoch);
    const key = epochKey;
    const datasetKey = await opened(() => openWrap(sealed, key, { consent, epoch })).then(
      (wrap) => wrap && opened(() => openDatasetKey(wrap, privateKey, { consent, purposes, expiresAt })),
    );
    if (!datasetKey) return { kind: 'UNREADABLE' };
    if (datasetKey.length === DATASET_KEY_BYTES) return { kind: 'OPENED', datasetKey };
    datasetKey.fill(0);
    return { kind: 'UNREADABLE' };
  } catch (cause) {
    if (cause instanceof KeyGone && (await hasCurrent({ keys, epochKeys }, current))) {
      return { kind: 'UNREADABLE' };
    }
    return { kind: 'UNKNOWN', cause };
  } finally {
    epochKey?.fill(0);
  }
}

async function opened(open: () => Buffer | Promise<Buffer>): Promise<Buffer | null> {
  try {
    return await open();
  } catch {
    return null;
  }
}

async function hasCurrent(
  { keys, epochKeys }: WrapPorts,
  current: { readonly epoch: number; readonly keyVersion: number },
): Promise<boolean> {
  try {
    await keys.pair(current.keyVersion);
    (await epochKeys.key(current.epoch)).fill(0);
    return true;
  } catch {
    return false;
  }
}
