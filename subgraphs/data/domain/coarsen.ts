/** Fewer contributors than this are not counted in public: a small or exact cohort is a disclosure. */
const COHORT_MINIMUM = 10;
const STEP = 10;

export interface Counts {
  readonly contributors: number;
  readonly records: number;
}

/**
 * What the public may know of a dataset's size: both counts rounded down to tens, and nothing at all while the
 * cohort is small.
 *
 * @param exact - members with a live contribution, and their rows; integers, zero or more.
 */
export function coarsen({ contributors, records }: Counts): Counts {
  if (contributors < COHORT_MINIMUM) return { contributors: 0, records: 0 };
  return { contributors: floorTo(contributors), records: floorTo(records) };
}

function floorTo(count: number): number {
  return Math.floor(count / STEP) * STEP;
}
