import type { Answer } from './policyDoors.js';
import type { Probe } from './policyProbe.js';
import type { Cell } from './policyTable.js';
import type { ViewerName } from './policyViewers.js';

/** What came back: a value, nothing where one might be, or why it could not be reached. */
export type Outcome = 'value' | 'nothing' | 'null' | 'empty' | (string & {});

export type Row<Value> = Partial<Record<ViewerName, Value>>;

/** Follows keys below an alias; of a list, into its first item unless a number says which. */
export function outcomeAt({ data, errors }: Answer, alias: string, keys: readonly string[]): Outcome {
  let value = data?.[alias];
  const path = [...keys];
  for (;;) {
    if (Array.isArray(value) && path.length > 0) {
      if (value.length === 0) return 'empty';
      value = (value as unknown[])[/^\d+$/.test(path[0]!) ? Number(path.shift()) : 0];
    } else if (value === null || value === undefined) {
      return errorAt(errors, alias)?.code ?? (path.length === 0 ? 'nothing' : 'null');
    } else if (path.length > 0) {
      value = (value as Record<string, unknown>)[path.shift()!];
    } else return 'value';
  }
}

/**
 * What became of each field of a probe.
 *
 * @returns undefined when one of the fields was refused and took the others with it: then each must be asked alone.
 */
export function outcomesOf(answer: Answer, alias: string, { fields, keys }: Probe): Outcome[] | undefined {
  const object = objectAt(answer, alias, keys);
  if (object) return fields.map(({ field }) => outcomeIn(answer, alias, object, field));
  const error = errorAt(answer.errors, alias);
  const depth = keys.filter((key) => !/^\d+$/.test(key)).length;
  if (error && error.depth > depth && fields.length > 1) return undefined;
  const outcome = error?.code ?? outcomeAt(answer, alias, [...keys, 'any field']);
  return fields.map(() => outcome);
}

function objectAt(answer: Answer, alias: string, keys: readonly string[]): Record<string, unknown> | null {
  let value = answer.data?.[alias];
  const path = [...keys];
  while (value !== null && value !== undefined) {
    if (Array.isArray(value))
      value = (value as unknown[])[/^\d+$/.test(path[0] ?? '') ? Number(path.shift()) : 0];
    else if (path.length > 0) value = (value as Record<string, unknown>)[path.shift()!];
    else return value as Record<string, unknown>;
  }
  return null;
}

function outcomeIn(answer: Answer, alias: string, object: Record<string, unknown>, field: string): Outcome {
  if (object[field] !== null && object[field] !== undefined) return 'value';
  return errorAt(answer.errors, alias, field)?.code ?? 'nothing';
}

/** The error about that alias, or a field below; where lists lie on the way, about their first items. */
function errorAt(errors: Answer['errors'], alias: string, field?: string) {
  const found = errors.find(
    ({ path = [] }) =>
      (path.length === 0 || path[0] === alias) &&
      path.every((step) => typeof step === 'string' || step === 0) &&
      (field === undefined || path.includes(field)),
  );
  if (!found) return undefined;
  const names = (found.path ?? []).filter((step) => typeof step === 'string');
  return { code: found.extensions?.code ?? 'UNKNOWN', depth: names.length - 1 };
}

/** Nothing for somebody where others get a value was kept from them; nothing for anybody is just nothing. */
export function cellsOf(row: Row<Outcome>): Row<Cell> {
  const outcomes = Object.values(row);
  const hasValue = outcomes.includes('value');
  const reached = outcomes.some((outcome) => ['value', 'nothing', 'empty'].includes(outcome));
  const unreached = !reached && outcomes.includes('null');
  const cellOf = (outcome: Outcome): string => {
    if (unreached) return '-';
    if (outcome === 'value') return 'yes';
    return outcome === 'nothing' ? (hasValue ? 'null' : 'yes') : outcome;
  };
  return Object.fromEntries(Object.entries(row).map(([viewer, outcome]) => [viewer, cellOf(outcome)]));
}
