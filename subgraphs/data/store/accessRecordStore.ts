import { LessThan } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { AccessRecord } from '../domain/accessRecord.js';
import { AccessRecordRow, toAccessRecord } from './accessRecordRow.js';
import type { Holder } from '../domain/holder.js';

/** Newest first. @param before - an id; only older ones. */
export async function accessRecordsOf(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  before: string | null,
  limit: number,
): Promise<AccessRecord[]> {
  const where = { cooperativeId, memberId, ...(before !== null && { id: LessThan(before) }) };
  const rows = await tx.manager.find(AccessRecordRow, { where, order: { id: 'DESC' }, take: limit });
  return rows.map(toAccessRecord);
}

/** Uses under one job, in as many rows as members. */
export async function insertAccessRecords(tx: Tx, records: readonly AccessRecord[]): Promise<void> {
  const [first] = records;
  if (!first) return;
  await tx.query(
    `insert into access_record (cooperative_id, id, member_id, dataset_id, licence_id, job_id, buyer_id, purpose,
       records, at)
     select $1, used.id, used.member_id, $2, $3, $4, $5, $6, used.records, $7
     from unnest($8::text[], $9::text[], $10::integer[]) as used(id, member_id, records)`,
    [
      first.cooperativeId,
      first.datasetId,
      first.licenceId,
      first.jobId,
      first.buyerId,
      first.purpose,
      first.at,
      records.map(({ id }) => id),
      records.map(({ memberId }) => memberId),
      records.map((record) => record.records),
    ],
  );
}
