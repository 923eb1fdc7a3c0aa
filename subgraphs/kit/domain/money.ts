import assert from 'node:assert/strict';
import { COMMON } from '../errors/table.js';

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

/**
 * Is this the code of a currency that people are paid in: ISO 4217 list one without funds, metals and tests, as it
 * stands since amendment 180 (1 January 2026)?
 */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** @throws BAD_USER_INPUT unless `code` is a currency that can be settled in. */
export function requireCurrency(code: string): string {
  if (isCurrency(code)) return code;
  throw COMMON.BAD_USER_INPUT.raise('A currency is given by its ISO 4217 code, such as EUR.');
}

// cspell:disable
const CURRENCIES: ReadonlySet<string> = new Set(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
  CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
  HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
  MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
  QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
  TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`.split(/\s+/),
);
// cspell:enable
