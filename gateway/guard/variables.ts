import { WrittenNumber } from '../../subgraphs/kit/wire/exactJson.js';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { ERRORS } from '../errors.js';
import type { GuardLimits } from './limits.js';

type Limits = Pick<GuardLimits, 'nesting' | 'values' | 'listItems' | 'stringLength'>;

/**
 * Holds the variables to their sizes before anything looks at what they mean: a list of wrong values costs as much as
 * one of right ones, and both no more than the limit. Does not recurse.
 *
 * @returns how many values it has visited.
 * @throws NESTING_EXCEEDED, LIST_ITEMS_EXCEEDED, STRING_LENGTH_EXCEEDED, VALUES_EXCEEDED
 */
export function requireBounded(variables: Readonly<Record<string, unknown>>, limits: Limits): number {
  let visited = 0;
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.nesting) throw nestingExceeded(limits.nesting);
    const below: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      if (Array.isArray(item) && item.length > limits.listItems) throw listTooLong(item.length, limits);
      const values: readonly unknown[] = Array.isArray(item) ? item : Object.values(item);
      visited += values.length;
      if (visited > limits.values) throw tooMany(limits);
      for (const value of values) {
        if (typeof value === 'string') requireShort(value, limits);
        else if (value instanceof WrittenNumber) requireShort(value.text, limits);
        else if (typeof value === 'object' && value !== null) below.push(value);
      }
    }
    level = below;
  }
  return visited;
}

export function nestingExceeded(limit: number): DomainError {
  return ERRORS.NESTING_EXCEEDED.raise(`Brackets stand at most ${limit} deep inside one another.`, { limit });
}

function requireShort(value: string, { stringLength: limit }: Limits): void {
  if (value.length <= limit) return;
  const facts = { length: value.length, limit };
  throw ERRORS.STRING_LENGTH_EXCEEDED.raise(
    `A text in the variables has at most ${limit} characters.`,
    facts,
  );
}

function listTooLong(length: number, { listItems: limit }: Limits): DomainError {
  const facts = { length, limit };
  return ERRORS.LIST_ITEMS_EXCEEDED.raise(`A list in the variables has at most ${limit} items.`, facts);
}

function tooMany({ values: limit }: Limits): DomainError {
  return ERRORS.VALUES_EXCEEDED.raise(`The variables hold at most ${limit} values.`, { limit });
}
