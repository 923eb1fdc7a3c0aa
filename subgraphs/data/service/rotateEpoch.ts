import type { Tx } from '../../kit/store/store.js';
import { EPOCH_MS_MAX, sealWrap } from '../domain/epochSeal.js';
import type { DataPorts } from './ports.js';
import { beginEpoch, openWraps } from './wraps.js';

const BATCH = 200;

interface EpochRow {
  epoch: number;
  started_at: Date;
  retired_at: Date | null;
}

type Ports = Pick<DataPorts, 'store' | 'epochKeys'>;

/**
 * Ends epochs that are a day old: live wraps are sealed anew under a new key, and the old key is destroyed.
 *
 * Every step may be the last before a crash, and any copy of the service may take the next one:
 * 1. the new key is on stable storage before its epoch is on record, and the epoch before anything is sealed in it;
 * 2. wraps move in batches, each in a transaction of its co-op; both keys exist all the while;
 * 3. an epoch is retired only while its row is locked and no wrap is left in it;
 * 4. the key of a retired epoch is destroyed, and only then is it on record as destroyed. A crash in between
 *    destroys it again, which changes nothing.
 */
export async function rotateEpoch({ store, epochKeys }: Ports): Promise<void> {
  await beginNext({ store, epochKeys });
  for (const { epoch } of await olderEpochs({ store, epochKeys })) {
    await resealAll({ store, epochKeys }, epoch);
    await retire({ store, epochKeys }, epoch);
  }
  await destroyRetired({ store, epochKeys });
}

async function beginNext({ store, epochKeys }: Ports): Promise<void> {
  await store.transaction({}, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('wrap_epoch', 0))`);
    const current = await newest(tx);
    if (!current || tx.now.getTime() - current.started_at.getTime() < EPOCH_MS_MAX) return;
    await beginEpoch(tx, epochKeys, current.epoch + 1);
  });
}

async function newest(tx: Tx): Promise<EpochRow | undefined> {
  const [row] = await tx.query<EpochRow>(
    'select epoch, started_at, retired_at from wrap_epoch order by epoch desc limit 1',
  );
  return row;
}

function olderEpochs({ store }: Ports): Promise<EpochRow[]> {
  return store.transaction({}, (tx) =>
    tx.query<EpochRow>(
      `select epoch, started_at, retired_at from wrap_epoch
       where retired_at is null and epoch < (select max(epoch) from wrap_epoch) order by epoch`,
    ),
  );
}

async function resealAll(ports: Ports, epoch: number): Promise<void> {
  const cooperatives = await ports.store.transaction({ reader: 'epochs' }, (tx) =>
    tx.query<{ cooperative_id: string }>(
      'select distinct cooperative_id from consent_wrap where epoch = $1',
      [epoch],
    ),
  );
  for (const { cooperative_id: cooperative } of cooperatives) {
    while ((await resealBatch(ports, cooperative, epoch)) === BATCH);
  }
}

/** @returns how many wraps of that epoch moved. */
function resealBatch({ store, epochKeys }: Ports, cooperative: string, epoch: number): Promise<number> {
  return store.transaction({ cooperative }, async (tx) => {
    const next = (await newest(tx))!.epoch;
    // A wrap that a withdrawal holds is left to it; what it does not destroy moves in the next round.
    const wraps = await tx.query<{ consent: string; sealed: Buffer; epoch: number }>(
      `select consent_id as consent, sealed, epoch from consent_wrap
       where cooperative_id = $1 and epoch = $2 order by consent_id limit ${BATCH} for update skip locked`,
      [cooperative, epoch],
    );
    if (wraps.length === 0) return 0;
    const opened = await openWraps(epochKeys, wraps);
    const key = await epochKeys.key(next);
    const sealed = opened.map((wrap, at) =>
      sealWrap(wrap, key, { consent: wraps[at]!.consent, epoch: next }),
    );
    await tx.query(
      `update consent_wrap w set epoch = $2, sealed = n.sealed
       from unnest($3::text[], $4::bytea[]) as n(consent_id, sealed)
       where w.cooperative_id = $1 and w.consent_id = n.consent_id`,
      [cooperative, next, wraps.map(({ consent }) => consent), sealed],
    );
    return wraps.length;
  });
}

async function retire({ store }: Ports, epoch: number): Promise<void> {
  await store.transaction({}, async (tx) => {
    // Waits for grants that share this row: the wraps that they bring are counted below.
    await tx.query('select 1 from wrap_epoch where epoch = $1 for update', [epoch]);
    await tx.enter({ reader: 'epochs' });
    const [left] = await tx.query<{ left: number }>(
      'select count(*)::int as left from consent_wrap where epoch = $1',
      [epoch],
    );
    if (left!.left > 0) return;
    await tx.query('update wrap_epoch set retired_at = $2 where epoch = $1 and retired_at is null', [
      epoch,
      tx.now,
    ]);
  });
}

async function destroyRetired({ store, epochKeys }: Ports): Promise<void> {
  const retired = await store.transaction({}, (tx) =>
    tx.query<{ epoch: number }>(
      'select epoch from wrap_epoch where retired_at is not null and destroyed_at is null',
    ),
  );
  for (const { epoch } of retired) {
    await epochKeys.destroy(epoch);
    await store.transaction({}, async (tx) => {
      await tx.query('update wrap_epoch set destroyed_at = $2 where epoch = $1', [epoch, tx.now]);
    });
  }
}
