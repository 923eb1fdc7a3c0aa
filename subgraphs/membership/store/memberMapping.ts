import type { CooperativeId, Member, MemberId } from '../domain/member.js';
import type { Role, RoleGrant } from '../domain/roles.js';
import type { MemberStanding } from '../domain/standing.js';
import type { MemberRow, RoleColumn } from './memberRow.js';

export function memberOf(row: MemberRow, keys: readonly string[]): Member {
  return {
    id: row.id as MemberId,
    cooperativeId: row.cooperativeId as CooperativeId,
    did: row.did,
    displayName: row.displayName,
    displayNameShared: row.displayNameShared,
    standing: row.standing as MemberStanding,
    roles: row.roles.map(grantOf),
    keys,
    appliedAt: row.appliedAt,
    joinedAt: row.joinedAt,
    exitedAt: row.exitedAt,
    voteRequestedAt: row.voteRequestedAt,
  };
}

/** The columns that a change of a member can touch. */
export function columnsOf(member: Member) {
  return {
    displayName: member.displayName,
    displayNameShared: member.displayNameShared,
    standing: member.standing,
    roles: member.roles.map(({ role, from, until }) => ({
      role,
      from: from.toISOString(),
      until: until?.toISOString() ?? null,
    })),
    appliedAt: member.appliedAt,
    joinedAt: member.joinedAt,
    exitedAt: member.exitedAt,
    voteRequestedAt: member.voteRequestedAt,
  };
}

function grantOf({ role, from, until }: RoleColumn): RoleGrant {
  return { role: role as Role, from: new Date(from), until: until === null ? null : new Date(until) };
}
