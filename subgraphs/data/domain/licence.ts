import assert from 'node:assert/strict';
import { LICENCE_ON_MONEY } from '../../kit/domain/licenceAndMoney.js';
import type { UnusedTerm } from '../../kit/domain/licenceAndMoney.js';
import type { SignedAcceptance } from './agreement.js';
import { requireMove } from './licenceState.js';
import type { NegotiationState, Party } from './licenceState.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';

/** The buyer's signature on an offer, and what follows from it. */
export interface Acceptance {
  readonly signed: SignedAcceptance;
  /** Of the signed statement: what the members' decision names. */
  readonly digest: string;
  /** First instant at which the acceptance no longer stands. */
  readonly decideBy: Date;
  /**
   * The published offer that the negotiation began with: members see what was accepted beside it. Null of an acceptance
   * from before they did.
   */
  readonly publishedOfferId: string | null;
}

/** A decision that governance journalled, kept until its proof can be fetched. */
export interface PendingDecision {
  readonly entryId: string;
  /** Decimal. */
  readonly index: string;
  readonly leaf: Record<string, unknown>;
  readonly recordedAt: string;
}

/** The signed ODRL agreement with the proof of the decision that it rests on. */
export interface Agreement {
  readonly document: JsonObject;
  readonly digest: string;
}

/** The agreement under which a buyer uses a dataset for a purpose, from the first request for it. */
export interface Licence {
  readonly cooperativeId: string;
  readonly id: string;
  readonly datasetId: string;
  readonly buyerId: string;
  readonly purpose: string;
  readonly state: NegotiationState;
  /** The offer on the table, or the one that was agreed on. */
  readonly offerId: string;
  readonly requestedAt: Date;
  readonly changedAt: Date;
  /** Null before ACCEPTED, and when a counter-offer has cancelled it. */
  readonly acceptance: Acceptance | null;
  /** The vote on the acceptance; null before one was made. */
  readonly proposalId: string | null;
  readonly decision: PendingDecision | null;
  /** Null before AGREED. */
  readonly agreement: Agreement | null;
  readonly verifiedAt: Date | null;
  /** When the first payment came; null again while it has gone back. */
  readonly paidAt: Date | null;
  /** First instant after the term; null before FINALIZED, and of one that has ended. */
  readonly validUntil: Date | null;
  /** First instant at which it has ended, since the members have prohibited its purpose; null while they have not. */
  readonly noticeUntil: Date | null;
  /** Why it is TERMINATED: in the words of whoever ended it, or a code. */
  readonly reason: string | null;
}

/** One step of a negotiation, as its parties read it. */
export interface NegotiationStep {
  readonly cooperativeId: string;
  readonly id: string;
  readonly licenceId: string;
  readonly buyerId: string;
  readonly party: Party;
  /** The state that the step led to. */
  readonly state: NegotiationState;
  readonly offerId: string;
  readonly message: string | null;
  readonly takenAt: Date;
}

const DAY_MS = 86_400_000;
/** A decision made in time may still be on its way through the journal when the acceptance ends. */
export const DECISION_GRACE_MS = 3_600_000;

const NO_ACCEPTANCE = { acceptance: null, proposalId: null, decision: null };

/** What a buyer asks for: the dataset for a purpose, on a published offer. */
export function requested(
  of: Pick<Licence, 'cooperativeId' | 'id' | 'datasetId' | 'buyerId' | 'purpose' | 'offerId'>,
  now: Date,
): Licence {
  return {
    ...of,
    state: 'REQUESTED',
    requestedAt: now,
    changedAt: now,
    ...NO_ACCEPTANCE,
    agreement: null,
    verifiedAt: null,
    paidAt: null,
    validUntil: null,
    noticeUntil: null,
    reason: null,
  };
}

/** With another offer on the table, by stewards or the buyer. Whatever was accepted before is no longer. */
export function counterOffered(
  licence: Licence,
  by: Exclude<Party, 'COOPERATIVE'>,
  offerId: string,
  now: Date,
): Licence {
  const state = counterState(by);
  return moved(licence, by, { state, offerId, ...NO_ACCEPTANCE }, now);
}

/** The state to which a counter-offer of that party leads. */
export function counterState(by: Exclude<Party, 'COOPERATIVE'>): NegotiationState {
  return by === 'STEWARDS' ? 'OFFERED' : 'REQUESTED';
}

/** The buyer has signed the offer on the table. */
export function accepted(licence: Licence, acceptance: Acceptance, now: Date): Licence {
  return moved(licence, 'BUYER', { state: 'ACCEPTED', acceptance }, now);
}

/** Whether a vote on that acceptance is about what the buyer accepts now. */
export function isVoteOn({ state, acceptance }: Licence, acceptanceDigest: string): boolean {
  return state === 'ACCEPTED' && acceptance?.digest === acceptanceDigest;
}

/** Whether that decision still waits to be concluded: a counter-offer may have come in between. */
export function awaits({ state, decision }: Licence, entryId: string): boolean {
  return state === 'ACCEPTED' && decision?.entryId === entryId;
}

/** Whether nobody decided while the acceptance stood. */
export function hasLapsed({ state, acceptance, decision }: Licence, now: Date): boolean {
  return state === 'ACCEPTED' && !decision && acceptance !== null && now >= acceptance.decideBy;
}

/** The members' decision is proven. @param isFree - what costs nothing is paid for. */
export function agreed(licence: Licence, agreement: Agreement, isFree: boolean, now: Date): Licence {
  const paid = isFree ? { paidAt: now } : {};
  return moved(licence, 'COOPERATIVE', { state: 'AGREED', agreement, decision: null, ...paid }, now);
}

/** The agreement is signed, which only its buyer may do. */
export function verified(
  licence: Licence,
  by: Party,
  now: Date,
): Licence & { readonly agreement: Agreement } {
  const next = moved(licence, by, { state: 'VERIFIED', verifiedAt: now }, now);
  assert(next.agreement, `licence ${licence.id} was agreed on without an agreement`);
  return { ...next, agreement: next.agreement };
}

/** In force, if it is both verified and paid, whichever came last; its term begins then. Null otherwise. */
export function finalized(licence: Licence, termDays: number, now: Date): Licence | null {
  if (licence.state !== 'VERIFIED' || !licence.paidAt) return null;
  const validUntil = new Date(now.getTime() + termDays * DAY_MS);
  return moved(licence, 'COOPERATIVE', { state: 'FINALIZED', validUntil }, now);
}

/** Over, for a reason that both sides will read; what was left of its term counts no more. */
export function terminated(licence: Licence, by: Party, reason: string, now: Date): Licence {
  const over = { decision: null, validUntil: null, noticeUntil: null };
  return moved(licence, by, { state: 'TERMINATED', reason, ...over }, now);
}

/** Whether news of its payment is news to it: it was not known to be paid, and may still be. */
export function isPayable({ state, paidAt }: Licence): boolean {
  return paidAt === null && LICENCE_ON_MONEY.PAID[state] === 'NOTE';
}

/** Whether its payment may go back: it has come, and the licence is not over. */
export function isReturnable({ state, paidAt }: Licence): boolean {
  return paidAt !== null && LICENCE_ON_MONEY.UNPAID[state] === 'NOTE';
}

/**
 * What is left of the term of a licence in force; null for one that is not. Of one under notice it is counted from the end
 * of the notice, however late this service ends it.
 */
export function unusedTerm(licence: Licence, termDays: number, now: Date): UnusedTerm | null {
  const { state, validUntil, noticeUntil } = licence;
  if (state !== 'FINALIZED' || !validUntil) return null;
  const end = noticeUntil && noticeUntil < now ? noticeUntil : now;
  const leftMs = Math.max(0, validUntil.getTime() - end.getTime());
  return { left: String(leftMs), whole: String(termDays * DAY_MS) };
}

/** Whether data may be computed on under it: in force, its payment not gone back, its term and notice not over. */
export function isActive(
  {
    state,
    paidAt,
    validUntil,
    noticeUntil,
  }: Pick<Licence, 'state' | 'paidAt' | 'validUntil' | 'noticeUntil'>,
  now: Date,
): boolean {
  const isRunning = validUntil !== null && now < validUntil && (noticeUntil === null || now < noticeUntil);
  return state === 'FINALIZED' && paidAt !== null && isRunning;
}

type Change = Partial<Licence> & Pick<Licence, 'state'>;

/** The licence after one step of the state table. @throws LICENCE_STATE_CONFLICT */
function moved(licence: Licence, by: Party, change: Change, now: Date): Licence {
  requireMove(licence.state, change.state, by);
  return { ...licence, ...change, changedAt: now };
}
