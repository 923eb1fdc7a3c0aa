import type { CursorKey, PageRequest } from '../../kit/schema/connection.js';
import type { Standing } from '../../kit/identity/viewer.js';
import { AccessRecordRow } from '../store/accessRecordRow.js';
import { ConsentRow } from '../store/consentRow.js';
import { ContributionRow } from '../store/contributionRow.js';
import type { DataPorts } from './ports.js';

type Kept = typeof ContributionRow | typeof ConsentRow | typeof AccessRecordRow;

/**
 * A page of what is kept of a member, newest first, one row more than asked for. Ids sort by birth, but for a
 * consent's, which its wallet chose; the order is stable all the same.
 *
 * @returns also the instant at which they were read, from which their states follow.
 */
export async function pageOfMember<Row extends Kept>(
  { store }: Pick<DataPorts, 'store'>,
  row: Row,
  member: Pick<Standing, 'cooperativeId' | 'memberId'>,
  { first, after }: PageRequest,
): Promise<{ rows: InstanceType<Row>[]; now: Date }> {
  const { cooperativeId, memberId } = member;
  return store.transaction({ cooperative: cooperativeId }, async (tx) => {
    const found = tx.manager
      .createQueryBuilder<ContributionRow | ConsentRow | AccessRecordRow>(row, 'kept')
      .where('kept.cooperativeId = :cooperativeId and kept.memberId = :memberId', {
        cooperativeId,
        memberId,
      });
    if (after) found.andWhere('kept.id < :after', { after: String(after[0]) });
    const rows = await found
      .orderBy('kept.id', 'DESC')
      .limit(first + 1)
      .getMany();
    return { rows: rows as InstanceType<Row>[], now: tx.now };
  });
}

/** The key of a row in such a list. */
export function idKey({ id }: { id: string }): CursorKey {
  return [id];
}

/** Consents by id, of those that belong to one of these standings; null for all others alike. */
export async function consentsByIds(
  { store }: Pick<DataPorts, 'store'>,
  own: readonly Pick<Standing, 'cooperativeId' | 'memberId'>[],
  ids: readonly string[],
): Promise<({ row: ConsentRow; now: Date } | null)[]> {
  const found = new Map<string, { row: ConsentRow; now: Date }>();
  for (const { cooperativeId, memberId } of own) {
    await store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const rows = await tx.manager
        .createQueryBuilder(ConsentRow, 'consent')
        .where('consent.cooperativeId = :cooperativeId and consent.memberId = :memberId', {
          cooperativeId,
          memberId,
        })
        .andWhere('consent.id = any(:ids)', { ids: [...ids] })
        .getMany();
      for (const row of rows) found.set(row.id, { row, now: tx.now });
    });
  }
  return ids.map((id) => found.get(id) ?? null);
}
