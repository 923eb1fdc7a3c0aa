import { PLATFORM } from '../../kit/store/scope.js';
import type { Tx } from '../../kit/store/store.js';
import { snapshotOf } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { organizationSnapshot } from '../domain/organization.js';
import type { Organization } from '../domain/organization.js';

/** Who did something, and as what. Reactions act as SERVICE, for nobody. */
export interface Actor {
  readonly role:
    'APPLICANT' | 'MEMBER' | 'STEWARD' | 'OPERATOR' | 'BUYER' | 'PARTNER' | 'REGULATOR' | 'SERVICE';
  readonly did?: string;
}

export const SERVICE: Actor = { role: 'SERVICE' };

/** Journals a change of a member, with the newest word on who they are and what they may do. */
export function journalMember(
  tx: Tx,
  type: string,
  member: Member,
  actor: Actor,
  values: Record<string, unknown> = {},
  digests?: Record<string, string>,
): void {
  tx.append({
    type,
    cooperative: member.cooperativeId,
    actorRole: actor.role,
    actor: actor.did,
    subject: member.id,
    digests,
    values: { ...values, standing: snapshotOf(member, tx.now) },
  });
}

/** Journals an application; where the members decide on it, as the request for their vote. */
export function journalApplication(tx: Tx, applicant: Member, actor: Actor): void {
  const { id: memberId, did, displayName } = applicant;
  if (applicant.voteRequestedAt === null)
    journalMember(tx, 'MemberApplied', applicant, actor, { displayName });
  else journalMember(tx, 'AdmissionVoteRequested', applicant, actor, { memberId, did, displayName });
}

/** Journals a change of an organisation, in the platform's log: it belongs to no co-op. */
export function journalOrganization(
  tx: Tx,
  type: string,
  organization: Organization,
  keys: readonly string[],
): void {
  tx.append({
    type,
    cooperative: PLATFORM,
    actorRole: organization.kind,
    actor: organization.did,
    subject: organization.id,
    values: { organization: organizationSnapshot(organization, keys) },
  });
}
