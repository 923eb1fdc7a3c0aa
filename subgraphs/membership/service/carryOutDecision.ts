import { MemberRejected, RolesChanged } from '../../kit/contracts/entries/membership.js';
import type { Tx } from '../../kit/store/store.js';
import { reject, seatStewards } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findEverStewards, findMembers, lockMembers, updateMembers } from '../store/memberStore.js';
import { enterMembers } from './admitMembers.js';
import { changeMember } from './changeMember.js';
import type { MembershipDeps } from './deps.js';
import { SERVICE, journalMember } from './journalling.js';

/** The members decided to admit an applicant. Who has withdrawn or was admitted meanwhile stays as they are. */
export async function admitByVote(
  deps: MembershipDeps,
  tx: Tx,
  cooperative: string,
  memberId: string,
): Promise<void> {
  if (!(await isApplicant(tx, cooperative, memberId))) return;
  await enterMembers(deps, tx, cooperative, [memberId], SERVICE);
}

/** The members did not decide to admit an applicant, who may apply again. */
export async function rejectByVote(
  tx: Tx,
  cooperative: string,
  memberId: string,
  proposal: string,
): Promise<void> {
  if (!(await isApplicant(tx, cooperative, memberId))) return;
  await changeMember(tx, {
    cooperative,
    memberId,
    entry: MemberRejected,
    actor: SERVICE,
    by: reject,
    says: { proposal },
  });
}

export interface Election {
  readonly elected: readonly string[];
  readonly termDays: number;
}

/** The members elected their stewards: who was in office before and is not elected leaves it now. */
export async function seatElected(
  tx: Tx,
  cooperative: string,
  { elected, termDays }: Election,
): Promise<void> {
  await lockCooperative(tx, cooperative);
  const before = await findEverStewards(tx, cooperative);
  const newly = await findMembers(tx, cooperative, elected);
  const ids = [...new Set([...before, ...newly].map((member) => member.id as string))].sort();
  const members = await lockMembers(tx, cooperative, ids);
  const seated = seatStewards(members, new Set(elected), termDays, tx.now);
  const byId = new Map(members.map((member) => [member.id, member]));
  const changes = seated.map((after) => ({ before: byId.get(after.id)!, after }));
  await updateMembers(tx, cooperative, changes);
  for (const { after } of changes) journalMember(tx, RolesChanged, after, SERVICE, {});
}

async function isApplicant(tx: Tx, cooperative: string, memberId: string): Promise<boolean> {
  await lockCooperative(tx, cooperative);
  const [member] = await findMembers(tx, cooperative, [memberId]);
  return member?.standing === 'APPLIED';
}
