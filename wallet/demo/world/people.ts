import { drawFor } from './draw.js';
import { handleOf, namesFor } from './names.js';
import type { CooperativeSpec } from './spec.js';

/** What a member lets others do with their data. */
export type ConsentHabit =
  /** Every purpose that the charter allows, for every kind of recipient. */
  | 'OPEN'
  /** Research only. */
  | 'RESEARCH'
  /** Every purpose, and expired by the time the demo begins. */
  | 'BRIEF'
  /** Contributes for its own use, and consents to nothing. */
  | 'REFUSES';

/** One invented person in one co-op. */
export interface DemoMember {
  /** `given.family`, unique in the whole demo. */
  readonly handle: string;
  readonly name: string;
  readonly cooperative: string;
  readonly index: number;
  readonly office: 'STEWARD' | 'AUDITOR' | null;
  readonly consent: ConsentHabit;
  /** Takes part in votes. */
  readonly votes: boolean;
}

/** Stewards to be elected. The first of them founded the co-op. */
export const STEWARD_COUNT = 5;

/** Candidates for those seats; the last ones are not elected. */
export const CANDIDATE_COUNT = 7;

/** Percent of members who vote: one in three, well above every quorum. */
const VOTERS_PERCENT = 33;

/** The invented people of a co-op: stewards first, then the auditor, then everybody else. */
export function membersOf(spec: CooperativeSpec): DemoMember[] {
  const draw = drawFor(`habits:${spec.slug}`);
  return namesFor(spec.slug, spec.memberCount).map((name, index) => ({
    handle: handleOf(name),
    name,
    cooperative: spec.slug,
    index,
    office: officeOf(index),
    consent: habit(draw.below(100)),
    votes: draw.chance(VOTERS_PERCENT) || index <= STEWARD_COUNT,
  }));
}

function officeOf(index: number): DemoMember['office'] {
  if (index < STEWARD_COUNT) return 'STEWARD';
  return index === STEWARD_COUNT ? 'AUDITOR' : null;
}

function habit(percentile: number): ConsentHabit {
  if (percentile < 62) return 'OPEN';
  if (percentile < 84) return 'RESEARCH';
  return percentile < 90 ? 'BRIEF' : 'REFUSES';
}
