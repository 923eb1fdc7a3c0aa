import type { Composer } from './composer.js';
import type { CompositionProblem, SubgraphSchema } from '../../engine/planner/composition.js';

export interface Fitted {
  supergraphSdl: string;
  /** Those that were left out, and why. */
  misfits: readonly { name: string; problems: readonly CompositionProblem[] }[];
}

/**
 * Composes what must be there with as many of the others as fit, so that one that does not fit any more keeps nobody
 * from changing.
 */
export async function composeWithoutMisfits(
  composer: Composer,
  wanted: readonly SubgraphSchema[],
  others: readonly SubgraphSchema[],
): Promise<Fitted | { problems: readonly CompositionProblem[] }> {
  const whole = await composer.compose([...wanted, ...others]);
  if (!whole.problems) return { supergraphSdl: whole.supergraphSdl, misfits: [] };
  let fitted = others.length > 0 ? await composer.compose(wanted) : whole;
  if (fitted.problems) return { problems: fitted.problems };
  const misfits: { name: string; problems: readonly CompositionProblem[] }[] = [];
  const kept = [...wanted];
  for (const other of others) {
    const tried = await composer.compose([...kept, other]);
    if (tried.problems) {
      misfits.push({ name: other.name, problems: tried.problems });
    } else {
      fitted = tried;
      kept.push(other);
    }
  }
  return { supergraphSdl: fitted.supergraphSdl, misfits };
}
