import { DomainError } from '../../kit/errors/define.js';
import { categoryIndex } from './category.js';
import { COMPUTE_ERRORS } from './computeErrors.js';
import type { DatasetTerms } from './dataset.js';
import { decimalsOf, exactRule, isExact, scaled } from './exactNumber.js';
import { jobColumns, type CategoryColumn, type JobColumn, type NumberColumn } from './jobColumn.js';
import {
  JOB_LIMITS,
  jobSpecForm,
  type ComparisonForm,
  type JobSpecForm,
  type MeasureForm,
} from './jobSpecForm.js';

/** A specification that fits its dataset: positions instead of names of categories, whole multiples instead of decimals. */
export interface JobSpec {
  readonly groupBy: readonly Group[];
  readonly measures: readonly Measure[];
  readonly filter: readonly Comparison[];
  readonly rowsPerMember: number;
  readonly epsilonMicro: bigint;
}

/** One column of the key. `positions` are those of the public list that are asked for, in the order asked. */
export interface Group {
  readonly column: CategoryColumn;
  readonly positions: readonly number[];
}

export type Measure =
  | { readonly kind: 'COUNT'; readonly name: string; readonly column: JobColumn | null }
  | (Bounded & { readonly kind: 'SUM' })
  | (Bounded & { readonly kind: 'MEAN' })
  | (Bounded & { readonly kind: 'HISTOGRAM'; readonly edges: readonly bigint[] })
  | { readonly kind: 'CATEGORIES'; readonly name: string; readonly column: CategoryColumn };

/** Values of the column are clamped to [lower, upper], in whole multiples of 10^-decimals. */
interface Bounded {
  readonly name: string;
  readonly column: NumberColumn;
  readonly decimals: number;
  readonly lower: bigint;
  readonly upper: bigint;
}

export interface Comparison {
  readonly column: CategoryColumn | NumberColumn;
  readonly op: ComparisonForm['op'];
  /** One value, or several for IN: positions in the public list, or whole multiples. */
  readonly values: readonly bigint[];
}

const BINS_DEFAULT = 10;
/** Places that one refusal names: more than anybody mends at once. */
const ISSUES_MAX = 20;
/** Characters of what is said of one place, which may repeat what was sent. */
const MESSAGE_LENGTH_MAX = 200;

/** What is wrong, and where: a path such as `measures.0`, or `spec` for the whole. */
type Issue = { readonly path: string; readonly message: string };

/** Collects what does not fit, so that whoever wrote a specification hears all of it at once. */
class Misfits {
  private readonly issues: Issue[] = [];

  /** @returns those that fit. */
  each<Form, Resolved>(name: string, forms: readonly Form[], resolve: (form: Form) => Resolved): Resolved[] {
    return forms.flatMap((form, index) => {
      try {
        return [resolve(form)];
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        for (const { message } of error.facts.issues as readonly Issue[]) {
          this.add(`${name}.${index}`, message);
        }
        return [];
      }
    });
  }

  add(path: string, message: string): void {
    this.issues.push({ path, message });
  }

  /** @throws JOB_SPEC_INVALID if anything does not fit. */
  refuse(): void {
    if (this.issues.length > 0) throw invalid(this.issues);
  }
}

/**
 * Reads a specification from outside and fits it to what a dataset declares.
 *
 * @throws JOB_SPEC_INVALID, naming up to ISSUES_MAX places with what is wrong there: all that is wrong with its form, or
 *   else all that does not fit the dataset's columns, or else the first limit that it exceeds.
 */
export function resolveJobSpec(
  input: unknown,
  dataset: Pick<DatasetTerms, 'columns' | 'rowsPerMemberMax'>,
): JobSpec {
  const form = parse(input);
  const columns = jobColumns(dataset.columns);
  const rowsMax = dataset.rowsPerMemberMax;
  const find = (name: string): JobColumn =>
    columns.find((column) => column.name === name) ?? refuse(`the dataset has no column ${name}`);
  const misfits = new Misfits();
  const spec: JobSpec = {
    groupBy: misfits.each('groupBy', form.groupBy, ({ column, categories }) =>
      group(find(column), categories),
    ),
    measures: misfits.each('measures', form.measures, (measure) => resolveMeasure(measure, find)),
    filter: misfits.each('filter', form.filter, (comparison) =>
      resolveComparison(comparison, find(comparison.column)),
    ),
    rowsPerMember: form.rowsPerMember ?? rowsMax,
    epsilonMicro: form.epsilon,
  };
  if (spec.rowsPerMember > rowsMax)
    misfits.add('rowsPerMember', `rowsPerMember is at most ${rowsMax} on this dataset`);
  misfits.refuse();
  requireDistinct(
    'a column is grouped by twice',
    spec.groupBy.map(({ column }) => column.name),
  );
  requireDistinct(
    'two measures share a name; give one of them `as`',
    spec.measures.map(({ name }) => name),
  );
  const values = cellCount(spec) * spec.measures.reduce((sum, measure) => sum + valueCount(measure), 0);
  if (values > JOB_LIMITS.valuesMax)
    refuse(`the answer would hold ${values} values, more than ${JOB_LIMITS.valuesMax}`);
  return spec;
}

/** How many keys the answer has: all combinations of the public lists, whether rows exist for them or not. */
function cellCount(spec: JobSpec): number {
  return spec.groupBy.reduce((product, { positions }) => product * positions.length, 1);
}

/** How many noisy numbers a measure has for one key. */
function valueCount(measure: Measure): number {
  if (measure.kind === 'HISTOGRAM') return measure.edges.length - 1;
  if (measure.kind === 'CATEGORIES') return measure.column.categories.length;
  return measure.kind === 'MEAN' ? 2 : 1;
}

function parse(input: unknown): JobSpecForm {
  const parsed = jobSpecForm.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map(({ path, message }) => ({ path: path.join('.') || 'spec', message })),
  );
}

function group(column: JobColumn, asked: readonly string[] | undefined): Group {
  if (column.kind !== 'CATEGORY') refuse(`${column.name} has no public list of values to group by`);
  const categories = asked ?? column.categories;
  const positions = categories.map((category) => position(column, category));
  requireDistinct(`a category of ${column.name} is asked for twice`, positions);
  return { column, positions };
}

function resolveMeasure(form: MeasureForm, find: (name: string) => JobColumn): Measure {
  const name = form.as ?? [form.kind.toLowerCase(), form.column].filter(Boolean).join('_');
  if (form.kind === 'COUNT') {
    const column = form.column === undefined ? null : usable(find(form.column));
    return { kind: 'COUNT', name, column };
  }
  const column = usable(find(form.column));
  if (column.kind === 'CATEGORY') {
    if (form.kind !== 'HISTOGRAM') refuse(`${form.kind} needs a number column, which ${column.name} is not`);
    if (form.bounds || form.bins)
      refuse(`${column.name} is counted by its categories and takes no bounds or bins`);
    return { kind: 'CATEGORIES', name, column };
  }
  const bounded = { name, column, ...boundsOf(column, form.bounds) };
  if (form.kind === 'SUM') return { kind: 'SUM', ...bounded };
  if (form.kind === 'MEAN') return { kind: 'MEAN', ...bounded };
  return {
    kind: 'HISTOGRAM',
    ...bounded,
    edges: edges(bounded.lower, bounded.upper, form.bins ?? BINS_DEFAULT),
  };
}

/** The asked bounds inside the declared ones; a value that the schema rules out would only widen the noise. */
function boundsOf(column: NumberColumn, asked: { min: number; max: number } | undefined) {
  const declared = column.bounds ?? asked;
  if (!declared) refuse(`${column.name} declares no bounds, so the measure must bring its own`);
  const min = Math.max(declared.min, asked?.min ?? -Infinity);
  const max = Math.min(declared.max, asked?.max ?? Infinity);
  requireExact(column, [min, max], 'has bounds, each of which must be');
  const [lower, upper] = [scaled(min, column), scaled(max, column)];
  if (lower >= upper) refuse(`the bounds of ${column.name} leave no value between them`);
  return { decimals: decimalsOf(column), lower, upper };
}

/** Limits of equally wide bins, exact to one unit: bin i is [edge i, edge i+1), the last one closed. */
function edges(lower: bigint, upper: bigint, bins: number): bigint[] {
  const count = BigInt(bins);
  if (upper - lower < count) refuse(`the bounds are too narrow for ${bins} bins`);
  return Array.from({ length: bins + 1 }, (_, i) => lower + ((upper - lower) * BigInt(i)) / count);
}

function resolveComparison({ op, value }: ComparisonForm, column: JobColumn): Comparison {
  const asked = Array.isArray(value) ? value : [value];
  const known = usable(column);
  if (known.kind === 'CATEGORY') {
    if (op !== 'EQ' && op !== 'NE' && op !== 'IN') refuse(`${known.name} has no order to compare by`);
    return { column: known, op, values: asked.map((text) => BigInt(position(known, text))) };
  }
  const values = asked.map((item) => {
    if (typeof item !== 'number') return refuse(`${known.name} is compared with numbers`);
    if (known.integer && !Number.isInteger(item))
      return refuse(`${known.name} is compared with whole numbers`);
    requireExact(known, [item], 'is compared with');
    return scaled(item, known);
  });
  return { column: known, op, values };
}

/** A limit that is not kept exactly would let the wrong rows through, and nobody would see it. */
function requireExact(column: NumberColumn, values: readonly number[], use: string): void {
  if (!values.every((value) => isExact(value, column))) refuse(`${column.name} ${use} ${exactRule(column)}`);
}

function usable(column: JobColumn): CategoryColumn | NumberColumn {
  return column.kind === 'OPAQUE'
    ? refuse(`${column.name} is neither a number nor from a public list`)
    : column;
}

function position(column: CategoryColumn, category: string | number): number {
  const found = typeof category === 'string' ? categoryIndex(column.categories, category) : -1;
  return found >= 0 ? found : refuse(`${String(category)} is not in the public list of ${column.name}`);
}

function requireDistinct(message: string, names: readonly (string | number)[]): void {
  if (new Set(names).size !== names.length) refuse(message);
}

function refuse(reason: string): never {
  throw invalid([{ path: 'spec', message: reason }]);
}

function invalid(issues: readonly Issue[]): DomainError {
  const told = issues
    .slice(0, ISSUES_MAX)
    .map(({ path, message }) => ({ path, message: message.slice(0, MESSAGE_LENGTH_MAX) }));
  const text = told
    .map(({ path, message }) => (path === 'spec' ? message : `${path}: ${message}`))
    .join('; ');
  const more = issues.length > told.length ? `; and ${issues.length - told.length} more` : '';
  return COMPUTE_ERRORS.JOB_SPEC_INVALID.raise(`spec is not valid: ${text}${more}.`, { issues: told });
}
