import type { Column } from './dataset.js';

const WHOLE_BP = 10_000;

export interface Quality {
  /** Columns that declare all that their type asks for: a unit or bounds for numbers, a public list for texts. */
  readonly documentedBp: number;
  /**
   * Rows contributed, of those that the contributing members could have contributed; null while the cohort is
   * too small to be counted.
   */
  readonly completenessBp: number | null;
}

/**
 * What can be said of a dataset's quality without decrypting a record.
 *
 * @param counts - coarsened, so that nothing is said here that the catalogue does not say.
 */
export function qualityOf(
  columns: readonly Column[],
  rowsPerMemberMax: number,
  counts: { contributors: number; records: number },
): Quality {
  const documented = columns.filter(isDocumented).length;
  const possible = counts.contributors * rowsPerMemberMax;
  return {
    documentedBp: Math.floor((documented * WHOLE_BP) / columns.length),
    completenessBp:
      possible === 0 ? null : Math.min(WHOLE_BP, Math.floor((counts.records * WHOLE_BP) / possible)),
  };
}

function isDocumented({ type, unit, bounds, categories }: Column): boolean {
  if (type === 'NUMBER' || type === 'INTEGER') return unit !== null && bounds !== null;
  return type !== 'TEXT' || categories !== null;
}
