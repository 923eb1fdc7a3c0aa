import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { periodsOf, periodsWanted } from '../../../subgraphs/data/domain/search/periods.js';

const instant = fc.date({
  min: new Date('0001-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T00:00:00.000Z'),
  noInvalidDate: true,
});
const LENGTHS_MS = [1, 86_400_000, 3e10, 1e12, 2e12, 1e13, 2e13, 1e14];
const span = fc.tuple(instant, fc.constantFrom(...LENGTHS_MS)).map(([from, ms]) => ({
  from,
  until: new Date(Math.min(from.getTime() + ms, Date.UTC(9999, 11, 31) + 1)),
}));

describe('periods', () => {
  it('of two spans that overlap, one is looked for under what the other stands under', () => {
    fc.assert(
      fc.property(span, span, fc.double({ min: 0, max: 1, noNaN: true }), (one, drawn, share) => {
        // The second begins within the first.
        const from = new Date(
          one.from.getTime() + Math.floor(share * (one.until.getTime() - one.from.getTime() - 1)),
        );
        const other = {
          from,
          until: new Date(from.getTime() + (drawn.until.getTime() - drawn.from.getTime())),
        };
        fc.pre(other.until.getTime() > from.getTime() && other.until.getUTCFullYear() < 10_000);
        for (const [stored, asked] of [
          [one, other],
          [other, one],
        ] as const) {
          const stands = new Set(periodsOf(stored));
          expect(periodsWanted(asked).some((period) => stands.has(period))).toBe(true);
        }
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('are few, however long the span', () => {
    fc.assert(
      fc.property(span, (any) => {
        expect(periodsOf(any).length).toBeLessThan(210);
        expect(periodsWanted(any).length).toBeLessThan(110);
      }),
      { seed: 7 },
    );
  });

  it('tell years apart', () => {
    const year = (from: number) => ({
      from: new Date(Date.UTC(from, 0)),
      until: new Date(Date.UTC(from + 1, 0)),
    });
    const stands = new Set(periodsOf(year(2015)));
    expect(periodsWanted(year(2016)).some((period) => stands.has(period))).toBe(false);
  });
});
