import { z } from 'zod';
import { MemberExiting } from '../../kit/contracts/entries/membership.js';
import { requireIdempotencyKey } from '../../kit/domain/idempotencyKey.js';
import { COMMON } from '../../kit/errors/table.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { spendStatement } from '../../kit/store/spentStatements.js';
import { leave } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { exitStatement } from '../domain/statements.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { banLeaver } from './banLeaver.js';
import { changeMember } from './changeMember.js';
import * as form from './input.js';
import type { MembershipPorts } from './ports.js';

const inputSchema = z.object({
  cooperative: form.idOf('coop'),
  nonce: z.string(),
  signature: form.signature,
  key: form.publicKey.nullish(),
});

/**
 * Leaves a co-op. The membership is EXITING until the other services have let go: votes and delegations ended,
 * data withdrawn, the balance paid or held as the charter says. A session alone is not enough: the member signs the
 * statement `Exit`, which is acted on once, also if they have come back since.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN, SIGNATURE_SPENT, SIGNATURE_INVALID, STANDING_CONFLICT, in this
 *   order.
 */
export function exitCooperative({ store, bans }: Pick<MembershipPorts, 'store' | 'bans'>) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member> => {
    const did = viewer.requireDid();
    const input = form.readInput(inputSchema, given);
    const { cooperative: cooperativeId, nonce } = input;
    requireIdempotencyKey(nonce, 'nonce');
    const standing = await viewer.memberIn(cooperativeId);
    if (!standing) {
      throw COMMON.FORBIDDEN.raise('You are no member of this co-op.', { cooperative: cooperativeId });
    }
    const { memberId } = standing;
    const ordered = exitStatement(cooperativeId, did, nonce);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await spendStatement(tx, ordered);
      await lockCooperative(tx, cooperativeId);
      await banLeaver(tx, bans, cooperativeId, memberId);
      return changeMember(tx, {
        cooperativeId,
        memberId,
        entry: MemberExiting,
        actor: { role: 'MEMBER', did },
        by: (member, now) => {
          // With the row locked: a key that is being revoked signs before that or not at all.
          requireSignature(member, ordered, input);
          return leave(member, now);
        },
        says: { memberId },
      });
    });
  };
}
