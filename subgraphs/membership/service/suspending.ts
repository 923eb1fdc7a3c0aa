import { MemberReinstated, MemberSuspended } from '../../kit/contracts/entries/membership.js';
import type { Tx } from '../../kit/store/tx.js';
import { reinstate, suspend } from '../domain/member.js';
import type { Member, MemberId } from '../domain/member.js';
import { memberSuspended, suspensionEnded } from '../domain/notification.js';
import type { Office } from '../domain/secondPerson.js';
import { begin, end } from '../domain/suspension.js';
import type { Suspension, SuspensionEnding } from '../domain/suspension.js';
import { findEver } from '../store/memberStore.js';
import { runningSuspension, saveSuspension } from '../store/suspensionStore.js';
import { changeMember } from './changeMember.js';
import type { Actor } from './journalling.js';
import { notifyMember } from './notify.js';

export async function officeOf(tx: Tx, cooperativeId: string): Promise<Office> {
  return {
    stewards: await findEver(tx, cooperativeId, 'STEWARD'),
    auditors: await findEver(tx, cooperativeId, 'AUDITOR'),
  };
}

/**
 * Begins a suspension that was decided on, and tells the member.
 *
 * @param confirmedBy - the second person; null for a vote.
 * @throws STANDING_CONFLICT, STEWARD_BY_ELECTION
 */
export async function beginSuspension(
  tx: Tx,
  suspension: Suspension,
  confirmedBy: MemberId | null,
  actor: Actor,
): Promise<Member> {
  const { cooperativeId, memberId, decidedBy, id } = suspension;
  const begun = begin(suspension, confirmedBy, tx.now);
  const after = await changeMember(tx, {
    cooperativeId,
    memberId,
    entry: MemberSuspended,
    actor,
    by: (member, now) => suspend(member, decidedBy, now),
    says: {
      reason: suspension.reason ?? '',
      suspension: id,
      decidedBy,
      endsAt: begun.endsAt!.toISOString(),
    },
  });
  await saveSuspension(tx, begun);
  await notifyMember(tx, cooperativeId, memberId, memberSuspended(id, begun.endsAt!));
  return after;
}

export interface Return {
  readonly cooperativeId: string;
  readonly memberId: string;
  readonly ending: SuspensionEnding;
  readonly actor: Actor;
}

/** Ends the suspension of a member who is suspended, and tells them. @throws STANDING_CONFLICT */
export async function endSuspension(tx: Tx, { cooperativeId, memberId, ending, actor }: Return) {
  const running = await runningSuspension(tx, cooperativeId, memberId);
  const after = await changeMember(tx, {
    cooperativeId,
    memberId,
    entry: MemberReinstated,
    actor,
    by: reinstate,
    says: { suspension: running?.id ?? null, ending },
  });
  if (running) await saveSuspension(tx, end(running, ending, tx.now));
  await notifyMember(tx, cooperativeId, memberId, suspensionEnded(running?.id ?? memberId));
  return after;
}
