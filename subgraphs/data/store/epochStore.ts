import type { Tx } from '../../kit/store/tx.js';

/** A span of at most a day, under whose key wraps rest. */
export interface Epoch {
  readonly epoch: number;
  readonly startedAt: Date;
}

const EPOCH = 'select epoch, started_at as "startedAt" from wrap_epoch';

/** Puts those who would begin an epoch in a line. */
export async function queueEpochs(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('wrap_epoch', 0))`);
}

export async function newestEpoch(tx: Tx): Promise<Epoch | undefined> {
  const [newest] = await tx.query<Epoch>(`${EPOCH} order by epoch desc limit 1`);
  return newest;
}

/** The epoch that wraps go into, kept from being retired until the transaction ends; undefined before the first. */
export async function shareCurrentEpoch(tx: Tx): Promise<number | undefined> {
  const [current] = await tx.query<Epoch>(
    `${EPOCH} where retired_at is null order by epoch desc limit 1 for share`,
  );
  return current?.epoch;
}

export async function insertEpoch(tx: Tx, epoch: number): Promise<void> {
  await tx.query('insert into wrap_epoch (epoch, started_at) values ($1, $2) on conflict do nothing', [
    epoch,
    tx.now,
  ]);
}

/** Those before the newest that are not retired, oldest first. */
export async function olderEpochs(tx: Tx): Promise<number[]> {
  const older = await tx.query<Epoch>(
    `${EPOCH} where retired_at is null and epoch < (select max(epoch) from wrap_epoch) order by epoch`,
  );
  return older.map(({ epoch }) => epoch);
}

/** Those that are not retired, oldest first. */
export async function livingEpochs(tx: Tx): Promise<number[]> {
  const living = await tx.query<Epoch>(`${EPOCH} where retired_at is null order by epoch`);
  return living.map(({ epoch }) => epoch);
}

/** Waits for grants that share the epoch's row, and keeps others away until the transaction ends. */
export async function holdEpoch(tx: Tx, epoch: number): Promise<void> {
  await tx.query('select 1 from wrap_epoch where epoch = $1 for update', [epoch]);
}

export async function saveRetired(tx: Tx, epoch: number): Promise<void> {
  await tx.query('update wrap_epoch set retired_at = $2 where epoch = $1 and retired_at is null', [
    epoch,
    tx.now,
  ]);
}

/** Retired, and the destruction of their keys is not on record. */
export async function retiredEpochs(tx: Tx): Promise<number[]> {
  const retired = await tx.query<Epoch>(`${EPOCH} where retired_at is not null and destroyed_at is null`);
  return retired.map(({ epoch }) => epoch);
}

export async function saveDestroyed(tx: Tx, epoch: number): Promise<void> {
  await tx.query('update wrap_epoch set destroyed_at = $2 where epoch = $1', [epoch, tx.now]);
}
