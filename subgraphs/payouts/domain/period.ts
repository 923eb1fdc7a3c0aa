import { COMMON } from '../../kit/errors/table.js';
import { ERRORS } from './errors.js';

/** Half-open: `from` is inside, `until` is outside. */
export interface Period {
  from: Date;
  until: Date;
}

/** What the ledger says of the time before a period. */
export interface Books {
  /** Where the last closed period ended; null before the first. */
  closedUntil: Date | null;
  /** The first posting ever; null while there is none. */
  firstPostedAt: Date | null;
}

/**
 * A period may be closed once it is over, if it begins where the last one ended, so that no posting falls
 * between two periods or into both.
 *
 * @throws BAD_USER_INPUT, PERIOD_NOT_OVER, PERIOD_NOT_CONTIGUOUS
 */
export function requireClosable(period: Period, books: Books, now: Date): void {
  const { from, until } = period;
  if (from >= until) {
    throw COMMON.BAD_USER_INPUT.raise('A period ends after it begins.', { field: 'until' });
  }
  if (until > now) {
    throw ERRORS.PERIOD_NOT_OVER.raise('This period is not over.', { until: iso(until), now: iso(now) });
  }
  if (books.closedUntil && from.getTime() !== books.closedUntil.getTime()) {
    throw ERRORS.PERIOD_NOT_CONTIGUOUS.raise('This period does not begin where the last one ended.', {
      expectedFrom: iso(books.closedUntil),
    });
  }
  if (!books.closedUntil && books.firstPostedAt && from > books.firstPostedAt) {
    throw ERRORS.PERIOD_NOT_CONTIGUOUS.raise('There are postings before this period.', {
      latestFrom: iso(books.firstPostedAt),
    });
  }
}

function iso(instant: Date): string {
  return instant.toISOString();
}
