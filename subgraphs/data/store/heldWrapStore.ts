import type { Tx } from '../../kit/store/tx.js';
import { signedExpiry } from '../domain/consent.js';

/** A consent's wrap with all that it is bound to, its rows locked to the end of the transaction. */
export interface HeldWrap {
  readonly cooperativeId: string;
  readonly consentId: string;
  readonly datasetId: string;
  readonly memberId: string;
  readonly purposes: string[];
  /** The text of the expiry in the signed statement. */
  readonly expiresAt: string | null;
  readonly keyVersion: number;
  readonly epoch: number;
  readonly sealed: Buffer;
  readonly wasOpened: boolean;
}

const WRAP = `select c.cooperative_id, c.id, c.dataset_id, c.member_id, c.purposes, c.expires_at, c.expiry_as_signed,
    c.key_version, c.wrap_opened_at, w.epoch, w.sealed
  from consent c join consent_wrap w on w.cooperative_id = c.cooperative_id and w.consent_id = c.id
  where c.id = $1 and c.withdrawn_at is null and c.erased_at is null and c.wrap_set_aside_at is null`;

/**
 * The wrap of a consent that is neither over nor set aside, both rows locked: a withdrawal at the same moment comes
 * before or after, and wins either way. Null when there is none, or another worker is at it.
 */
export async function holdWrap(tx: Tx, id: string): Promise<HeldWrap | null> {
  const [row] = await tx.query<Row>(`${WRAP} for update skip locked`, [id]);
  return row ? toWrap(row) : null;
}

/** One that has opened, of a consent in force, shared to the end of the transaction, so that a withdrawal waits. */
export async function shareOpenedWrap(tx: Tx, id: string): Promise<HeldWrap | null> {
  const [row] = await tx.query<Row>(
    `${WRAP} and c.wrap_opened_at is not null and (c.expires_at is null or c.expires_at > $2) for share`,
    [id, tx.now],
  );
  return row ? toWrap(row) : null;
}

function toWrap(row: Row): HeldWrap {
  return {
    cooperativeId: row.cooperative_id,
    consentId: row.id,
    datasetId: row.dataset_id,
    memberId: row.member_id,
    purposes: row.purposes,
    expiresAt: signedExpiry(row.expires_at, row.expiry_as_signed),
    keyVersion: row.key_version,
    epoch: row.epoch,
    sealed: row.sealed,
    wasOpened: row.wrap_opened_at !== null,
  };
}

interface Row {
  cooperative_id: string;
  id: string;
  dataset_id: string;
  member_id: string;
  purposes: string[];
  expires_at: Date | null;
  expiry_as_signed: string | null;
  key_version: number;
  wrap_opened_at: Date | null;
  epoch: number;
  sealed: Buffer;
}

export async function saveOpened(tx: Tx, id: string): Promise<void> {
  await tx.query('update consent set wrap_opened_at = $2 where id = $1', [id, tx.now]);
}

export async function saveSetAside(tx: Tx, id: string): Promise<void> {
  await tx.query('update consent set wrap_set_aside_at = $2 where id = $1', [id, tx.now]);
}

/** The worker could not tell: others have their turn before this one is looked at again. */
export async function saveTried(tx: Tx, id: string): Promise<void> {
  await tx.query('update consent set wrap_tried_at = clock_timestamp() where id = $1', [id]);
}
