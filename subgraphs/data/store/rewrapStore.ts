import type { Tx } from '../../kit/store/tx.js';
import { signedExpiry } from '../domain/consent.js';

/** A consent whose wrap is for an older compute key. */
export interface OutdatedConsent {
  readonly cooperativeId: string;
  readonly id: string;
}

/** Those that are not over, oldest key first, in a transaction of the reader `rewrap`. */
export function outdatedConsents(tx: Tx, version: number, limit: number): Promise<OutdatedConsent[]> {
  return tx.query<OutdatedConsent>(
    `select cooperative_id as "cooperativeId", id from consent
     where key_version < $1 and (expires_at is null or expires_at > $2) order by key_version, id limit $3`,
    [version, tx.now, limit],
  );
}

/** A wrap with all that it is bound to. */
export interface OutdatedWrap {
  readonly purposes: string[];
  /** The text of the expiry in the signed statement. */
  readonly expiresAt: string | null;
  readonly keyVersion: number;
  readonly epoch: number;
  readonly sealed: Buffer;
}

/** The wrap with its consent's row locked; null when the consent is over, or another worker has moved the wrap. */
export async function holdOutdatedWrap(tx: Tx, id: string, version: number): Promise<OutdatedWrap | null> {
  const [row] = await tx.query<Row>(
    `select c.purposes, c.expires_at, c.expiry_as_signed, c.key_version, w.epoch, w.sealed
     from consent c join consent_wrap w on w.cooperative_id = c.cooperative_id and w.consent_id = c.id
     where c.id = $1 and c.key_version < $2 and c.withdrawn_at is null and c.erased_at is null for update`,
    [id, version],
  );
  if (!row) return null;
  const {
    purposes,
    expires_at: at,
    expiry_as_signed: asSigned,
    key_version: keyVersion,
    epoch,
    sealed,
  } = row;
  return { purposes, expiresAt: signedExpiry(at, asSigned), keyVersion, epoch, sealed };
}

export async function saveRewrapped(tx: Tx, id: string, version: number, sealed: Buffer): Promise<void> {
  await tx.query('update consent_wrap set sealed = $2 where consent_id = $1', [id, sealed]);
  await tx.query('update consent set key_version = $2 where id = $1', [id, version]);
}

interface Row {
  purposes: string[];
  expires_at: Date | null;
  expiry_as_signed: string | null;
  key_version: number;
  epoch: number;
  sealed: Buffer;
}
