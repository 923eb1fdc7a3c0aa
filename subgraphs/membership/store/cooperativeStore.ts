import { In } from 'typeorm';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Cooperative } from '../domain/cooperative.js';
import { CooperativeRow, fromCooperative, toCooperative } from './cooperativeRow.js';
import type { Keyset } from './keyset.js';

/** The charter with which a co-op is founded is its first. */
const FOUNDING_VERSION = 1;

export async function insertCooperative(tx: Tx, cooperative: Cooperative): Promise<void> {
  await tx.manager.insert(CooperativeRow, fromCooperative(cooperative, FOUNDING_VERSION));
}

/**
 * The co-op, locked until the transaction ends. Every change of who is a member takes this lock, so that an
 * electorate is fixed between two such changes and never across one.
 *
 * @throws NOT_FOUND
 */
export async function lockCooperative(tx: Tx, cooperativeId: string): Promise<Cooperative> {
  const row = await tx.manager.findOne(CooperativeRow, {
    where: { cooperativeId },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw COMMON.NOT_FOUND.raise('There is no such co-op.', { id: cooperativeId });
  return toCooperative(row);
}

/** @throws NOT_FOUND */
export async function readCooperative(tx: Tx, cooperativeId: string): Promise<Cooperative> {
  const row = await tx.manager.findOneBy(CooperativeRow, { cooperativeId });
  if (!row) throw COMMON.NOT_FOUND.raise('There is no such co-op.', { id: cooperativeId });
  return toCooperative(row);
}

export async function findCooperatives(
  tx: Tx,
  by: { ids: readonly string[] } | { slugs: readonly string[] },
): Promise<Cooperative[]> {
  const where = 'ids' in by ? { cooperativeId: In([...by.ids]) } : { slug: In([...by.slugs]) };
  return (await tx.manager.findBy(CooperativeRow, where)).map(toCooperative);
}

/** A page of co-ops by id, one more than asked for; `search` is looked for in name, slug and mission. */
export async function listCooperatives(
  tx: Tx,
  search: string | null,
  { first, after }: Keyset,
): Promise<Cooperative[]> {
  const query = tx.manager
    .createQueryBuilder(CooperativeRow, 'c')
    .orderBy('c.cooperativeId')
    .limit(first + 1);
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    query.andWhere('(c.name ilike :pattern or c.slug ilike :pattern or c.mission ilike :pattern)', {
      pattern,
    });
  }
  if (after) query.andWhere('c.cooperativeId > :after', { after: String(after[0]) });
  return (await query.getMany()).map(toCooperative);
}

/** Writes what a version of the charter says of admission and powers. @returns false for a version that is not news. */
export async function saveCharter(
  tx: Tx,
  cooperativeId: string,
  version: number,
  { admission, powers }: Pick<CharterTerms, 'admission' | 'powers'>,
): Promise<boolean> {
  const written = await tx.query(
    `with written as (
       update cooperative set admission_by = $3, admission_issuers = $4, charter_version = $2, powers = $5
       where cooperative_id = $1 and charter_version < $2 returning cooperative_id)
     select cooperative_id from written`,
    [
      cooperativeId,
      version,
      admission.by,
      JSON.stringify(admission.issuers),
      powers ? JSON.stringify(powers) : null,
    ],
  );
  return written.length === 1;
}
