import { z } from 'zod';
import { CooperativeFounded } from '../../kit/contracts/entries/membership.js';
import { keyOfDid } from '../../kit/domain/didKey.js';
import { newId } from '../../kit/domain/ids.js';
import { isCurrency } from '../../kit/domain/money.js';
import { readFoundingCharter } from '../domain/cooperative.js';
import type { Cooperative } from '../domain/cooperative.js';
import { ERRORS } from '../domain/errors.js';
import { snapshotOf } from '../domain/member.js';
import type { CooperativeId, Member } from '../domain/member.js';
import { readPersonhood } from '../domain/personhood.js';
import { begin } from '../domain/roles.js';
import { foundingStatement } from '../domain/statements.js';
import { claimDid } from '../store/authenticatorStore.js';
import { insertCooperative } from '../store/cooperativeStore.js';
import { insertMember } from '../store/memberStore.js';
import { whereUnique } from '../store/unique.js';
import { didOfCooperative, issueMembership } from './cooperativeKeys.js';
import type { MembershipDeps } from './deps.js';
import * as form from './input.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';

const inputSchema = z.object({
  id: form.idOf('coop'),
  slug: z
    .string()
    .regex(/^[a-z](?:[a-z0-9]|-(?!-)){1,38}[a-z0-9]$/, 'lower case letters, digits and single hyphens'),
  name: z.string().trim().min(1).max(120),
  mission: z.string().trim().min(1).max(2_000),
  currency: z.string().refine(isCurrency, 'an ISO 4217 code is asked for'),
  admission: z.object({ by: z.enum(['STEWARDS', 'VOTE']), issuers: z.array(form.did).min(1).max(20) }),
  foundingCharter: z.unknown(),
  did: form.did,
  displayName: form.displayName,
  attestation: form.attestation,
  signature: form.signature,
});

export type FoundCooperative = z.input<typeof inputSchema>;

/**
 * Founds a co-op. Its founder is its first member, and its steward until the members elect others; they show,
 * like every later applicant, that they are one human.
 *
 * @throws BAD_USER_INPUT, CHARTER_INVALID, SIGNATURE_INVALID, ATTESTATION_INVALID, ATTESTATION_ISSUER_NOT_LISTED,
 *   ATTESTATION_OF_ANOTHER, COOPERATIVE_ALREADY_FOUNDED, DID_ALREADY_USED
 */
export async function foundCooperative(deps: MembershipDeps, given: FoundCooperative): Promise<Cooperative> {
  const input = form.readInput(inputSchema, given);
  const charter = readFoundingCharter(input.foundingCharter, input);
  const statement = foundingStatement(input.slug, charter.digest, input.did);
  requireSignature({ did: input.did, keys: [keyOfDid(input.did)] }, statement, {
    signature: input.signature,
  });
  return deps.store.transaction({ cooperative: input.id }, async (tx) => {
    const claim = { did: input.did, cooperative: input.id, issuers: input.admission.issuers };
    const nullifier = readPersonhood(input.attestation, claim, tx.now);
    const cooperative = cooperativeOf(deps, input, tx.now);
    const taken = () =>
      ERRORS.COOPERATIVE_ALREADY_FOUNDED.raise('A co-op of this id or slug exists.', { slug: input.slug });
    await whereUnique({ cooperative_pkey: taken, cooperative_slug: taken }, () =>
      insertCooperative(tx, cooperative),
    );
    await tx.register(cooperative.id, cooperative.id);
    const founder = founderOf(input, cooperative.id, tx.now);
    if (!(await claimDid(tx, founder.did, cooperative.id, founder.id, keyOfDid(founder.did)))) {
      throw ERRORS.DID_ALREADY_USED.raise('This DID is in use elsewhere.', { did: founder.did });
    }
    const credential = issueMembership(deps.keys, cooperative, founder, tx.now);
    await insertMember(tx, founder, { nullifier, attestation: input.attestation, credential });
    const { id, slug, name, currency, did: issuer } = cooperative;
    tx.append(CooperativeFounded, {
      cooperative: id,
      actorRole: 'MEMBER',
      actor: founder.did,
      subject: founder.id,
      public: { charter: charter.digest },
      private: {
        cooperative: { id, slug, name, currency, did: issuer },
        charter: charter.terms,
        standing: snapshotOf(founder, tx.now),
      },
    });
    return cooperative;
  });
}

type Input = z.infer<typeof inputSchema>;

function cooperativeOf(deps: MembershipDeps, input: Input, now: Date): Cooperative {
  const id = input.id as CooperativeId;
  const { slug, name, mission, currency, admission } = input;
  const did = didOfCooperative(deps.keys, id);
  return { id, slug, name, mission, currency, admission, did, memberCount: 1, foundedAt: now };
}

function founderOf(input: Input, cooperativeId: CooperativeId, now: Date): Member {
  return {
    id: newId('mem'),
    cooperativeId,
    did: input.did,
    displayName: input.displayName ?? null,
    displayNameShared: false,
    standing: 'ADMITTED',
    roles: begin(begin([], 'MEMBER', now, null), 'STEWARD', now, null),
    keys: [keyOfDid(input.did)],
    appliedAt: now,
    joinedAt: now,
    exitedAt: null,
    voteRequestedAt: null,
  };
}
