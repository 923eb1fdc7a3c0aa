import type { Tx } from '../../kit/store/tx.js';
import type { Member } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockMember, updateMembers } from '../store/memberStore.js';
import { journalMember } from './journalling.js';
import type { Actor, Besides, MemberEntry } from './journalling.js';

export interface Change<E extends MemberEntry> {
  readonly cooperativeId: string;
  readonly memberId: string;
  readonly entry: E;
  readonly actor: Actor;
  /** The rule that makes the new member of the old. */
  readonly by: (member: Member, now: Date) => Member;
  /** Private fields of the entry, beside `standing`. */
  readonly says: Besides<E, 'standing'>;
}

/**
 * Changes one member: locks, applies the rule, writes and journals.
 *
 * @throws NOT_FOUND, and what the rule throws.
 */
export async function changeMember<E extends MemberEntry>(tx: Tx, change: Change<E>): Promise<Member> {
  const { cooperativeId, memberId, entry, actor, by, says } = change;
  await lockCooperative(tx, cooperativeId);
  const before = await lockMember(tx, cooperativeId, memberId);
  const after = by(before, tx.now);
  await updateMembers(tx, cooperativeId, [{ before, after }]);
  journalMember(tx, entry, after, actor, says);
  return after;
}
