import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  compare,
  isCurrency,
  money,
  negate,
  requireCurrency,
  subtract,
  sum,
} from '../../../subgraphs/kit/domain/money.js';

const euros = fc.bigInt().map((amountMinor) => money(amountMinor, 'EUR'));

describe('money', () => {
  it('gives back what was added, however large', () => {
    fc.assert(fc.property(euros, euros, (a, b) => expect(subtract(add(a, b), b)).toEqual(a)));
  });

  it('compares as the difference does', () => {
    fc.assert(
      fc.property(euros, euros, (a, b) => {
        const { amountMinor } = subtract(a, b);
        expect(compare(a, b)).toBe(amountMinor < 0n ? -1 : amountMinor > 0n ? 1 : 0);
      }),
    );
  });

  it('sums to nothing with what is owed', () => {
    fc.assert(
      fc.property(fc.array(euros), (amounts) => {
        expect(sum([...amounts, ...amounts.map(negate)], 'EUR')).toEqual(money(0n, 'EUR'));
      }),
    );
  });

  it('sums nothing to zero of its currency', () => {
    expect(sum([], 'USD')).toEqual(money(0n, 'USD'));
  });

  const mixed = [
    { name: 'added', mix: () => add(money(1n, 'EUR'), money(1n, 'USD')) },
    { name: 'subtracted', mix: () => subtract(money(1n, 'EUR'), money(0n, 'USD')) },
    { name: 'compared', mix: () => compare(money(1n, 'EUR'), money(1n, 'USD')) },
    { name: 'summed', mix: () => sum([money(1n, 'EUR')], 'USD') },
  ];
  it.each(mixed)('is never $name across currencies', ({ mix }) => {
    expect(mix).toThrow(/does not add to/);
  });
});

describe('requireCurrency', () => {
  it('knows what was paid in when books were opened, and founds no more co-ops in it', () => {
    expect(requireCurrency('BGN')).toBe('BGN');
    expect(isCurrency('BGN')).toBe(false);
  });

  it.each(['EUR', 'USD', 'JPY', 'KWD'])('knows %s', (code) => expect(requireCurrency(code)).toBe(code));

  it.each(['', 'eur', 'EURO', 'DEM', 'XAU', 'XXX', 'XTS', 'BTC', 'toString'])('refuses %p', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => requireCurrency(code)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});
