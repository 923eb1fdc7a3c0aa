import assert from 'node:assert/strict';
import { In, LessThan } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import { digestOf } from '../../kit/domain/canonical.js';
import type { Charter } from '../domain/charter.js';
import { CharterRow, toCharter } from './charterRow.js';

/** The charter in force: the newest version. Null before the co-op's founding has reached this service. */
export async function currentCharter(tx: Tx, cooperativeId: string): Promise<Charter | null> {
  const [row] = await tx.manager.find(CharterRow, {
    where: { cooperativeId },
    order: { version: 'DESC' },
    take: 1,
  });
  return row ? toCharter(row) : null;
}

/** The charter in force, held against other enactments to the end of the transaction. */
export async function holdCurrentCharter(tx: Tx, cooperativeId: string): Promise<Charter> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`charter\n${cooperativeId}`]);
  const charter = await currentCharter(tx, cooperativeId);
  assert(charter, `co-op ${cooperativeId} decides without a charter`);
  return charter;
}

/** That version, which must exist: proposals hold a foreign key to it. */
export async function charterVersion(tx: Tx, cooperativeId: string, version: number): Promise<Charter> {
  const row = await tx.manager.findOneBy(CharterRow, { cooperativeId, version });
  assert(row, `co-op ${cooperativeId} has no charter version ${version}`);
  return toCharter(row);
}

/** The next version; the primary key lets only one transaction write it. */
export async function insertCharter(tx: Tx, charter: Charter, proposalId: string | null): Promise<string> {
  const { cooperative, ...same } = charter;
  const termsDigest = digestOf(charter.terms);
  await tx.manager.insert(CharterRow, { ...same, cooperativeId: cooperative, termsDigest, proposalId });
  await tx.register(charter.id, cooperative);
  return termsDigest;
}

export async function chartersById(tx: Tx, cooperativeId: string, ids: string[]): Promise<Charter[]> {
  return (await tx.manager.findBy(CharterRow, { cooperativeId, id: In(ids) })).map(toCharter);
}

/** Newest first. @param before - a version; only older ones. */
export async function chartersOf(
  tx: Tx,
  cooperativeId: string,
  before: number | null,
  limit: number,
): Promise<Charter[]> {
  const older = before === null ? {} : { version: LessThan(before) };
  const where = { cooperativeId, ...older };
  return (await tx.manager.find(CharterRow, { where, order: { version: 'DESC' }, take: limit })).map(
    toCharter,
  );
}

export function charterCount(tx: Tx, cooperativeId: string): Promise<number> {
  return tx.manager.countBy(CharterRow, { cooperativeId });
}
