export type DatasetOrder = 'RELEVANCE' | 'TITLE' | 'NEWEST' | 'RECORDS';

/** By a column of an entry, then by the dataset's id: each order is total, and has an index of its own. */
export interface Ordering {
  readonly column: 'title_key' | 'published_at' | 'record_count';
  readonly type: 'text' | 'timestamptz' | 'int';
  readonly direction: 'asc' | 'desc';
  /** Whether a value from a cursor is of its kind. */
  readonly accepts: (value: string | number) => boolean;
}

const NEWEST: Ordering = {
  column: 'published_at',
  type: 'timestamptz',
  direction: 'desc',
  accepts: (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
};

export const ORDERINGS: Readonly<Record<DatasetOrder, Ordering>> = {
  // Among answers that are equally good.
  RELEVANCE: NEWEST,
  TITLE: {
    column: 'title_key',
    type: 'text',
    direction: 'asc',
    accepts: (value) => typeof value === 'string',
  },
  NEWEST,
  RECORDS: {
    column: 'record_count',
    type: 'int',
    direction: 'desc',
    accepts: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  },
};
