import { categoryIndex } from './category.js';
import { isContributedInstant } from './contributedInstant.js';
import type { Column, DatasetTerms } from './dataset.js';
import { isRecord } from '../../kit/wire/isRecord.js';

/** What a contribution holds once decrypted: `{v: 1, dataset, rows}`. Written by a wallet, so nothing is believed. */
export interface ContributedRows {
  readonly rows: readonly unknown[];
}

/**
 * The rows of a decrypted contribution; null when it is none of this dataset.
 *
 * @param plaintext - parsed JSON.
 */
export function contributedRows(plaintext: unknown, datasetId: string): ContributedRows | null {
  if (!isRecord(plaintext) || plaintext.v !== 1 || plaintext.dataset !== datasetId) return null;
  return Array.isArray(plaintext.rows) ? { rows: plaintext.rows } : null;
}

export type RowCheck = (row: unknown) => row is Record<string, unknown>;

/**
 * Makes the check whether a row has declared columns only, each value of its declared type, and a value in every column
 * that is required or in the row key, in one at least. A missing value is null or left out. A number outside its bounds is
 * of its type: it is clamped where it is added.
 */
export function rowCheck({ columns, rowKey }: Pick<DatasetTerms, 'columns' | 'rowKey'>): RowCheck {
  const checks = new Map(columns.map((column) => [column.name, valueCheck(column)]));
  const required = columns.filter((column) => column.required || rowKey?.includes(column.name));
  return (row): row is Record<string, unknown> =>
    isRecord(row) &&
    required.every(({ name }) => Object.hasOwn(row, name) && !isNoValue(row[name])) &&
    !Object.values(row).every(isNoValue) &&
    Object.entries(row).every(
      ([name, value]) => checks.has(name) && (value === null || checks.get(name)?.(value)),
    );
}

function valueCheck({ type, categories }: Column): (value: unknown) => boolean {
  switch (type) {
    case 'NUMBER':
      return (value) => typeof value === 'number' && Number.isFinite(value);
    case 'INTEGER':
      return Number.isSafeInteger;
    case 'BOOLEAN':
      return (value) => typeof value === 'boolean';
    case 'TEXT': {
      return (value) =>
        typeof value === 'string' && (categories === null || categoryIndex(categories, value) >= 0);
    }
    case 'INSTANT':
      return (value) => typeof value === 'string' && isContributedInstant(value);
  }
}

/** What weighs nothing: whoever left out a value has left it out, however the wallet wrote that down. */
export function isNoValue(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}
