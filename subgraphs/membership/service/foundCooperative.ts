import { z } from 'zod';
import { CooperativeFounded } from '../../kit/contracts/entries/membership.js';
import { powersOf } from '../../kit/contracts/powers.js';
import { keyOfDid } from '../../kit/domain/didKey.js';
import { newId } from '../../kit/domain/ids.js';
import { isCurrency } from '../../kit/domain/money.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Tx } from '../../kit/store/tx.js';
import { readFoundingCharter } from '../domain/cooperative.js';
import type { Cooperative, FoundingCharter } from '../domain/cooperative.js';
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
import * as form from './input.js';
import type { CredentialIssuer, MembershipPorts } from './ports.js';

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

type FoundCooperative = z.input<typeof inputSchema>;

/**
 * Founds a co-op. Its founder is its first member, and its steward until the members elect others; they show,
 * like every later applicant, that they are one human.
 *
 * @throws BAD_USER_INPUT, CHARTER_INVALID, SIGNATURE_INVALID, ATTESTATION_INVALID, ATTESTATION_ISSUER_NOT_LISTED,
 *   ATTESTATION_OF_ANOTHER, COOPERATIVE_ALREADY_FOUNDED, DID_ALREADY_USED, in this order.
 */
export function foundCooperative({ store, issuer }: Pick<MembershipPorts, 'store' | 'issuer'>) {
  return async (given: FoundCooperative): Promise<Cooperative> => {
    const input = form.readInput(inputSchema, given);
    const charter = readFoundingCharter(input.foundingCharter, input);
    const { id: cooperativeId, did, slug, attestation, signature } = input;
    const statement = foundingStatement(slug, charter.digest, did);
    requireSignature({ did, keys: [keyOfDid(did)] }, statement, { signature });
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const claim = { did, cooperativeId, issuers: input.admission.issuers };
      const nullifier = readPersonhood(attestation, claim, tx.now);
      const cooperative = cooperativeOf(issuer, input, charter, tx.now);
      await keep(tx, cooperative);
      const founder = founderOf(input, cooperative.id, tx.now);
      if (!(await claimDid(tx, did, cooperative.id, founder.id, keyOfDid(did)))) {
        throw ERRORS.DID_ALREADY_USED.raise('This DID is in use elsewhere.', { did });
      }
      const credential = issuer.membership(cooperative, founder, tx.now);
      await insertMember(tx, founder, { nullifier, attestation, credential });
      journalFounding(tx, cooperative, charter, founder);
      return cooperative;
    });
  };
}

async function keep(tx: Tx, cooperative: Cooperative): Promise<void> {
  const { id, slug } = cooperative;
  const taken = () =>
    ERRORS.COOPERATIVE_ALREADY_FOUNDED.raise('A co-op of this id or slug exists.', { slug });
  await whereUnique({ cooperative_pkey: taken, cooperative_slug: taken }, () =>
    insertCooperative(tx, cooperative),
  );
  await tx.register(id, id);
}

function journalFounding(tx: Tx, cooperative: Cooperative, charter: FoundingCharter, founder: Member): void {
  const { id, slug, name, currency, did } = cooperative;
  tx.append(CooperativeFounded, {
    cooperative: id,
    actorRole: 'MEMBER',
    actor: founder.did,
    subject: founder.id,
    public: { charter: charter.digest },
    private: {
      cooperative: { id, slug, name, currency, did },
      charter: charter.terms,
      standing: snapshotOf(founder, tx.now),
    },
  });
}

type Input = z.infer<typeof inputSchema>;

function cooperativeOf(
  issuer: CredentialIssuer,
  input: Input,
  { terms }: FoundingCharter,
  now: Date,
): Cooperative {
  const id = input.id as CooperativeId;
  const { slug, name, mission, currency, admission } = input;
  const did = issuer.didOf(id);
  const powers = powersOf(terms);
  return { id, slug, name, mission, currency, admission, powers, did, memberCount: 1, foundedAt: now };
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
