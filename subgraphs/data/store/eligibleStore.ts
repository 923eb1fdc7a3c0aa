import type { Tx } from '../../kit/store/tx.js';
import { signedExpiry } from '../domain/consent.js';
import type { ConsentTerms, RecipientClass } from '../domain/consent.js';
import type { MemberRecords } from '../domain/gates.js';

/** A consent in force, with its wrap as it rests. */
export interface LiveConsent extends ConsentTerms {
  /** The text of `expiresAt` that the wrap is bound to. */
  readonly signedExpiry: string | null;
  readonly id: string;
  readonly keyVersion: number;
  readonly epoch: number;
  readonly sealed: Buffer;
}

export interface LiveContribution {
  readonly id: string;
  readonly cid: string;
  /** The record key under the member's dataset key. */
  readonly sealedKey: string;
  /** Rows that the wallet declared: no more are read. */
  readonly recordCount: number;
  readonly ciphertextBytes: number;
}

export interface EligibleMember extends MemberRecords<LiveConsent> {
  /** Bound into every ciphertext of the member; null when the member is not known here any more. */
  readonly did: string | null;
  readonly contributions: readonly LiveContribution[];
}

/** Of consents: the worker has opened their wrap. */
const OPENED = 'wrap_opened_at is not null and wrap_set_aside_at is null';

/**
 * The members with live contributions to a dataset, by id, and those of their consents that are in force now and whose
 * wrap was opened: none while their membership is not, or the worker has counted no row of theirs. Their records are as it
 * counted them, or as declared where it has not looked, since nobody consented.
 */
export async function readEligible(tx: Tx, datasetId: string): Promise<EligibleMember[]> {
  const contributions = await tx.query<ContributionRow>(
    `select c.member_id, s.did, c.id, c.cid, c.sealed_key, c.record_count, v.counted, c.ciphertext_bytes
     from contribution c
     left join contribution_verification v on v.cooperative_id = c.cooperative_id and v.contribution_id = c.id
     left join standing s on s.cooperative_id = c.cooperative_id and s.member_id = c.member_id
     where c.dataset_id = $1 and c.sealed_key is not null order by c.member_id, c.id`,
    [datasetId],
  );
  const consents = await tx.query<ConsentRow>(
    `select c.member_id, c.id, c.purposes, c.categories, c.recipients, c.expires_at, c.expiry_as_signed,
       c.key_version, w.epoch, w.sealed
     from consent c join consent_wrap w on w.cooperative_id = c.cooperative_id and w.consent_id = c.id
     join standing s on s.cooperative_id = c.cooperative_id and s.member_id = c.member_id and s.standing = 'ADMITTED'
     where c.dataset_id = $1 and c.withdrawn_at is null and c.erased_at is null and ${OPENED}
       and (c.expires_at is null or c.expires_at > $2) order by c.id`,
    [datasetId, tx.now],
  );
  const granted = byMember(consents);
  return [...byMember(contributions)].map(([memberId, rows]) => {
    const counted = rows.filter((row) => row.counted !== null && row.counted > 0);
    return {
      memberId,
      did: rows[0]?.did ?? null,
      records: rows.reduce((sum, row) => sum + (row.counted ?? row.record_count), 0),
      contributions: counted.map(toContribution),
      consents: counted.length > 0 ? (granted.get(memberId) ?? []).map(toConsent) : [],
    };
  });
}

function byMember<Row extends { member_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.member_id);
    if (group) group.push(row);
    else groups.set(row.member_id, [row]);
  }
  return groups;
}

interface ContributionRow {
  member_id: string;
  did: string | null;
  id: string;
  cid: string;
  sealed_key: string;
  record_count: number;
  /** Null while the worker has not looked. */
  counted: number | null;
  ciphertext_bytes: number;
}

interface ConsentRow {
  member_id: string;
  id: string;
  purposes: string[];
  categories: string[];
  recipients: RecipientClass[];
  expires_at: Date | null;
  expiry_as_signed: string | null;
  key_version: number;
  epoch: number;
  sealed: Buffer;
}

function toContribution(row: ContributionRow): LiveContribution {
  return {
    id: row.id,
    cid: row.cid,
    sealedKey: row.sealed_key,
    recordCount: row.record_count,
    ciphertextBytes: row.ciphertext_bytes,
  };
}

function toConsent(row: ConsentRow): LiveConsent {
  return {
    id: row.id,
    purposes: row.purposes,
    categories: row.categories,
    recipients: row.recipients,
    expiresAt: row.expires_at,
    signedExpiry: signedExpiry(row.expires_at, row.expiry_as_signed),
    keyVersion: row.key_version,
    epoch: row.epoch,
    sealed: row.sealed,
  };
}

/**
 * Those of these consents and contributions that stand, shared to the end of the transaction, so that a withdrawal waits.
 * Rows are locked in the order of their ids, consents first, so that two releases cannot wait for each other.
 */
export async function shareStanding(
  tx: Tx,
  consentIds: readonly string[],
  contributionIds: readonly string[],
): Promise<Set<string>> {
  const consents = await tx.query<{ id: string }>(
    `select id from consent where id = any($1) and withdrawn_at is null and erased_at is null and ${OPENED}
       and (expires_at is null or expires_at > $2) order by id for share`,
    [consentIds, tx.now],
  );
  const contributions = await tx.query<{ id: string }>(
    'select id from contribution where id = any($1) and sealed_key is not null order by id for share',
    [contributionIds],
  );
  return new Set([...consents, ...contributions].map(({ id }) => id));
}
