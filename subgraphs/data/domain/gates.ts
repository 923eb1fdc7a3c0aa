import { covers } from '../../kit/domain/purposes.js';
import { coarsen } from './coarsen.js';
import { consentCovers, type ConsentTerms } from './consent.js';
import type { NegotiationState } from './licenceState.js';

/** What a job would do with records, as far as a consent or a licence may forbid it. */
export interface Use {
  readonly purpose: string;
  /** The kind of organisation that receives the result. */
  readonly recipient: string;
  /** Sensitivities of the columns that are read. */
  readonly categories: readonly string[];
}

/** One member's live contributions to a dataset, and consents that are in force. */
export interface MemberRecords<Consent> {
  readonly memberId: string;
  readonly records: number;
  readonly consents: readonly Consent[];
}

/** How many records each gate stopped. A record that two gates would stop is counted at the first. */
export interface GateCounts {
  readonly records: number;
  readonly stoppedByConsent: number;
  readonly stoppedByDecision: number;
  readonly stoppedByPurpose: number;
  /** Ciphertexts that did not open any more, by the number of rows that had been counted in them. */
  readonly unreadable: number;
  /** Rows that came beside those that count: they do not fit the dataset's schema, are empty, or repeat others. */
  readonly invalid: number;
  readonly used: number;
  readonly members: number;
}

export interface GateVerdict<Consent> {
  readonly admitted: readonly { readonly member: MemberRecords<Consent>; readonly consent: Consent }[];
  readonly counts: Pick<
    GateCounts,
    'records' | 'stoppedByConsent' | 'stoppedByDecision' | 'stoppedByPurpose'
  >;
}

type Terms = Pick<ConsentTerms, 'purposes' | 'categories' | 'recipients'>;

/**
 * Opens the three gates, in this order: the member consented to such a use, the co-op decided for the licence, the
 * consent covers the licence's purpose.
 *
 * @param licence - active: its state is FINALIZED and its term has not ended.
 */
export function passGates<Consent extends Terms>(
  members: readonly MemberRecords<Consent>[],
  licence: { readonly state: NegotiationState; readonly active: boolean },
  use: Use,
): GateVerdict<Consent> {
  const decided = licence.state === 'FINALIZED' && licence.active;
  const admitted: { member: MemberRecords<Consent>; consent: Consent }[] = [];
  const counts = { records: 0, stoppedByConsent: 0, stoppedByDecision: 0, stoppedByPurpose: 0 };
  for (const member of members) {
    counts.records += member.records;
    // The purpose has a gate of its own, so the first one asks about everything else.
    const willing = member.consents.filter((consent) =>
      consentCovers({ ...consent, purposes: [use.purpose] }, use),
    );
    const consent = willing.find(({ purposes }) => purposes.some((purpose) => covers(purpose, use.purpose)));
    if (willing.length === 0) counts.stoppedByConsent += member.records;
    else if (!decided) counts.stoppedByDecision += member.records;
    else if (!consent) counts.stoppedByPurpose += member.records;
    else admitted.push({ member, consent });
  }
  return { admitted, counts };
}

/** What a buyer may know of the counts: tens, and nothing of a small cohort, for differences of exact counts tell. */
export function coarsenGates(counts: GateCounts): GateCounts {
  const round = (records: number): number => coarsen({ contributors: counts.members, records }).records;
  return {
    records: round(counts.records),
    stoppedByConsent: round(counts.stoppedByConsent),
    stoppedByDecision: round(counts.stoppedByDecision),
    stoppedByPurpose: round(counts.stoppedByPurpose),
    unreadable: round(counts.unreadable),
    invalid: round(counts.invalid),
    used: round(counts.used),
    members: coarsen({ contributors: counts.members, records: 0 }).contributors,
  };
}
