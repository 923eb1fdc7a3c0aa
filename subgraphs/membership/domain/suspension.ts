import type { Id } from '../../kit/domain/ids.js';
import type { Decider } from './decider.js';
import { ERRORS } from './errors.js';
import type { CooperativeId, MemberId } from './member.js';

export type SuspensionId = Id<'sus'>;

/** How a suspension ended: by its term, by a steward's mercy, by the members, or as the member left. */
export type SuspensionEnding = 'TERM' | 'STEWARD' | 'MEMBERS' | 'LEFT';

export type SuspensionState = 'PROPOSED' | 'LAPSED' | 'RUNNING' | 'ENDED';

/** What has happened to one suspension; its state follows from these facts and the instant. */
export interface Suspension {
  readonly id: SuspensionId;
  readonly cooperativeId: CooperativeId;
  readonly memberId: MemberId;
  /** Null once the member was erased, and where it began before reasons were kept here. */
  readonly reason: string | null;
  readonly days: number;
  readonly decidedBy: Decider;
  /** The steward who proposed it; null for a vote, and once that steward was erased. */
  readonly proposedBy: MemberId | null;
  readonly proposedAt: Date;
  /** From when it can no longer be confirmed; null for a vote. */
  readonly lapsesAt: Date | null;
  readonly confirmedBy: MemberId | null;
  readonly begunAt: Date | null;
  readonly endsAt: Date | null;
  readonly endedAt: Date | null;
  readonly ending: SuspensionEnding | null;
}

const DAY_MS = 86_400_000;
/** Long enough for a second person to look into it, and too short to be kept in hand as a threat. */
const CONFIRM_WITHIN_MS = 7 * DAY_MS;
/** After a suspension has ended the stewards rest as long as it lasted, and so long at least. */
const REST_MS_MIN = 30 * DAY_MS;

export function stateOf({ begunAt, endedAt, lapsesAt }: Suspension, now: Date): SuspensionState {
  if (endedAt) return 'ENDED';
  if (begunAt) return 'RUNNING';
  return lapsesAt && now >= lapsesAt ? 'LAPSED' : 'PROPOSED';
}

export function lapseOf(proposedAt: Date): Date {
  return new Date(proposedAt.getTime() + CONFIRM_WITHIN_MS);
}

/** @param confirmedBy - the second person; null for a vote. */
export function begin(suspension: Suspension, confirmedBy: MemberId | null, now: Date): Suspension {
  const endsAt = new Date(now.getTime() + suspension.days * DAY_MS);
  return { ...suspension, confirmedBy, begunAt: now, endsAt };
}

export function end(suspension: Suspension, ending: SuspensionEnding, now: Date): Suspension {
  return { ...suspension, endedAt: now, ending };
}

/**
 * Two stewards suspend nobody again and again: after an end, whichever it was, they rest as long as the suspension
 * lasted. The members may decide on another one at any time.
 *
 * @param last - the member's last suspension that has ended; null if there was none.
 * @throws SUSPENDED_RECENTLY
 */
export function requireRested(last: Suspension | null, now: Date): void {
  if (!last?.begunAt || !last.endedAt) return;
  const lastedMs = last.endedAt.getTime() - last.begunAt.getTime();
  const until = new Date(last.endedAt.getTime() + Math.max(REST_MS_MIN, lastedMs));
  if (now >= until) return;
  throw ERRORS.SUSPENDED_RECENTLY.raise('A suspension of this member ended a short while ago.', {
    until: until.toISOString(),
  });
}

/** @throws SUSPENSION_NOT_PROPOSED */
export function requireProposed(suspension: Suspension, now: Date): void {
  const state = stateOf(suspension, now);
  if (state === 'PROPOSED') return;
  throw ERRORS.SUSPENSION_NOT_PROPOSED.raise('There is nothing to confirm here.', { state });
}

/** What the members decided ends by its term or by the members. @throws SUSPENDED_BY_VOTE */
export function requireStewardsEnd({ decidedBy, endsAt }: Suspension): void {
  if (decidedBy === 'STEWARDS') return;
  throw ERRORS.SUSPENDED_BY_VOTE.raise('The members decided on this suspension.', {
    endsAt: endsAt?.toISOString() ?? null,
  });
}

/** The end of the day on which a suspension would have ended: its very instant would tell whose it was. */
export function banEnd(endsAt: Date): Date {
  return new Date(Math.ceil(endsAt.getTime() / DAY_MS) * DAY_MS);
}
