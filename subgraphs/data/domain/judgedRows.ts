import { isRecord } from '../../kit/wire/isRecord.js';
import { isNoValue, rowCheck } from './contributedRow.js';
import type { DatasetTerms } from './dataset.js';

/** What becomes of the rows of a contribution; each row received is in exactly one of the others but `valid`. */
export interface RowCounts {
  /** Rows that the ciphertext held. */
  readonly received: number;
  /** Rows that fit the dataset's schema, repeats included. */
  readonly valid: number;
  /** Rows that do not fit it. */
  readonly invalid: number;
  /** Rows without a value in any column. */
  readonly empty: number;
  /** Rows beyond the number that the wallet declared, for which no room was taken. */
  readonly excess: number;
  /** Valid rows whose key stood before, in the same contribution or in an earlier one of anybody's. */
  readonly repeated: number;
  /** Valid rows that count: what the member is credited for. */
  readonly counted: number;
}

export type Judged = 'VALID' | 'INVALID' | 'EMPTY' | 'EXCESS';

type Schema = Pick<DatasetTerms, 'columns' | 'rowKey'>;

/**
 * Makes the judge of single rows. Rows are judged in the order in which they came, so that what is beyond the declared
 * number is always the same.
 */
export function rowJudge(schema: Schema, declared: number): (row: unknown, at: number) => Judged {
  const isValid = rowCheck(schema);
  return (row, at) => {
    if (at >= declared) return 'EXCESS';
    if (isEmpty(row)) return 'EMPTY';
    return isValid(row) ? 'VALID' : 'INVALID';
  };
}

/** Has no value: nothing, nulls alone, or texts of blanks alone. */
function isEmpty(row: unknown): boolean {
  return isRecord(row) && Object.values(row).every(isNoValue);
}

/** The counts of rows of which these were judged so. @param counted - of the valid ones, those that count. */
export function rowCounts(judged: readonly Judged[], counted: number): RowCounts {
  const of = (kind: Judged): number => judged.filter((one) => one === kind).length;
  const valid = of('VALID');
  return {
    received: judged.length,
    valid,
    invalid: of('INVALID'),
    empty: of('EMPTY'),
    excess: of('EXCESS'),
    repeated: valid - counted,
    counted,
  };
}
