import { z } from 'zod';
import { MemberAdmitted } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { ERRORS } from '../domain/errors.js';
import { admit } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockMembers, updateMembers } from '../store/memberStore.js';
import { issueMembership } from './cooperativeKeys.js';
import type { MembershipDeps } from './deps.js';
import { idOf, readInput } from './input.js';
import { journalMember } from './journalling.js';
import type { Actor } from './journalling.js';
import { stewardOf } from './stewardship.js';

/** Admissions in one transaction: each writes a row, a credential and an entry, a second or so for all. */
const ADMISSIONS_MAX = 100;

const inputSchema = z.object({
  cooperative: idOf('coop'),
  members: z
    .array(idOf('mem'))
    .min(1)
    .max(ADMISSIONS_MAX)
    .refine((members) => new Set(members).size === members.length, 'a member is admitted once'),
});

/** @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, ADMISSION_BY_VOTE, STANDING_CONFLICT */
export async function admitMember(
  deps: MembershipDeps,
  viewer: Viewer,
  input: { member: string },
): Promise<Member> {
  const { cooperative, memberId, actor } = await stewardOf(deps.store, viewer, input.member);
  const [member] = await byStewards(deps, cooperative, [memberId], actor);
  return member!;
}

/**
 * Admits several at once, or none if one of them cannot be.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, ADMISSION_BY_VOTE, STANDING_CONFLICT
 */
export async function admitMembers(
  deps: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof inputSchema>,
): Promise<Member[]> {
  const actor: Actor = { role: 'STEWARD', did: viewer.requireDid() };
  const { cooperative, members } = readInput(inputSchema, given);
  await viewer.requireSteward(cooperative);
  return byStewards(deps, cooperative, members, actor);
}

function byStewards(
  deps: MembershipDeps,
  cooperative: string,
  members: readonly string[],
  actor: Actor,
): Promise<Member[]> {
  return deps.store.transaction({ cooperative }, async (tx) => {
    const { admission } = await lockCooperative(tx, cooperative);
    if (admission.by === 'VOTE') {
      throw ERRORS.ADMISSION_BY_VOTE.raise('The members decide on this application.', { cooperative });
    }
    return enterMembers(deps, tx, cooperative, members, actor);
  });
}

/**
 * Makes members of applicants, each with a credential of the co-op.
 *
 * @throws NOT_FOUND, STANDING_CONFLICT
 */
export async function enterMembers(
  deps: MembershipDeps,
  tx: Tx,
  cooperativeId: string,
  ids: readonly string[],
  actor: Actor,
): Promise<Member[]> {
  const cooperative = await lockCooperative(tx, cooperativeId);
  const changes = (await lockMembers(tx, cooperativeId, ids)).map((before) => {
    const after = admit(before, tx.now);
    return { before, after, also: { credential: issueMembership(deps.keys, cooperative, after, tx.now) } };
  });
  await updateMembers(tx, cooperativeId, changes);
  for (const { after } of changes) journalMember(tx, MemberAdmitted, after, actor, {});
  return changes.map(({ after }) => after);
}
