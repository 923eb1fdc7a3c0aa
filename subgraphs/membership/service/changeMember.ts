import type { Tx } from '../../kit/store/store.js';
import type { Member } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockMember, updateMembers } from '../store/memberStore.js';
import { journalMember } from './journalling.js';
import type { Actor } from './journalling.js';

export interface Change {
  readonly cooperative: string;
  readonly memberId: string;
  /** Type of the journal entry. */
  readonly type: string;
  readonly actor: Actor;
  /** The rule that makes the new member of the old. */
  readonly by: (member: Member, now: Date) => Member;
  /** Private fields of the entry, beside `standing`. */
  readonly values?: Record<string, unknown>;
}

/**
 * Changes one member: locks, applies the rule, writes and journals.
 *
 * @throws NOT_FOUND, and what the rule throws.
 */
export async function changeMember(tx: Tx, change: Change): Promise<Member> {
  const { cooperative, memberId, type, actor, by, values } = change;
  await lockCooperative(tx, cooperative);
  const before = await lockMember(tx, cooperative, memberId);
  const after = by(before, tx.now);
  await updateMembers(tx, cooperative, [{ before, after }]);
  journalMember(tx, type, after, actor, values);
  return after;
}
