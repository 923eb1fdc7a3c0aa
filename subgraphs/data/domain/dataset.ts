import { COMMON } from '../../kit/errors/table.js';
import { exactRule, isExact } from './exactNumber.js';
import type { Bounds } from './exactNumber.js';
import { LIMITS } from './limits.js';
import { keyOf } from './search/fold.js';

export type ColumnType = 'NUMBER' | 'INTEGER' | 'TEXT' | 'INSTANT' | 'BOOLEAN';

/** How much harm a leaked value could do: none beyond the dataset's, to a person, or of a special category. */
export type Sensitivity = 'ORDINARY' | 'PERSONAL' | 'SPECIAL';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** UCUM or words, for example `km` or `US dollars`; null for what has none. */
  readonly unit: string | null;
  readonly meaning: string;
  readonly sensitivity: Sensitivity;
  /** Of NUMBER and INTEGER: values are clamped to them before they are summed. */
  readonly bounds: Bounds | null;
  /** Of TEXT: the public list of values, the only ones that may name a group. */
  readonly categories: readonly string[] | null;
  /** A row without a value here is not valid. */
  readonly required: boolean;
}

export interface TimeSpan {
  readonly from: Date;
  readonly until: Date;
}

/** What stewards say of a dataset when they publish it. */
export interface DatasetTerms {
  readonly title: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly themes: readonly string[];
  readonly columns: readonly Column[];
  /**
   * Names of the columns that tell a row from every other of the dataset. A row whose key stood before counts once. Null
   * where rows have none.
   */
  readonly rowKey: readonly string[] | null;
  readonly temporal: TimeSpan | null;
  readonly spatial: string | null;
  /** Rows of one member that a computation may use. */
  readonly rowsPerMemberMax: number;
}

/** An entry of the catalogue. */
export interface Dataset extends DatasetTerms {
  readonly cooperativeId: string;
  readonly id: string;
  readonly publishedAt: Date;
  /** When the public counts last moved. */
  readonly changedAt: Date;
  /** Members who contribute: coarsened, as is the next. */
  readonly contributorCount: number;
  readonly recordCount: number;
}

const COLUMN_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** @throws BAD_USER_INPUT naming the field that breaks a rule. */
export function requireDatasetTerms(terms: DatasetTerms): void {
  requireText('title', terms.title, LIMITS.titleCharsMax);
  requireText('description', terms.description, LIMITS.descriptionCharsMax);
  requireTerms('keywords', terms.keywords);
  requireTerms('themes', terms.themes);
  if (terms.spatial !== null) requireText('spatial', terms.spatial, LIMITS.titleCharsMax);
  if (terms.temporal && !(terms.temporal.from < terms.temporal.until)) {
    refuse('temporal', 'temporal.from must be before temporal.until.');
  }
  const rows = terms.rowsPerMemberMax;
  if (!Number.isInteger(rows) || rows < 1 || rows > LIMITS.rowsPerMemberMax) {
    refuse('rowsPerMemberMax', `rowsPerMemberMax is a whole number from 1 to ${LIMITS.rowsPerMemberMax}.`);
  }
  requireColumns(terms.columns);
  if (terms.rowKey) requireRowKey(terms.rowKey, terms.columns);
}

function requireRowKey(rowKey: readonly string[], columns: readonly Column[]): void {
  if (rowKey.length < 1 || rowKey.length > LIMITS.rowKeyColumnsMax) {
    refuse('rowKey', `A row key has 1 to ${LIMITS.rowKeyColumnsMax} columns; this one has ${rowKey.length}.`);
  }
  if (new Set(rowKey).size !== rowKey.length) refuse('rowKey', 'The row key names a column twice.');
  if (!rowKey.every((name) => columns.some((column) => column.name === name)))
    refuse('rowKey', 'The row key names a column that the dataset does not have.');
}

function requireColumns(columns: readonly Column[]): void {
  if (columns.length < 1 || columns.length > LIMITS.columnsMax) {
    refuse('columns', `A dataset has 1 to ${LIMITS.columnsMax} columns; this one has ${columns.length}.`);
  }
  if (new Set(columns.map(({ name }) => name)).size !== columns.length) {
    refuse('columns', 'Two columns have the same name.');
  }
  for (const column of columns) requireColumn(column);
}

function requireColumn(column: Column): void {
  const field = `columns.${column.name.slice(0, LIMITS.wordCharsMax)}`;
  if (!COLUMN_NAME.test(column.name)) {
    refuse(field, 'A column name is a lower-case letter and up to 62 of a-z, 0-9 and _.');
  }
  requireText(`${field}.meaning`, column.meaning, LIMITS.textCharsMax);
  if (column.unit !== null) requireText(`${field}.unit`, column.unit, LIMITS.wordCharsMax);
  const numeric = column.type === 'NUMBER' || column.type === 'INTEGER';
  if (column.bounds && !numeric)
    refuse(`${field}.bounds`, `Only columns of numbers have bounds; this one is ${column.type}.`);
  if (column.bounds) requireBounds(`${field}.bounds`, column.bounds, column.type);
  if (column.categories && column.type !== 'TEXT')
    refuse(`${field}.categories`, `Only columns of TEXT have categories; this one is ${column.type}.`);
  if (column.categories) requireCategories(`${field}.categories`, column.categories);
}

function requireBounds(field: string, { min, max }: Bounds, type: ColumnType): void {
  if (!Number.isFinite(min) || !Number.isFinite(max) || !(min < max)) {
    refuse(field, 'bounds.min must be below bounds.max, and both finite.');
  }
  const column = { integer: type === 'INTEGER', bounds: { min, max } };
  if (!isExact(min, column) || !isExact(max, column)) refuse(field, `A bound is ${exactRule(column)}.`);
}

function requireCategories(field: string, categories: readonly string[]): void {
  if (categories.length < 1 || categories.length > LIMITS.columnCategoriesMax) {
    refuse(
      field,
      `A column has 1 to ${LIMITS.columnCategoriesMax} categories; this one has ${categories.length}.`,
    );
  }
  const forms = new Set(categories.map((category) => category.normalize('NFC')));
  if (forms.size !== categories.length) refuse(field, 'Two categories are the same in Unicode form C.');
  for (const category of categories) requireText(field, category, LIMITS.wordCharsMax);
}

/** Words that a search compares without case, accents and signs between them: so are they told apart here. */
function requireTerms(field: string, terms: readonly string[]): void {
  requireWords(field, terms);
  if (new Set(terms.map(keyOf)).size === terms.length) return;
  refuse(field, `Two of the ${field} differ in case, accents or signs alone.`);
}

/** A short list of words that people search by: no blanks, no doubles. */
export function requireWords(field: string, words: readonly string[]): void {
  if (words.length > LIMITS.listMax) refuse(field, `${field} holds at most ${LIMITS.listMax} words.`);
  if (new Set(words).size !== words.length) refuse(field, `${field} holds a word twice.`);
  for (const word of words) requireText(field, word, LIMITS.wordCharsMax);
}

export function requireText(field: string, text: string, charsMax: number): void {
  if (text.trim() !== text || text.length < 1)
    refuse(field, `${field} must not be empty, nor begin or end with a blank.`);
  if (text.length > charsMax)
    refuse(field, `${field} has at most ${charsMax} characters; this text has ${text.length}.`);
  requireWellFormed(field, text);
}

/** Postgres text cannot hold NUL, and lone surrogates have no UTF-8 form. */
function requireWellFormed(field: string, text: string): void {
  if (text.includes('\0') || !isWellFormed(text))
    refuse(field, `${field} holds a NUL or half of a surrogate pair.`);
}

function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

function refuse(field: string, message: string): never {
  throw COMMON.BAD_USER_INPUT.raise(message, { field });
}
