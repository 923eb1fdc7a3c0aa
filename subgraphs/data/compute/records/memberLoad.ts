import type { AggregatePlan } from '../../domain/aggregatePlan.js';
import type { EligibleMember, LiveConsent } from '../../store/eligibleStore.js';

/** A member whom the gates let through, with the consent that opens their records. */
export interface AdmittedMember {
  readonly member: EligibleMember;
  readonly consent: LiveConsent;
}

/** What a member's ciphertexts held, as numbers; it lives for one job and is wiped after it. */
export interface MemberLoad extends AdmittedMember {
  /** Valid rows one after the other, in the columns of the plan. */
  readonly values: BigInt64Array;
  readonly validRows: number;
  /** Rows that were received besides: they do not fit the schema, are empty, repeat others, or were not declared. */
  readonly otherRows: number;
}

/** Rows of the member that can count in the answer. */
export function rowsUsed({ validRows }: MemberLoad, plan: AggregatePlan): number {
  return Math.min(validRows, plan.spec.rowsPerMember);
}

/** Share of the member's rows that count, of all that were received, in basis points. */
export function qualityBp({ validRows, otherRows }: MemberLoad): number {
  const all = validRows + otherRows;
  return all === 0 ? 0 : Math.floor((validRows * 10_000) / all);
}
