import type { Tx } from '../../kit/store/tx.js';

/** A wrap at rest, sealed under its epoch's key. It is deleted when its consent ends. */
export interface SealedWrap {
  readonly consentId: string;
  readonly epoch: number;
  readonly sealed: Buffer;
}

export async function insertWrap(tx: Tx, cooperativeId: string, wrap: SealedWrap): Promise<void> {
  await tx.query(
    'insert into consent_wrap (cooperative_id, consent_id, epoch, sealed) values ($1, $2, $3, $4)',
    [cooperativeId, wrap.consentId, wrap.epoch, wrap.sealed],
  );
}

/** Destroys the wraps of consents, in the transaction that ends them. */
export async function deleteWraps(
  tx: Tx,
  cooperativeId: string,
  consentIds: readonly string[],
): Promise<void> {
  await tx.query('delete from consent_wrap where cooperative_id = $1 and consent_id = any($2)', [
    cooperativeId,
    consentIds,
  ]);
}

/** Wraps of that epoch, held. One that a withdrawal holds is left to it. */
export function holdWraps(
  tx: Tx,
  cooperativeId: string,
  epoch: number,
  limit: number,
): Promise<SealedWrap[]> {
  return tx.query<SealedWrap>(
    `select consent_id as "consentId", epoch, sealed from consent_wrap
     where cooperative_id = $1 and epoch = $2 order by consent_id limit $3 for update skip locked`,
    [cooperativeId, epoch, limit],
  );
}

export async function saveResealed(
  tx: Tx,
  cooperativeId: string,
  epoch: number,
  wraps: readonly Pick<SealedWrap, 'consentId' | 'sealed'>[],
): Promise<void> {
  await tx.query(
    `update consent_wrap w set epoch = $2, sealed = n.sealed
     from unnest($3::text[], $4::bytea[]) as n(consent_id, sealed)
     where w.cooperative_id = $1 and w.consent_id = n.consent_id`,
    [cooperativeId, epoch, wraps.map(({ consentId }) => consentId), wraps.map(({ sealed }) => sealed)],
  );
}

/** The co-ops with wraps of that epoch, in a transaction of the reader `epochs`. */
export async function cooperativesWithWraps(tx: Tx, epoch: number): Promise<string[]> {
  const found = await tx.query<{ cooperative_id: string }>(
    'select distinct cooperative_id from consent_wrap where epoch = $1',
    [epoch],
  );
  return found.map(({ cooperative_id: id }) => id);
}

/** In a transaction of the reader `epochs`. */
export async function wrapCount(tx: Tx, epoch: number): Promise<number> {
  const [row] = await tx.query<{ left: number }>(
    'select count(*)::int as left from consent_wrap where epoch = $1',
    [epoch],
  );
  return row!.left;
}

/** Wraps that nobody needs any more, by co-op. */
export interface NeedlessWraps {
  /** Their consents have expired. */
  readonly expired: string[];
  /** They do not open. */
  readonly setAside: string[];
}

/** Wraps of consents that have expired, and those that were set aside, in a transaction of the reader `expiry`. */
export async function needlessWraps(tx: Tx, limit: number): Promise<Map<string, NeedlessWraps>> {
  const found = await tx.query<{ consent_id: string; cooperative_id: string; expired: boolean }>(
    `select w.consent_id, w.cooperative_id, coalesce(c.expires_at <= $1, false) as expired from consent_wrap w
     join consent c on c.cooperative_id = w.cooperative_id and c.id = w.consent_id
     where c.expires_at <= $1 or c.wrap_set_aside_at is not null order by w.consent_id limit $2`,
    [tx.now, limit],
  );
  const byCooperative = new Map<string, NeedlessWraps>();
  for (const { consent_id: consentId, cooperative_id: cooperativeId, expired } of found) {
    const needless = byCooperative.get(cooperativeId) ?? { expired: [], setAside: [] };
    (expired ? needless.expired : needless.setAside).push(consentId);
    byCooperative.set(cooperativeId, needless);
  }
  return byCooperative;
}
