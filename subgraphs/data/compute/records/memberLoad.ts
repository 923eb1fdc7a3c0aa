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
  readonly invalidRows: number;
}

/** Rows of the member that can count in the answer. */
export function rowsUsed({ validRows }: MemberLoad, plan: AggregatePlan): number {
  return Math.min(validRows, plan.spec.rowsPerMember);
}

/** Share of the member's rows that fit the schema, in basis points. */
export function qualityBp({ validRows, invalidRows }: MemberLoad): number {
  const all = validRows + invalidRows;
  return all === 0 ? 0 : Math.floor((validRows * 10_000) / all);
}
