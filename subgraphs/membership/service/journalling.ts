import type { z } from 'zod';
import { AdmissionVoteRequested, MemberApplied } from '../../kit/contracts/entries/membership.js';
import type { ActorRole, Entry, Written } from '../../kit/contracts/entry.js';
import type { organizationSchema, standingSchema } from '../../kit/contracts/standing.js';
import { PLATFORM } from '../../kit/store/scope.js';
import type { Tx } from '../../kit/store/tx.js';
import { snapshotOf } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { organizationSnapshot } from '../domain/organization.js';
import type { Organization } from '../domain/organization.js';

/** Who did something, and as what. Reactions act as SERVICE, for nobody. */
export interface Actor {
  readonly role: ActorRole;
  readonly did?: string;
}

export const SERVICE: Actor = { role: 'SERVICE' };

type Private<Field extends z.core.$ZodLooseShape> = Entry<
  z.ZodObject<Record<never, never>>,
  z.ZodObject<Field>
>;

/** An entry about a member, which says anew who they are and what they may do. */
export type MemberEntry = Private<{
  standing: typeof standingSchema | z.ZodOptional<typeof standingSchema>;
}>;

/** An entry about an organisation, which says the same of it. */
export type OrganizationEntry = Private<{
  organization: typeof organizationSchema | z.ZodOptional<typeof organizationSchema>;
}>;

/** What such an entry says besides. */
export type Besides<E extends Entry, Field extends string> = Omit<z.input<E['private']>, Field>;

/** Journals a change of a member, with the newest word on who they are and what they may do. */
export function journalMember<E extends MemberEntry>(
  tx: Tx,
  entry: E,
  member: Member,
  actor: Actor,
  says: Besides<E, 'standing'>,
): void {
  tx.append(entry, {
    cooperative: member.cooperativeId,
    actorRole: actor.role,
    actor: actor.did,
    subject: member.id,
    private: { ...says, standing: snapshotOf(member, tx.now) },
  } as unknown as Written<E>);
}

/** Journals an application; where the members decide on it, as the request for their vote. */
export function journalApplication(tx: Tx, applicant: Member, actor: Actor): void {
  const { id: memberId, did, displayName } = applicant;
  if (applicant.voteRequestedAt === null) journalMember(tx, MemberApplied, applicant, actor, { displayName });
  else journalMember(tx, AdmissionVoteRequested, applicant, actor, { memberId, did, displayName });
}

/** Journals a change of an organisation, in the platform's log: it belongs to no co-op. */
export function journalOrganization<E extends OrganizationEntry>(
  tx: Tx,
  entry: E,
  organization: Organization,
  keys: readonly string[],
): void {
  tx.append(entry, {
    cooperative: PLATFORM,
    actorRole: organization.kind,
    actor: organization.did,
    subject: organization.id,
    private: { organization: organizationSnapshot(organization, keys) },
  } as unknown as Written<E>);
}
