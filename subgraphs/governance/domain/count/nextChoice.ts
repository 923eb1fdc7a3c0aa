import type { BallotGroup } from './election.js';

/** The candidate for whom a ballot counts, and at which step of its ranking they stand. */
export interface Choice {
  readonly candidate: number;
  readonly step: number;
}

/**
 * The next continuing candidate of a ballot. At a step with several continuing candidates nobody can say whom the voter
 * prefers: the ballot is exhausted there, as election law has it.
 *
 * @param from - the first step to look at.
 */
export function nextChoice(
  { ranking }: Pick<BallotGroup, 'ranking'>,
  isContinuing: (candidate: number) => boolean,
  from = 0,
): Choice | null {
  for (let step = from; step < ranking.length; step += 1) {
    const standing = ranking[step]!.filter(isContinuing);
    if (standing.length === 1) return { candidate: standing[0]!, step };
    if (standing.length > 1) return null;
  }
  return null;
}
