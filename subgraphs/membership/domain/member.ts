import type { Id } from '../../kit/domain/ids.js';
import type { StandingSnapshot } from '../../kit/contracts/standing.js';
import type { Decider } from './decider.js';
import { ERRORS } from './errors.js';
import { begin, end, endAll, holds, isHeld, requireGrantable, termEnd } from './roles.js';
import type { Role, RoleGrant } from './roles.js';
import { requireNext } from './standing.js';
import type { MemberStanding } from './standing.js';

export type MemberId = Id<'mem'>;
export type CooperativeId = Id<'coop'>;

/** A person's membership of one co-op. */
export interface Member {
  readonly id: MemberId;
  readonly cooperativeId: CooperativeId;
  /** Pairwise: the person has another one in each co-op. */
  readonly did: string;
  /** The member's choice; others see it only if `displayNameShared`. */
  readonly displayName: string | null;
  readonly displayNameShared: boolean;
  readonly standing: MemberStanding;
  readonly roles: readonly RoleGrant[];
  /** Active authenticators: public keys, multibase. */
  readonly keys: readonly string[];
  readonly appliedAt: Date;
  /** When the membership was last admitted. */
  readonly joinedAt: Date | null;
  readonly exitedAt: Date | null;
  /** When the members were asked to vote on the application. */
  readonly voteRequestedAt: Date | null;
}

/** @throws STANDING_CONFLICT unless there is an application to decide on. */
export function admit(member: Member, now: Date): Member {
  requireStanding(member, 'APPLIED', 'be admitted');
  return { ...member, standing: 'ADMITTED', joinedAt: now, roles: begin(member.roles, 'MEMBER', now, null) };
}

/** @throws STANDING_CONFLICT unless there is an application to decide on. */
export function reject(member: Member, now: Date): Member {
  requireStanding(member, 'APPLIED', 'be turned down');
  return { ...member, standing: 'EXITED', exitedAt: now };
}

/**
 * Suspension stops a member's rights; their roles stay, without effect, and count again after reinstatement
 * unless their term has ended meanwhile.
 *
 * @throws STANDING_CONFLICT; STEWARD_BY_ELECTION for a steward in office, whom only the members can suspend
 */
export function suspend(member: Member, by: Decider, now: Date): Member {
  requireStanding(member, 'ADMITTED', 'be suspended');
  if (by === 'STEWARDS' && holds(member.roles, 'STEWARD', now)) {
    throw ERRORS.STEWARD_BY_ELECTION.raise(
      'A steward in office is removed by the members, not by a steward.',
      {
        member: member.id,
      },
    );
  }
  return { ...member, standing: 'SUSPENDED' };
}

/** @throws STANDING_CONFLICT */
export function reinstate(member: Member): Member {
  requireStanding(member, 'SUSPENDED', 'be reinstated');
  return { ...member, standing: 'ADMITTED' };
}

/** @param shared - true lets everybody see the name who may see the member. */
export function rename(member: Member, displayName: string | null, shared: boolean): Member {
  return { ...member, displayName, displayNameShared: shared };
}

/** Leaving ends every role at once; the membership lasts until the other services have let go of it. */
export function leave(member: Member, now: Date): Member {
  requireNext(member.standing, 'EXITING');
  return { ...member, standing: 'EXITING', roles: endAll(member.roles, now) };
}

/** @throws STANDING_CONFLICT */
export function finishLeaving(member: Member, now: Date): Member {
  requireStanding(member, 'EXITING', 'have left');
  return { ...member, standing: 'EXITED', exitedAt: now };
}

/** @throws STEWARD_BY_ELECTION, STANDING_CONFLICT */
export function grantRole(member: Member, role: Role, now: Date, until: Date | null): Member {
  requireGrantable(role);
  requireStanding(member, 'ADMITTED', `be given the role ${role}`);
  return { ...member, roles: begin(member.roles, role, now, until) };
}

/** @throws STEWARD_BY_ELECTION, ROLE_NOT_HELD */
export function revokeRole(member: Member, role: Role, now: Date): Member {
  requireGrantable(role);
  if (!holds(member.roles, role, now)) {
    throw ERRORS.ROLE_NOT_HELD.raise(`This member does not hold the role ${role}.`, {
      member: member.id,
      role,
    });
  }
  return { ...member, roles: end(member.roles, role, now) };
}

/**
 * Puts an election into effect: who was elected serves from now for the term, everybody else's stewardship
 * ends. Who has ceased to be an admitted member since the vote does not take the seat; if nobody can, all stays
 * as it is, so that a co-op is never left without stewards by a decision about who they are.
 *
 * @param members - all stewards in office, and all who were elected.
 * @returns the members whose roles have changed.
 */
export function seatStewards(
  members: readonly Member[],
  elected: ReadonlySet<string>,
  termDays: number,
  now: Date,
): Member[] {
  const seated = new Set(members.filter(({ id, standing }) => elected.has(id) && standing === 'ADMITTED'));
  if (seated.size === 0) return [];
  return members.flatMap((member) => {
    if (seated.has(member))
      return [{ ...member, roles: begin(member.roles, 'STEWARD', now, termEnd(now, termDays)) }];
    return holds(member.roles, 'STEWARD', now)
      ? [{ ...member, roles: end(member.roles, 'STEWARD', now) }]
      : [];
  });
}

/** True while the member is admitted and holds the role. */
export function isInOffice(member: Member, role: Role, now: Date): boolean {
  return member.standing === 'ADMITTED' && holds(member.roles, role, now);
}

/** What the journal says of a member: the newest word on who they are and what they may do. */
export function snapshotOf(member: Member, now: Date): StandingSnapshot {
  return {
    memberId: member.id,
    did: member.did,
    standing: member.standing,
    roles: member.roles
      .filter((grant) => isHeld(grant, now))
      .map(({ role, from, until }) => ({
        role,
        from: from.toISOString(),
        until: until?.toISOString() ?? null,
      })),
    keys: [...member.keys],
  };
}

function requireStanding(member: Member, wanted: MemberStanding, to: string): void {
  if (member.standing === wanted) return;
  throw ERRORS.STANDING_CONFLICT.raise(`A membership that is ${member.standing} cannot ${to}.`, {
    member: member.id,
    standing: member.standing,
    wanted,
  });
}
