import { approval } from './approval.js';
import type { CountingMethod } from './election.js';
import { instantRunoff } from './instantRunoff.js';
import { meek } from './meek.js';
import { schulze } from './schulze.js';
import { scottishStv } from './scottishStv.js';

interface Rule {
  readonly method: CountingMethod;
  /** Whether it can fill more than one seat. */
  readonly fillsMany: boolean;
}

/** Ways to count ranked or approving ballots, by the name under which they are asked for. */
export const COUNTING_RULES = {
  'scottish-stv': { method: scottishStv, fillsMany: true },
  meek: { method: meek, fillsMany: true },
  irv: { method: instantRunoff, fillsMany: false },
  schulze: { method: schulze, fillsMany: true },
  approval: { method: approval, fillsMany: true },
} as const satisfies Record<string, Rule>;

export type CountingRuleName = keyof typeof COUNTING_RULES;
