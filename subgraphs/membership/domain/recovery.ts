import type { Id } from '../../kit/domain/ids.js';
import { ERRORS } from './errors.js';
import type { CooperativeId, MemberId } from './member.js';

export type RecoveryId = Id<'rcv'>;

/** By whose word the new key is the member's: two people who hold an office, or an attestation of the same person. */
export type RecoveryWay = 'OFFICERS' | 'ATTESTATION';

/** How a request ended. SUPERSEDED: the same person showed another attestation. */
export type RecoveryOutcome = 'COMPLETED' | 'VETOED' | 'REJECTED' | 'SUPERSEDED' | 'FAILED';

export type RecoveryState = 'REQUESTED' | 'LAPSED' | 'WAITING' | RecoveryOutcome;

/** A request to put a new key in the place of all that a member has lost. Its state follows from these facts. */
export interface Recovery {
  readonly id: RecoveryId;
  readonly cooperativeId: CooperativeId;
  readonly memberId: MemberId;
  /** The new public key, multibase. */
  readonly key: string;
  readonly way: RecoveryWay;
  readonly requestedAt: Date;
  /** From when it can no longer be confirmed. */
  readonly lapsesAt: Date;
  readonly firstBy: MemberId | null;
  readonly secondBy: MemberId | null;
  readonly confirmedAt: Date | null;
  /** The end of the waiting time; null before it was confirmed. */
  readonly completesAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: RecoveryOutcome | null;
}

const DAY_MS = 86_400_000;
/** Time to find two people who know the member. */
export const CONFIRM_WITHIN_MS = 14 * DAY_MS;
/** Requests of one way about one member in a month: each is told to whoever holds the old key. */
const REQUESTS_MAX = 5;
export const COUNTED_MS = 30 * DAY_MS;

export function stateOf({ outcome, completesAt, lapsesAt }: Recovery, now: Date): RecoveryState {
  if (outcome) return outcome;
  if (completesAt) return 'WAITING';
  return now >= lapsesAt ? 'LAPSED' : 'REQUESTED';
}

export function isUndecided(recovery: Recovery, now: Date): boolean {
  return ['REQUESTED', 'WAITING'].includes(stateOf(recovery, now));
}

/** The waiting time begins, in which any old key says no. */
export function wait(recovery: Recovery, waitDays: number, now: Date): Recovery {
  return { ...recovery, confirmedAt: now, completesAt: new Date(now.getTime() + waitDays * DAY_MS) };
}

export function end(recovery: Recovery, outcome: RecoveryOutcome, now: Date): Recovery {
  return { ...recovery, outcome, endedAt: now };
}

/**
 * How often recovery is asked for, for one member. The ways are counted apart, so that nobody who merely knows a DID keeps
 * the person themselves from showing an attestation.
 *
 * @param recent - requests about the member in the last month.
 * @throws RECOVERY_LIMIT
 */
export function requireFewRequests(recent: readonly Recovery[], way: RecoveryWay, now: Date): void {
  const sameWay = recent.filter((one) => one.way === way);
  const waiting = recent.find((one) => stateOf(one, now) === 'WAITING');
  const isBlocked = way === 'OFFICERS' && waiting !== undefined;
  if (sameWay.length < REQUESTS_MAX && !isBlocked) return;
  throw ERRORS.RECOVERY_LIMIT.raise('Recovery of this member has been asked for often enough for now.', {
    max: REQUESTS_MAX,
  });
}

/** One officer does not end what another has confirmed. @throws RECOVERY_STATE_CONFLICT */
export function requireUnconfirmed({ firstBy }: Pick<Recovery, 'firstBy'>): void {
  if (firstBy === null) return;
  throw ERRORS.RECOVERY_STATE_CONFLICT.raise(
    'An officer has confirmed it: it lapses, or a second one confirms it.',
    {
      state: 'REQUESTED',
    },
  );
}

/** @throws RECOVERY_STATE_CONFLICT */
export function requireState(recovery: Recovery, wanted: readonly RecoveryState[], now: Date): void {
  const state = stateOf(recovery, now);
  if (wanted.includes(state)) return;
  throw ERRORS.RECOVERY_STATE_CONFLICT.raise(`A recovery that is ${state} does not take this.`, { state });
}
