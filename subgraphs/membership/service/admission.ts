import { MemberAdmitted } from '../../kit/contracts/entries/membership.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Cooperative } from '../domain/cooperative.js';
import { admit } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { findMembers, lockMembers, updateMembers } from '../store/memberStore.js';
import { journalMember } from './journalling.js';
import type { Actor } from './journalling.js';
import type { CredentialIssuer } from './ports.js';

/** Whom to admit, and who does it. The co-op is locked. */
export interface Admission {
  readonly cooperative: Cooperative;
  readonly memberIds: readonly string[];
  readonly actor: Actor;
}

/**
 * Makes members of applicants, each with a credential of the co-op.
 *
 * @throws NOT_FOUND, STANDING_CONFLICT, in this order.
 */
export function enterMembers(issuer: CredentialIssuer) {
  return async (tx: Tx, { cooperative, memberIds, actor }: Admission): Promise<Member[]> => {
    const changes = (await lockMembers(tx, cooperative.id, memberIds)).map((before) => {
      const after = admit(before, tx.now);
      return { before, after, also: { credential: issuer.membership(cooperative, after, tx.now) } };
    });
    await updateMembers(tx, cooperative.id, changes);
    for (const { after } of changes) journalMember(tx, MemberAdmitted, after, actor, {});
    return changes.map(({ after }) => after);
  };
}

/** Whether there is an application to decide on still. Call it with the co-op locked. */
export async function isApplicant(tx: Tx, cooperativeId: string, memberId: string): Promise<boolean> {
  const [member] = await findMembers(tx, cooperativeId, [memberId]);
  return member?.standing === 'APPLIED';
}
