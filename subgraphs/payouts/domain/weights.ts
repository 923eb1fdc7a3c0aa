import type { ALLOCATION_BASES } from '../../kit/contracts/charterTerms.js';

export type AllocationBasis = (typeof ALLOCATION_BASES)[number];

/** What one member put in or did in a period, as the snapshot of a run holds it. */
export interface Measure {
  /** Rows of live contributions as the compute worker counted them, up to the charter's bound. */
  quantity: bigint;
  /** Records that computations used, as metered. */
  usage: bigint;
  /** Those records, each weighted by its quality in basis points. */
  quality: bigint;
  /** Minor units staked. */
  stakeMinor: bigint;
}

const WEIGHT: Record<AllocationBasis, (measure: Measure) => bigint> = {
  EQUAL: () => 1n,
  QUANTITY: (measure) => measure.quantity,
  QUALITY: (measure) => measure.quality,
  USAGE: (measure) => measure.usage,
  STAKE: (measure) => measure.stakeMinor,
};

/** The weight of one member in the division of a pool. Dimensionless, zero or more. */
export function weightOf(basis: AllocationBasis, measure: Measure): bigint {
  return WEIGHT[basis](measure);
}

/** Whether the lines of a payslip follow the member's own use under each licence. */
export function followsUse(basis: AllocationBasis): boolean {
  return basis === 'USAGE' || basis === 'QUALITY';
}
