import { fromBase64Url } from '../../../kit/domain/encoding.js';
import { contributedRows, rowCheck, type RowCheck } from '../../domain/contributedRow.js';
import type { AggregatePlan } from '../../domain/aggregatePlan.js';
import { cidOf } from '../../domain/ciphertext.js';
import { openWrap } from '../../domain/epochSeal.js';
import { loadedRow } from '../../domain/loadedRow.js';
import type { Blobs } from '../../adapters/blobs.js';
import type { EpochKeys } from '../../adapters/epochKeys.js';
import type { JobTerms } from '../../store/jobTermsStore.js';
import type { LiveContribution } from '../../store/eligibleStore.js';
import type { ComputeKeys } from '../../adapters/computeKeys.js';
import { openDatasetKey } from '../../adapters/hpke.js';
import type { AdmittedMember, MemberLoad } from './memberLoad.js';
import { openRecord, openRecordKey } from './openRecord.js';

export interface RecordPorts {
  readonly blobs: Blobs;
  readonly keys: ComputeKeys;
  readonly epochKeys: EpochKeys;
}

/**
 * Opens a member's records: wrap, dataset key, record keys, ciphertexts, rows. Every key and every plaintext is wiped
 * before this returns; strings that JSON made of a plaintext are left to the collector, as the language has it.
 *
 * @returns null when anything of the member's does not open: a hostile or broken upload costs its member a place in
 *   the answer and nobody else anything.
 */
export async function loadMember(
  ports: RecordPorts,
  { plan, terms }: { plan: AggregatePlan; terms: JobTerms },
  admitted: AdmittedMember,
): Promise<MemberLoad | null> {
  const { member, consent } = admitted;
  const { did } = member;
  const datasetKey = await openConsent(ports, admitted);
  if (!datasetKey || did === null) return null;
  const isValid = rowCheck(terms.dataset.columns);
  const rows: bigint[] = [];
  const counts = { validRows: 0, invalidRows: 0 };
  try {
    for (const contribution of member.contributions) {
      const plaintext = await openContribution(ports, terms, contribution, datasetKey, did);
      // A wallet declared how many rows it sends; what it encrypted may be more than any member may count with.
      const room = terms.dataset.rowsPerMemberMax - counts.validRows;
      const read = plaintext && readRows(plaintext, terms.datasetId, plan, isValid, room);
      plaintext?.fill(0);
      if (!read) return null;
      // One push for each value: spreading a hostile contribution's rows as arguments could exhaust the stack.
      for (const value of read.values) rows.push(value);
      counts.validRows += read.validRows;
      counts.invalidRows += read.invalidRows;
    }
  } finally {
    datasetKey.fill(0);
  }
  return { member, consent, values: BigInt64Array.from(rows), ...counts };
}

async function openConsent(
  { keys, epochKeys }: RecordPorts,
  { consent }: AdmittedMember,
): Promise<Buffer | null> {
  const { privateKey } = await keys.pair(consent.keyVersion);
  let epochKey: Buffer | undefined;
  try {
    // A key that is being destroyed is first random bytes, then gone.
    epochKey = await epochKeys.key(consent.epoch);
    const wrap = openWrap(consent.sealed, epochKey, { consent: consent.id, epoch: consent.epoch });
    const { id, purposes, signedExpiry: expiresAt } = consent;
    return await openDatasetKey(wrap, privateKey, { consent: id, purposes, expiresAt });
  } catch {
    return null;
  } finally {
    epochKey?.fill(0);
  }
}

async function openContribution(
  { blobs }: RecordPorts,
  terms: JobTerms,
  { cid, sealedKey }: LiveContribution,
  datasetKey: Uint8Array,
  did: string,
): Promise<Buffer | null> {
  const ciphertext = await blobs.get(terms.cooperativeId, cid);
  const sealed = fromBase64Url(sealedKey);
  if (!ciphertext || !sealed || cidOf(ciphertext) !== cid) return null;
  let recordKey: Buffer | undefined;
  try {
    recordKey = openRecordKey(sealed, datasetKey, cid);
    return openRecord(ciphertext, recordKey, terms.datasetId, did);
  } catch {
    return null;
  } finally {
    recordKey?.fill(0);
  }
}

function readRows(
  plaintext: Buffer,
  datasetId: string,
  plan: AggregatePlan,
  isValid: RowCheck,
  room: number,
) {
  const contributed = contributedRows(parse(plaintext), datasetId);
  if (!contributed) return null;
  const valid = contributed.rows.filter(isValid).slice(0, room);
  const values = valid.flatMap((row) => (plan.columns.length > 0 ? loadedRow(row, plan.columns) : [0n]));
  return { values, validRows: valid.length, invalidRows: contributed.rows.length - valid.length };
}

function parse(plaintext: Buffer): unknown {
  try {
    return JSON.parse(plaintext.toString('utf8'));
  } catch {
    return null;
  }
}
