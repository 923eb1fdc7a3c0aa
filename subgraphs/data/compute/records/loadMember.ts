import type { AggregatePlan } from '../../domain/aggregatePlan.js';
import { rowJudge } from '../../domain/judgedRows.js';
import { openWrap } from '../../domain/epochSeal.js';
import { loadedRow } from '../../domain/loadedRow.js';
import type { Blobs } from '../../adapters/blobs.js';
import type { EpochKeys } from '../../adapters/epochKeys.js';
import type { JobTerms } from '../../store/jobTermsStore.js';
import type { ComputeKeys } from '../../adapters/computeKeys.js';
import { openDatasetKey } from '../../adapters/hpke.js';
import type { LiveContribution } from '../../store/eligibleStore.js';
import type { AdmittedMember, MemberLoad } from './memberLoad.js';
import { readContribution } from './readContribution.js';

export interface RecordPorts {
  readonly blobs: Blobs;
  readonly keys: ComputeKeys;
  readonly epochKeys: EpochKeys;
}

/** What a job reads of which dataset, and which rows of those that have a key count: the others are repeats. */
export interface Reading {
  readonly plan: AggregatePlan;
  readonly terms: JobTerms;
  /** By contribution, the numbers of its rows; of no use where rows have no key. */
  readonly counted: ReadonlyMap<string, ReadonlySet<number>>;
}

/**
 * Opens a member's records: wrap, dataset key, record keys, ciphertexts, rows. Every key is wiped before this returns.
 *
 * @returns null when anything of the member's does not open: a hostile or broken upload costs its member a place in
 *   the answer and nobody else anything.
 */
export async function loadMember(
  ports: RecordPorts,
  reading: Reading,
  admitted: AdmittedMember,
): Promise<MemberLoad | null> {
  const { member, consent } = admitted;
  const { did } = member;
  const { cooperativeId, datasetId, dataset } = reading.terms;
  const datasetKey = await openConsent(ports, admitted);
  if (!datasetKey || did === null) return null;
  const rows: bigint[] = [];
  const counts = { validRows: 0, otherRows: 0 };
  try {
    for (const contribution of member.contributions) {
      const sealed = { ...contribution, cooperativeId, datasetId, did };
      const content = await readContribution(ports.blobs, sealed, datasetKey);
      if (content === null || content === 'ABSENT') return null;
      const taken = rowsThatCount(content, contribution, reading).slice(
        0,
        dataset.rowsPerMemberMax - counts.validRows,
      );
      // One push for each value: spreading a hostile contribution's rows as arguments could exhaust the stack.
      for (const row of taken) for (const value of valuesOf(row, reading.plan)) rows.push(value);
      counts.validRows += taken.length;
      counts.otherRows += content.length - taken.length;
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

/** Those that the worker has counted: valid, among the declared number, and no repeats. */
function rowsThatCount(
  content: readonly unknown[],
  { id, recordCount }: LiveContribution,
  { terms: { dataset }, counted }: Reading,
): Readonly<Record<string, unknown>>[] {
  const judge = rowJudge(dataset, recordCount);
  const first = dataset.rowKey && (counted.get(id) ?? new Set());
  return content.filter(
    (row, at): row is Record<string, unknown> => judge(row, at) === 'VALID' && (first?.has(at) ?? true),
  );
}

/** A job that only counts rows reads no column: then each value stands for a row. */
function valuesOf(row: Readonly<Record<string, unknown>>, { columns }: AggregatePlan): bigint[] {
  return columns.length > 0 ? loadedRow(row, columns) : [0n];
}
