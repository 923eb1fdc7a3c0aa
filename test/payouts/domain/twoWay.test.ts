import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideTwoWays } from '../../../subgraphs/payouts/domain/twoWay.js';

const named = (prefix: string, totals: readonly bigint[]) =>
  new Map(totals.map((total, i): [string, bigint] => [`${prefix}${i}`, total]));
const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n);

/** Two ways of cutting one sum: rows that may be zero, columns that are not. */
const tables = fc
  .tuple(
    fc.array(fc.bigInt(0n, 10n ** 6n), { minLength: 1, maxLength: 25 }),
    fc.array(fc.bigInt(1n, 10n ** 6n), { minLength: 1, maxLength: 12 }),
  )
  .map(([rows, columns]) => {
    const difference = sum(columns) - sum(rows);
    return difference >= 0n
      ? { rows: [...rows, difference], columns }
      : { rows, columns: [...columns, -difference] };
  });

describe('a table with its totals given', () => {
  it('has exact rows and exact columns, nothing below zero, and each cell near its ideal', () => {
    fc.assert(
      fc.property(tables, ({ rows, columns }) => {
        const total = sum(rows);
        const cells = divideTwoWays(named('r', rows), named('c', columns));
        rows.forEach((row, i) => expect(sum(cells.get(`r${i}`)!.values())).toBe(row));
        columns.forEach((column, j) => {
          const ofColumn = [...cells.values()].map((row) => row.get(`c${j}`) ?? 0n);
          expect(sum(ofColumn)).toBe(column);
          const limit = total * (columns.length <= 2 ? 1n : 4n);
          const isNear = ofColumn.every((cell, i) => {
            const off = cell * total - rows[i]! * column;
            return cell >= 0n && (off < 0n ? -off : off) < limit;
          });
          expect(isNear).toBe(true);
        });
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('is the same whatever order the columns come in', () => {
    fc.assert(
      fc.property(tables, ({ rows, columns }) => {
        const one = divideTwoWays(named('r', rows), named('c', columns));
        const turned = new Map([...named('c', columns)].toReversed());
        expect(divideTwoWays(named('r', rows), turned)).toEqual(one);
      }),
      { seed: 6 },
    );
  });

  it('leaves out cells of nothing', () => {
    const cells = divideTwoWays(named('r', [0n, 1n, 2n]), named('c', [2n, 1n]));
    expect(cells.get('r0')!.size).toBe(0);
    expect([...cells.values()].flatMap((row) => [...row.values()]).every((cell) => cell > 0n)).toBe(true);
  });

  it('of nothing is empty', () => {
    expect(divideTwoWays(named('r', [0n]), named('c', []))).toEqual(new Map([['r0', new Map()]]));
  });

  it('whose rows and columns have different totals is our mistake', () => {
    expect(() => divideTwoWays(named('r', [1n]), named('c', [2n]))).toThrow('different totals');
  });

  it('of a hundred thousand members and ten licences is whole', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => BigInt((i * 7_919) % 10_007));
    const total = sum(rows);
    const columns = Array.from({ length: 9 }, (_, j) => total / BigInt(11 + j));
    columns.push(total - sum(columns));
    const cells = divideTwoWays(named('r', rows), named('c', columns));
    const sums = new Map<string, bigint>();
    let row = 0;
    for (const lines of cells.values()) {
      let own = 0n;
      for (const [column, cell] of lines) {
        own += cell;
        sums.set(column, (sums.get(column) ?? 0n) + cell);
      }
      if (own !== rows[row++]) throw new Error(`row ${row} is ${own}`);
    }
    expect(sums).toEqual(named('c', columns));
  });
});
