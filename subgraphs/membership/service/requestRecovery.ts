import { z } from 'zod';
import { RecoveryRequested } from '../../kit/contracts/entries/membership.js';
import { newId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { requireAddable } from '../domain/authenticators.js';
import { ERRORS } from '../domain/errors.js';
import type { Cooperative } from '../domain/cooperative.js';
import type { Member } from '../domain/member.js';
import { recoveryRequested } from '../domain/notification.js';
import { readPersonhood } from '../domain/personhood.js';
import { CONFIRM_WITHIN_MS, COUNTED_MS, requireFewRequests } from '../domain/recovery.js';
import type { Recovery } from '../domain/recovery.js';
import { uninvolved } from '../domain/secondPerson.js';
import { keyRecoveryStatement } from '../domain/statements.js';
import { lockAuthenticators } from '../store/authenticatorStore.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockMemberByDid, nullifierOf } from '../store/memberStore.js';
import { insertRecovery, recoveriesSince } from '../store/recoveryStore.js';
import * as form from './input.js';
import { notifyMember } from './notify.js';
import { startWaiting } from './recovering.js';
import { officeOf } from './suspending.js';

const inputSchema = z.object({
  cooperative: form.idOf('coop'),
  did: form.did,
  key: form.publicKey,
  signature: form.signature,
  attestation: form.attestation.nullish(),
});

type Input = z.infer<typeof inputSchema>;

/** Whoever asks is known by the new key alone. */
const BY_NEW_KEY = { role: 'MEMBER' } as const;

/**
 * Asks that a new key takes the place of all those that a member has lost. The new key signs, so that nobody asks for a
 * key that is not theirs. With a fresh attestation of the same person, made out to the new key, the waiting time begins at
 * once; without one, two people who hold an office have to confirm it first.
 *
 * @throws BAD_USER_INPUT, SIGNATURE_INVALID, NOT_FOUND, ATTESTATION_INVALID, ATTESTATION_ISSUER_NOT_LISTED,
 *   ATTESTATION_OF_ANOTHER, RECOVERY_OF_ANOTHER, AUTHENTICATOR_ALREADY_KNOWN, RECOVERY_LIMIT, in this order.
 */
export function requestRecovery(store: Store) {
  return async (given: z.input<typeof inputSchema>): Promise<Recovery> => {
    const input = form.readInput(inputSchema, given);
    const { cooperative: cooperativeId, did, key, signature } = input;
    const statement = keyRecoveryStatement(cooperativeId, did, key, input.attestation ?? null);
    requireSignature({ did, keys: [key] }, statement, { signature, key });
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const cooperative = await lockCooperative(tx, cooperativeId);
      const member = await recoverable(tx, cooperativeId, did);
      if (input.attestation) await requireSamePerson(tx, cooperative, member, input);
      requireAddable(await lockAuthenticators(tx, did), key, member.keys.length);
      const since = new Date(tx.now.getTime() - COUNTED_MS);
      const way = input.attestation ? 'ATTESTATION' : 'OFFICERS';
      requireFewRequests(await recoveriesSince(tx, cooperativeId, member.id, since), way, tx.now);
      const recovery = await file(tx, member, key, way);
      if (way === 'OFFICERS') return recovery;
      return startWaiting(tx, recovery, cooperative.powers.recoveryWaitDays, BY_NEW_KEY);
    });
  };
}

/** Somebody who is or was a member, and has not been forgotten. @throws NOT_FOUND */
async function recoverable(tx: Tx, cooperativeId: string, did: string): Promise<Member> {
  const member = await lockMemberByDid(tx, cooperativeId, did);
  if (member?.joinedAt && member.keys.length > 0) return member;
  throw COMMON.NOT_FOUND.raise('There is no such member that you may know of.', { did });
}

/** @throws ATTESTATION_INVALID, ATTESTATION_ISSUER_NOT_LISTED, ATTESTATION_OF_ANOTHER, RECOVERY_OF_ANOTHER */
async function requireSamePerson(
  tx: Tx,
  { id: cooperativeId, admission }: Cooperative,
  member: Member,
  { attestation, key }: Input,
): Promise<void> {
  const claim = { did: `did:key:${key}`, cooperativeId, issuers: admission.issuers };
  const shown = readPersonhood(attestation, claim, tx.now);
  if (shown === (await nullifierOf(tx, cooperativeId, member.id))) return;
  throw ERRORS.RECOVERY_OF_ANOTHER.raise('This attestation is of another person than the member.');
}

async function file(tx: Tx, member: Member, key: string, way: Recovery['way']): Promise<Recovery> {
  const { cooperativeId, id: memberId } = member;
  const recovery: Recovery = {
    ...{ id: newId('rcv'), cooperativeId, memberId, key, way },
    requestedAt: tx.now,
    lapsesAt: new Date(tx.now.getTime() + CONFIRM_WITHIN_MS),
    ...{ firstBy: null, secondBy: null, confirmedAt: null, completesAt: null, endedAt: null, outcome: null },
  };
  await insertRecovery(tx, recovery);
  tx.append(RecoveryRequested, {
    cooperative: cooperativeId,
    actorRole: BY_NEW_KEY.role,
    subject: memberId,
    private: { recovery: recovery.id, memberId, key, way },
  });
  const officers = uninvolved(await officeOf(tx, cooperativeId), memberId, tx.now);
  for (const one of [memberId, ...(way === 'OFFICERS' ? officers : [])]) {
    await notifyMember(tx, cooperativeId, one, recoveryRequested(recovery.id));
  }
  return recovery;
}
