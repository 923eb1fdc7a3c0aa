import { z } from 'zod';
import { SuspensionProposed } from '../../kit/contracts/entries/membership.js';
import { newId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { suspend } from '../domain/member.js';
import type { CooperativeId, Member, MemberId } from '../domain/member.js';
import { suspensionProposed } from '../domain/notification.js';
import { uninvolved } from '../domain/secondPerson.js';
import { lapseOf, requireRested } from '../domain/suspension.js';
import type { Suspension } from '../domain/suspension.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockMember } from '../store/memberStore.js';
import { insertSuspension, lastEnded, proposedSuspension } from '../store/suspensionStore.js';
import { readInput, reason } from './input.js';
import { notifyMember } from './notify.js';
import { stewardOf } from './stewardship.js';
import { officeOf } from './suspending.js';

const inputSchema = z.object({ member: z.string(), reason, days: z.number().int().min(1).nullish() });

/**
 * Proposes to suspend a member, for a reason and until an end. It takes effect once a second person confirms it, and
 * lapses if nobody does.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT for the id, NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for the reason and the days,
 *   STANDING_CONFLICT, STEWARD_BY_ELECTION, SUSPENDED_RECENTLY, SUSPENSION_ALREADY_PROPOSED, in this order.
 */
export function suspendMember(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member> => {
    const { cooperativeId, memberId, actor } = await stewardOf(store, viewer, given.member);
    const input = readInput(inputSchema, given);
    const steward = await viewer.requireSteward(cooperativeId);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const { powers } = await lockCooperative(tx, cooperativeId);
      const daysMax = powers.suspensionDaysMax;
      const days = input.days ?? daysMax;
      if (days > daysMax) {
        throw COMMON.BAD_USER_INPUT.raise('The charter does not let a suspension last so long.', { daysMax });
      }
      const member = await lockMember(tx, cooperativeId, memberId);
      suspend(member, 'STEWARDS', tx.now);
      requireRested(await lastEnded(tx, cooperativeId, memberId), tx.now);
      await requireNoOther(tx, cooperativeId, memberId);
      const suspension = proposed(
        {
          id: newId('sus'),
          cooperativeId: cooperativeId as CooperativeId,
          memberId,
          reason: input.reason,
          days,
          proposedBy: steward.memberId as MemberId,
        },
        tx.now,
      );
      await insertSuspension(tx, suspension);
      tx.append(SuspensionProposed, {
        cooperative: cooperativeId,
        actorRole: actor.role,
        actor: actor.did,
        subject: memberId,
        private: {
          suspension: suspension.id,
          memberId,
          reason: input.reason,
          days,
          lapsesAt: suspension.lapsesAt!.toISOString(),
        },
      });
      await askOthers(tx, suspension);
      return member;
    });
  };
}

type Proposed = Pick<Suspension, 'id' | 'cooperativeId' | 'memberId' | 'reason' | 'days' | 'proposedBy'>;

function proposed(what: Proposed, now: Date): Suspension {
  return {
    ...what,
    decidedBy: 'STEWARDS',
    proposedAt: now,
    lapsesAt: lapseOf(now),
    confirmedBy: null,
    begunAt: null,
    endsAt: null,
    endedAt: null,
    ending: null,
  };
}

async function requireNoOther(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  const other = await proposedSuspension(tx, cooperativeId, memberId, tx.now);
  if (!other) return;
  throw ERRORS.SUSPENSION_ALREADY_PROPOSED.raise('A suspension of this member waits for a second person.', {
    suspension: other.id,
  });
}

/** Tells those who can be the second person. */
async function askOthers(tx: Tx, { id, cooperativeId, memberId, proposedBy }: Suspension): Promise<void> {
  const entitled = uninvolved(await officeOf(tx, cooperativeId), memberId, tx.now);
  for (const other of entitled.filter((one) => one !== proposedBy)) {
    await notifyMember(tx, cooperativeId, other, suspensionProposed(id));
  }
}
