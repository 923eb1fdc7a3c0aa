import { z } from 'zod';
import type { Viewer } from '../../kit/identity/viewer.js';
import { requireStewardsDecide } from '../domain/cooperative.js';
import type { Member } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { enterMembers } from './admission.js';
import { idOf, readInput } from './input.js';
import type { MembershipPorts } from './ports.js';

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

/**
 * Makes members of several applicants at once, or of none if one of them cannot be admitted.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN, ADMISSION_BY_VOTE, NOT_FOUND, STANDING_CONFLICT, in this order.
 */
export function admitMembers({ store, issuer }: Pick<MembershipPorts, 'store' | 'issuer'>) {
  const enter = enterMembers(issuer);
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member[]> => {
    const did = viewer.requireDid();
    const { cooperative: cooperativeId, members: memberIds } = readInput(inputSchema, given);
    await viewer.requireSteward(cooperativeId);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const cooperative = await lockCooperative(tx, cooperativeId);
      requireStewardsDecide(cooperative);
      return enter(tx, { cooperative, memberIds, actor: { role: 'STEWARD', did } });
    });
  };
}
