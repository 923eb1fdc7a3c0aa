export interface Sample {
  /** Under which the index holds what belongs to it. */
  readonly term: string;
  readonly oneOf: number;
}

/**
 * One dataset of each 32 bears a mark in the index, so that a search can be judged before it is made, and what would
 * take too long to count can be estimated from those that bear it.
 */
export const SAMPLE = {
  term: 'sample/',
  oneOf: 32,
  /**
   * Sampled hits up to which all hits are read and counted: 30,000 or so. Beyond it an estimate
   * is off by 3% or less, two times of three.
   */
  exactMax: 940,
  /** The same for facets, where each hit is read: 10,000 or so. Beyond it, 6% or less, of a value that all hits have. */
  facetsExactMax: 310,
} as const;

/** The finest first; each holds the next. What hits are many even of a coarse one are counted there, as exactly as need be. */
export const SAMPLES: readonly Sample[] = [
  SAMPLE,
  { term: 'sample/256', oneOf: 256 },
  { term: 'sample/2048', oneOf: 2_048 },
];
