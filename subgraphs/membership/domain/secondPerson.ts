import { ERRORS } from './errors.js';
import { isInOffice } from './member.js';
import type { Member, MemberId } from './member.js';
import { isHeld } from './roles.js';

/** Those of a co-op who hold an office. */
export interface Office {
  readonly stewards: readonly Member[];
  readonly auditors: readonly Member[];
}

/** Stewards appoint auditors: one who was appointed for the occasion is nobody's second person. */
const AUDITOR_SINCE_MS = 30 * 86_400_000;
/** An act that takes two. */
const NEEDED = 2;

/**
 * Who may act on a member together with another person: the stewards in office but the member concerned, and where
 * they are fewer than two, auditors who have held their role for thirty days.
 */
export function uninvolved({ stewards, auditors }: Office, concerned: MemberId, now: Date): MemberId[] {
  const inOffice = stewards.filter((member) => isInOffice(member, 'STEWARD', now) && member.id !== concerned);
  if (inOffice.length >= NEEDED) return inOffice.map(({ id }) => id);
  const known = new Set(inOffice.map(({ id }) => id));
  const standIns = auditors.filter(
    (member) => member.id !== concerned && !known.has(member.id) && isSettled(member, now),
  );
  return [...inOffice, ...standIns].map(({ id }) => id);
}

function isSettled(member: Member, now: Date): boolean {
  return (
    member.standing === 'ADMITTED' &&
    member.roles.some(
      (grant) =>
        grant.role === 'AUDITOR' &&
        isHeld(grant, now) &&
        now.getTime() - grant.from.getTime() >= AUDITOR_SINCE_MS,
    )
  );
}

/** @throws SECOND_PERSON_NEEDED */
export function requireEntitled(own: MemberId, entitled: readonly MemberId[]): void {
  if (entitled.includes(own)) return;
  throw ERRORS.SECOND_PERSON_NEEDED.raise('You are not one of those whose word counts here.', {
    entitled: entitled.length,
  });
}

/**
 * That somebody may be the second person of an act.
 *
 * @param first - who acted first; null where nobody who is still known did.
 * @throws SECOND_PERSON_NEEDED
 */
export function requireSecond(second: MemberId, first: MemberId | null, entitled: readonly MemberId[]): void {
  const refuse = (why: string) => ERRORS.SECOND_PERSON_NEEDED.raise(why, { entitled: entitled.length });
  if (first === null || !entitled.includes(first)) {
    throw refuse('Who acted first no longer holds the office in which they did.');
  }
  if (second === first) throw refuse('It takes another person than the one who acted first.');
  requireEntitled(second, entitled);
}
