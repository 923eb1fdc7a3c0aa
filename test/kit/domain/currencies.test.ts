import { describe, expect, it } from '@jest/globals';
import {
  CURRENCY_LIST,
  currencyStanding,
  LIST_DAYS_MAX,
  minorUnitsOf,
} from '../../../subgraphs/kit/domain/currencies.js';
import { ageOfCurrencies } from '../../support/currencyAge.mjs';

describe('the list of currencies', () => {
  it.each([
    { code: 'EUR', standing: 'IN_USE', digits: 2 },
    { code: 'JPY', standing: 'IN_USE', digits: 0 },
    { code: 'KWD', standing: 'IN_USE', digits: 3 },
    { code: 'ISK', standing: 'IN_USE', digits: 0 },
    { code: 'TND', standing: 'IN_USE', digits: 3 },
    { code: 'XCG', standing: 'IN_USE', digits: 2 },
    { code: 'BGN', standing: 'WITHDRAWN', digits: 2 },
    { code: 'XAU', standing: 'NOT_PAID_IN', digits: undefined },
    { code: 'CLF', standing: 'NOT_PAID_IN', digits: undefined },
    { code: 'BTC', standing: 'UNKNOWN', digits: undefined },
    { code: 'eur', standing: 'UNKNOWN', digits: undefined },
    { code: '', standing: 'UNKNOWN', digits: undefined },
    { code: 'toString', standing: 'UNKNOWN', digits: undefined },
  ])('has $code as $standing', ({ code, standing, digits }) => {
    expect(currencyStanding(code)).toBe(standing);
    expect(minorUnitsOf(code)).toBe(digits);
  });

  const after = (days: number) => new Date(Date.parse(CURRENCY_LIST.publishedOn) + days * 86_400_000);

  it('is said to be old when it is, and never before', () => {
    expect(ageOfCurrencies(after(LIST_DAYS_MAX))).toBeNull();
    expect(ageOfCurrencies(after(LIST_DAYS_MAX + 1))).toContain('amendment 180');
    expect(ageOfCurrencies(after(LIST_DAYS_MAX + 1))).toContain(String(LIST_DAYS_MAX + 1));
  });
});
