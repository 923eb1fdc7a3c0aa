import { ERRORS } from './errors.js';

/** Where a membership stands. An application that is turned down ends as EXITED, with no `joinedAt`. */
export const STANDINGS = ['APPLIED', 'ADMITTED', 'SUSPENDED', 'EXITING', 'EXITED'] as const;
export type MemberStanding = (typeof STANDINGS)[number];

/** What may follow what. Somebody who left may apply again, under the same DID and with the same attestation. */
export const NEXT = {
  APPLIED: ['ADMITTED', 'EXITING', 'EXITED'],
  ADMITTED: ['SUSPENDED', 'EXITING'],
  SUSPENDED: ['ADMITTED', 'EXITING'],
  EXITING: ['EXITED'],
  EXITED: ['APPLIED'],
} as const satisfies Record<MemberStanding, readonly MemberStanding[]>;

/** @throws STANDING_CONFLICT */
export function requireNext(from: MemberStanding, to: MemberStanding): void {
  if (mayFollow(from, to)) return;
  throw ERRORS.STANDING_CONFLICT.raise(`A membership that is ${from} cannot become ${to}.`, { from, to });
}

function mayFollow(from: MemberStanding, to: MemberStanding): boolean {
  return (NEXT[from] as readonly MemberStanding[]).includes(to);
}

/** As far as counting goes. */
export interface Counted {
  readonly standing: MemberStanding;
  readonly joinedAt: Date | null;
}

/** Whether `memberCount` counts this membership: admitted, and not yet exited. */
function isCounted({ standing, joinedAt }: Counted): boolean {
  return joinedAt !== null && standing !== 'EXITED';
}

/** What a change adds to `memberCount`: −1, 0 or 1. */
export function countChange(before: Counted, after: Counted): number {
  return Number(isCounted(after)) - Number(isCounted(before));
}
