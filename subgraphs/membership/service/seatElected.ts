import { RolesChanged } from '../../kit/contracts/entries/membership.js';
import type { Tx } from '../../kit/store/tx.js';
import { seatStewards } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findEver, findMembers, lockMembers, updateMembers } from '../store/memberStore.js';
import { runningSuspension } from '../store/suspensionStore.js';
import { SERVICE, journalMember } from './journalling.js';
import { endSuspension } from './suspending.js';

export interface Election {
  readonly elected: readonly string[];
  readonly termDays: number;
}

/** The members elected their stewards: who was in office before and is not elected leaves it now. */
export async function seatElected(
  tx: Tx,
  cooperativeId: string,
  { elected, termDays }: Election,
): Promise<void> {
  await lockCooperative(tx, cooperativeId);
  for (const memberId of elected) await returnElected(tx, cooperativeId, memberId);
  const before = await findEver(tx, cooperativeId, 'STEWARD');
  const newly = await findMembers(tx, cooperativeId, elected);
  const ids = [...new Set([...before, ...newly].map((member) => member.id as string))].sort();
  const members = await lockMembers(tx, cooperativeId, ids);
  const seated = seatStewards(members, new Set(elected), termDays, tx.now);
  const byId = new Map(members.map((member) => [member.id, member]));
  const changes = seated.map((after) => ({ before: byId.get(after.id)!, after }));
  await updateMembers(tx, cooperativeId, changes);
  for (const { after } of changes) journalMember(tx, RolesChanged, after, SERVICE, {});
}

/** Whom the members elect, no two stewards keep from office; what the members themselves decided stands. */
async function returnElected(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  const running = await runningSuspension(tx, cooperativeId, memberId);
  if (running?.decidedBy !== 'STEWARDS') return;
  await endSuspension(tx, { cooperativeId, memberId, ending: 'MEMBERS', actor: SERVICE });
}
