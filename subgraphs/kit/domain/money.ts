import assert from 'node:assert/strict';
import { COMMON } from '../errors/table.js';
import { currencyStanding, minorUnitsOf } from './currencies.js';

/** An amount in the smallest unit of its currency: cents of EUR, yen of JPY. */
export interface Money {
  readonly amountMinor: bigint;
  /** ISO 4217 code. */
  readonly currency: string;
}

export function money(amountMinor: bigint, currency: string): Money {
  return { amountMinor, currency };
}

export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return money(a.amountMinor + b.amountMinor, a.currency);
}

export function subtract(a: Money, b: Money): Money {
  return add(a, negate(b));
}

export function negate({ amountMinor, currency }: Money): Money {
  return money(-amountMinor, currency);
}

/** @returns below zero if `a` is less than `b`, zero if they are equal, otherwise above zero. */
export function compare(a: Money, b: Money): number {
  assertSameCurrency(a, b);
  return a.amountMinor < b.amountMinor ? -1 : a.amountMinor > b.amountMinor ? 1 : 0;
}

/** The sum of amounts that are all in `currency`; zero of none. */
export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = money(0n, currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

// A co-op settles in one currency, so two that meet here are a mistake of ours and no caller's.
function assertSameCurrency(a: Money, b: Money): void {
  assert(a.currency === b.currency, `${a.currency} does not add to ${b.currency}`);
}

/** Is this the code of a currency that people are paid in now? @see CURRENCY_LIST */
export function isCurrency(code: string): boolean {
  return currencyStanding(code) === 'IN_USE';
}

/** @throws BAD_USER_INPUT unless `code` is a currency that people are paid in, or were when books in it were opened. */
export function requireCurrency(code: string): string {
  if (minorUnitsOf(code) !== undefined) return code;
  throw COMMON.BAD_USER_INPUT.raise('A currency is given by its ISO 4217 code, such as EUR.');
}
