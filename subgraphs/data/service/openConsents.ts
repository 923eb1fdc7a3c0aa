import { ancestors } from '../../kit/domain/purposes.js';
import { toBase64Url } from '../../kit/domain/encoding.js';
import type { Tx } from '../../kit/store/store.js';
import type { EpochKeys } from './epochKeys.js';
import { openWraps } from './wraps.js';

/** A use of a dataset that somebody asks for. */
export interface Use {
  readonly cooperative: string;
  readonly dataset: string;
  readonly purpose: string;
  /** Kind of the organisation that receives the result. */
  readonly recipient: string;
  /** Sensitivities of the columns that are read. */
  readonly categories: readonly string[];
}

/** A consent that is in force for a use, with the wrap that opens its member's records. */
export interface OpenConsent {
  readonly consent: string;
  readonly memberId: string;
  readonly memberDid: string;
  readonly purposes: string[];
  readonly expiresAt: Date | null;
  readonly keyVersion: number;
  /** Unpadded base64url of an HPKE encapsulated key and ciphertext. */
  readonly wrap: string;
}

/** Covers a use: the columns of a consent in force, of an admitted member, for this purpose and recipient. */
const IN_FORCE = `
  c.cooperative_id = $1 and c.dataset_id = $2 and c.withdrawn_at is null and c.erased_at is null
  and (c.expires_at is null or c.expires_at > $3) and c.purposes && $4 and $5 = any(c.recipients)
  and c.categories @> $6`;

function parametersOf(use: Use, now: Date): unknown[] {
  const purposes = [use.purpose, ...ancestors(use.purpose)];
  return [use.cooperative, use.dataset, now, purposes, use.recipient, use.categories];
}

/**
 * The first gate: the consents that are in force for a use, ordered by id.
 */
export async function openConsents(tx: Tx, keys: EpochKeys, use: Use): Promise<OpenConsent[]> {
  const rows = await tx.query<Omit<OpenConsent, 'wrap'> & { epoch: number; sealed: Buffer }>(
    `select c.id as consent, c.member_id as "memberId", s.did as "memberDid", c.purposes,
       c.expires_at as "expiresAt", c.key_version as "keyVersion", w.epoch, w.sealed
     from consent c
     join consent_wrap w on w.cooperative_id = c.cooperative_id and w.consent_id = c.id
     join standing s on s.cooperative_id = c.cooperative_id and s.member_id = c.member_id
     where ${IN_FORCE} and s.standing = 'ADMITTED'
     order by c.id`,
    parametersOf(use, tx.now),
  );
  const wraps = await openWraps(keys, rows);
  return rows.map(({ epoch: _epoch, sealed: _sealed, ...row }, at) => ({ ...row, wrap: toBase64Url(wraps[at]!) }));
}

/**
 * Locks consents until the transaction ends, so that none of them can be withdrawn before a result is out.
 *
 * @returns those that are still in force for the use, of those that are asked for.
 */
export async function lockConsents(tx: Tx, use: Use, consents: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select c.id from consent c where ${IN_FORCE} and c.id = any($7) order by c.id for update of c`,
    [...parametersOf(use, tx.now), consents],
  );
  return new Set(rows.map(({ id }) => id));
}
