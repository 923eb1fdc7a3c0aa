import { In, IsNull } from 'typeorm';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Elector } from '../domain/electorate.js';
import type { Member } from '../domain/member.js';
import { countChange } from '../domain/standing.js';
import type { MemberStanding } from '../domain/standing.js';
import type { Keyset } from './keyset.js';
import { MemberRow, fromMember, toMember } from './memberRow.js';

/** What was shown with an application. */
export interface Personhood {
  readonly nullifier: string;
  readonly attestation: object;
  readonly credential?: object;
}

/** Writes a new member, findable by id. */
export async function insertMember(tx: Tx, member: Member, personhood: Personhood): Promise<void> {
  const { id, cooperativeId, did } = member;
  await tx.manager.insert(MemberRow, { id, cooperativeId, did, ...fromMember(member), ...personhood });
  await tx.register(id, cooperativeId);
}

export interface MemberChange {
  readonly before: Member;
  readonly after: Member;
  /** What else is written with it. */
  readonly also?: Partial<Personhood> & { readonly erasedAt?: Date | null };
}

/** Writes what has changed of members of one co-op, and keeps its count of members. */
export async function updateMembers(
  tx: Tx,
  cooperativeId: string,
  changes: readonly MemberChange[],
): Promise<void> {
  for (const { after, also } of changes) {
    await tx.manager.update(MemberRow, { id: after.id, cooperativeId }, { ...fromMember(after), ...also });
  }
  const change = changes.reduce((sum, { before, after }) => sum + countChange(before, after), 0);
  if (change !== 0) await changeMemberCount(tx, cooperativeId, change);
}

async function changeMemberCount(tx: Tx, cooperativeId: string, change: number): Promise<void> {
  await tx.query('update cooperative set member_count = member_count + $2 where cooperative_id = $1', [
    cooperativeId,
    change,
  ]);
}

/**
 * The members of these ids, locked until the transaction ends, in the order of the ids given.
 *
 * @throws NOT_FOUND when one is missing.
 */
export async function lockMembers(tx: Tx, cooperativeId: string, ids: readonly string[]): Promise<Member[]> {
  // Locked in the order of the ids, so that two transactions over the same members never wait for each other.
  const rows = await tx.manager.find(MemberRow, {
    where: { cooperativeId, id: In([...ids]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  const members = new Map((await withKeys(tx, rows)).map((member) => [member.id as string, member]));
  return ids.map((id) => {
    const member = members.get(id);
    if (!member) throw COMMON.NOT_FOUND.raise('There is no such member that you may know of.', { id });
    return member;
  });
}

/** @throws NOT_FOUND */
export async function lockMember(tx: Tx, cooperativeId: string, id: string): Promise<Member> {
  return (await lockMembers(tx, cooperativeId, [id]))[0]!;
}

/** The member of that DID, locked; null if there is none. */
export async function lockMemberByDid(tx: Tx, cooperativeId: string, did: string): Promise<Member | null> {
  const row = await tx.manager.findOne(MemberRow, {
    where: { cooperativeId, did },
    lock: { mode: 'pessimistic_write' },
  });
  return row && (await withKeys(tx, [row]))[0]!;
}

export async function findMembers(tx: Tx, cooperativeId: string, ids: readonly string[]): Promise<Member[]> {
  const rows = await tx.manager.findBy(MemberRow, { cooperativeId, id: In([...ids]) });
  return withKeys(tx, rows);
}

/** Members who were ever given that role of an office: few, so the domain says who holds it now. */
export async function findEver(
  tx: Tx,
  cooperativeId: string,
  role: 'STEWARD' | 'AUDITOR',
): Promise<Member[]> {
  const rows = await tx.manager
    .createQueryBuilder(MemberRow, 'm')
    .where('m.cooperativeId = :cooperativeId', { cooperativeId })
    .andWhere('m.roles @> :roles::jsonb', { roles: JSON.stringify([{ role }]) })
    .orderBy('m.id')
    .getMany();
  return withKeys(tx, rows);
}

/** A page of a co-op's members by id, one more than asked for. */
export async function listMembers(
  tx: Tx,
  cooperativeId: string,
  standing: MemberStanding | null,
  { first, after }: Keyset,
): Promise<Member[]> {
  const query = tx.manager
    .createQueryBuilder(MemberRow, 'm')
    .where('m.cooperativeId = :cooperativeId', { cooperativeId })
    .orderBy('m.id')
    .limit(first + 1);
  if (standing) query.andWhere('m.standing = :standing', { standing });
  if (after) query.andWhere('m.id > :after', { after: String(after[0]) });
  return withKeys(tx, await query.getMany());
}

export async function countMembers(
  tx: Tx,
  cooperativeId: string,
  standing: MemberStanding | null,
): Promise<number> {
  return tx.manager.countBy(MemberRow, { cooperativeId, ...(standing && { standing }) });
}

/** Applications on which nobody has been asked to vote yet, locked. */
export async function lockUnasked(tx: Tx, cooperativeId: string): Promise<Member[]> {
  const rows = await tx.manager.find(MemberRow, {
    where: { cooperativeId, standing: 'APPLIED', voteRequestedAt: IsNull() },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return withKeys(tx, rows);
}

/** All memberships of a DID that the transaction's scope shows, oldest first. */
export async function membershipsOf(tx: Tx, did: string): Promise<Member[]> {
  return withKeys(tx, await tx.manager.find(MemberRow, { where: { did }, order: { id: 'ASC' } }));
}

/** What makes one human one member; null after an erasure. */
export async function nullifierOf(tx: Tx, cooperativeId: string, id: string): Promise<string | null> {
  const row = await tx.manager.findOne(MemberRow, {
    select: { nullifier: true, id: true, cooperativeId: true },
    where: { cooperativeId, id },
  });
  return row?.nullifier ?? null;
}

export async function credentialOf(tx: Tx, cooperativeId: string, id: string): Promise<object | null> {
  const row = await tx.manager.findOne(MemberRow, {
    select: { credential: true, id: true, cooperativeId: true },
    where: { cooperativeId, id },
  });
  return row?.credential ?? null;
}

/** Nulls what tells of the person; what the membership itself stands on stays until it has ended. */
export async function erasePerson(tx: Tx, cooperativeId: string, id: string): Promise<void> {
  await tx.query(
    `update member set display_name = null, display_name_shared = false, attestation = null, erased_at = $3,
       nullifier = case when standing = 'EXITED' then null else nullifier end,
       credential = case when standing = 'EXITED' then null else credential end
     where cooperative_id = $1 and id = $2`,
    [cooperativeId, id, tx.now],
  );
}

/**
 * Whoever was erased while still a member loses, when they leave, what the membership stood on.
 *
 * @returns whether they were erased.
 */
export async function finishErasure(tx: Tx, cooperativeId: string, id: string): Promise<boolean> {
  const erased = await tx.query(
    `with erased as (
       update member set nullifier = null, credential = null
       where cooperative_id = $1 and id = $2 and erased_at is not null returning id
     ) select id from erased`,
    [cooperativeId, id],
  );
  return erased.length > 0;
}

/** Everybody entitled to vote now. */
export function electorsOf(tx: Tx, cooperativeId: string): Promise<Elector[]> {
  return tx.query(
    `select id as "memberId", did from member where cooperative_id = $1 and standing = 'ADMITTED' order by id`,
    [cooperativeId],
  );
}

async function withKeys(tx: Tx, rows: readonly MemberRow[]): Promise<Member[]> {
  // Also where there is nobody: a member whom the viewer may not know of must take as many statements.
  const keys = await tx.query<{ did: string; keys: string[] }>(
    `select did, array_agg(key order by id) as keys from authenticator
     where did = any($1) and revoked_at is null group by did`,
    [rows.map((row) => row.did)],
  );
  const byDid = new Map(keys.map((one) => [one.did, one.keys]));
  return rows.map((row) => toMember(row, byDid.get(row.did) ?? []));
}
