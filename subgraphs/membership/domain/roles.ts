import { ERRORS } from './errors.js';

export const ROLES = ['MEMBER', 'STEWARD', 'AUDITOR'] as const;
export type Role = (typeof ROLES)[number];

/** A role, held from `from` inclusive to `until` exclusive; `until` is null where no end is set. */
export interface RoleGrant {
  readonly role: Role;
  readonly from: Date;
  readonly until: Date | null;
}

const DAY_MS = 86_400_000;

export function isHeld(grant: RoleGrant, now: Date): boolean {
  return grant.from <= now && (grant.until === null || now < grant.until);
}

export function holds(roles: readonly RoleGrant[], role: Role, now: Date): boolean {
  return roles.some((grant) => grant.role === role && isHeld(grant, now));
}

/** The grants with those of `role` ended now; one that has not begun is left out, one that has ended stays. */
export function end(roles: readonly RoleGrant[], role: Role, now: Date): RoleGrant[] {
  return roles
    .filter((grant) => grant.role !== role || grant.from < now)
    .map((grant) => (grant.role === role && isHeld(grant, now) ? { ...grant, until: now } : grant));
}

export function endAll(roles: readonly RoleGrant[], now: Date): RoleGrant[] {
  return ROLES.reduce<RoleGrant[]>((left, role) => end(left, role, now), [...roles]);
}

/** The grants with `role` held from now; what was held of it before ends, so that two never overlap. */
export function begin(roles: readonly RoleGrant[], role: Role, now: Date, until: Date | null): RoleGrant[] {
  return [...end(roles, role, now), { role, from: now, until }];
}

/** The end of a term of office that begins now. */
export function termEnd(now: Date, termDays: number): Date {
  return new Date(now.getTime() + termDays * DAY_MS);
}

/**
 * Stewards give and take the role of auditor only: their own office comes from the members.
 *
 * @throws STEWARD_BY_ELECTION
 */
export function requireGrantable(role: Role): void {
  if (role === 'AUDITOR') return;
  throw ERRORS.STEWARD_BY_ELECTION.raise(`No steward gives or takes the role ${role}.`, { role });
}
