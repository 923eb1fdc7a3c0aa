import { z } from 'zod';
import { keyOfDid } from '../../kit/domain/didKey.js';
import { newId } from '../../kit/domain/ids.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Tx } from '../../kit/store/tx.js';
import type { AdmissionPolicy } from '../domain/cooperative.js';
import { ERRORS } from '../domain/errors.js';
import type { CooperativeId, Member } from '../domain/member.js';
import { readPersonhood } from '../domain/personhood.js';
import { requireNext } from '../domain/standing.js';
import { applicationStatement } from '../domain/statements.js';
import { banUntil } from '../store/banStore.js';
import { claimDid } from '../store/authenticatorStore.js';
import { readCooperative } from '../store/cooperativeStore.js';
import { forgetDeparture } from '../store/departureStore.js';
import { insertMember, lockMemberByDid, updateMembers } from '../store/memberStore.js';
import type { Personhood } from '../store/memberStore.js';
import { whereUnique } from '../store/unique.js';
import * as form from './input.js';
import { journalApplication } from './journalling.js';
import type { BanMarks, MembershipPorts } from './ports.js';

const inputSchema = z.object({
  cooperative: form.idOf('coop'),
  did: form.did,
  displayName: form.displayName,
  attestation: form.attestation,
  signature: form.signature,
  key: form.publicKey.nullish(),
});

type ApplyForMembership = z.input<typeof inputSchema>;

/**
 * Takes an application. Its own signature says who applies, so nobody need be signed in; the attestation says
 * that they are one human, and the database that they are not one already known here. Where the charter has the
 * members decide, the application itself asks for their vote.
 *
 * @throws BAD_USER_INPUT, NOT_FOUND, SIGNATURE_INVALID, ATTESTATION_INVALID, ATTESTATION_ISSUER_NOT_LISTED,
 *   ATTESTATION_OF_ANOTHER, BANNED, STANDING_CONFLICT,
 *   DID_ALREADY_USED, PERSONHOOD_ALREADY_USED, in this order.
 */
export function applyForMembership({ store, bans }: Pick<MembershipPorts, 'store' | 'bans'>) {
  return async (given: ApplyForMembership): Promise<Member> => {
    const input = form.readInput(inputSchema, given);
    const { cooperative: cooperativeId, did, attestation, signature, key } = input;
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const { admission } = await readCooperative(tx, cooperativeId);
      const known = await lockMemberByDid(tx, cooperativeId, did);
      const statement = applicationStatement(cooperativeId, did, input.displayName ?? null, attestation);
      requireSignature({ did, keys: known?.keys ?? [keyOfDid(did)] }, statement, { signature, key });
      const claim = { did, cooperativeId, issuers: admission.issuers };
      const nullifier = readPersonhood(attestation, claim, tx.now);
      await requireNoBan(tx, bans, cooperativeId, nullifier);
      const applicant = applicantOf(known, input, admission, tx.now);
      await keep(tx, known, applicant, { nullifier, attestation });
      journalApplication(tx, applicant, { role: 'APPLICANT', did });
      return applicant;
    });
  };
}

/** Whoever left while they were suspended does not come back clean, whatever was erased. @throws BANNED */
async function requireNoBan(tx: Tx, bans: BanMarks, cooperativeId: string, nullifier: string): Promise<void> {
  const until = await banUntil(tx, cooperativeId, bans.of(cooperativeId as CooperativeId, nullifier));
  if (!until) return;
  throw ERRORS.BANNED.raise('This person may not apply yet.', { until: until.toISOString() });
}

type Input = z.infer<typeof inputSchema>;

/** A newcomer, or somebody who left and applies again under the same DID. */
function applicantOf(known: Member | null, input: Input, admission: AdmissionPolicy, now: Date): Member {
  if (known) requireNext(known.standing, 'APPLIED');
  return {
    id: known?.id ?? newId('mem'),
    cooperativeId: input.cooperative as CooperativeId,
    did: input.did,
    displayName: input.displayName ?? null,
    displayNameShared: false,
    standing: 'APPLIED',
    roles: known?.roles ?? [],
    keys: known?.keys ?? [keyOfDid(input.did)],
    appliedAt: now,
    joinedAt: null,
    exitedAt: null,
    voteRequestedAt: admission.by === 'VOTE' ? now : null,
  };
}

async function keep(tx: Tx, known: Member | null, applicant: Member, personhood: Personhood): Promise<void> {
  const { id, cooperativeId, did } = applicant;
  if (!known && !(await claimDid(tx, did, cooperativeId, id, keyOfDid(did)))) {
    throw ERRORS.DID_ALREADY_USED.raise('This DID is in use elsewhere: take another one in each co-op.', {
      did,
    });
  }
  const used = () => ERRORS.PERSONHOOD_ALREADY_USED.raise('This person is known here already.');
  await whereUnique({ member_personhood: used }, async () => {
    if (!known) return insertMember(tx, applicant, personhood);
    await forgetDeparture(tx, cooperativeId, id);
    await updateMembers(tx, cooperativeId, [
      { before: known, after: applicant, also: { ...personhood, erasedAt: null } },
    ]);
  });
}
