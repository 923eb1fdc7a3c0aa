import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALLOCATION_BASES } from '../../../subgraphs/kit/contracts/charterTerms.js';
import { allocate } from '../../../subgraphs/payouts/domain/allocate.js';
import { divide } from '../../../subgraphs/payouts/domain/division.js';
import type { Divided } from '../../../subgraphs/payouts/domain/division.js';
import { NO_LICENCE } from '../../../subgraphs/payouts/domain/licenceMoney.js';
import { followsUse } from '../../../subgraphs/payouts/domain/weights.js';

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n);
const by = (of: Record<string, bigint>) => new Map(Object.entries(of));

const members = fc.uniqueArray(fc.stringMatching(/^mem_[a-z]{3}$/), { minLength: 1, maxLength: 15 });
const drawn = fc
  .tuple(members, fc.integer({ min: 1, max: 6 }), fc.constantFrom(...ALLOCATION_BASES))
  .chain(([names, licences, basis]) =>
    fc.record({
      basis: fc.constant(basis),
      weights: fc
        .tuple(...names.map(() => fc.bigInt(1n, 10n ** 6n)))
        .map((weights) => new Map(names.map((name, i) => [name, weights[i]!]))),
      uses: fc
        .array(fc.array(fc.tuple(fc.constantFrom(...names), fc.bigInt(1n, 1000n)), { maxLength: 10 }), {
          minLength: licences,
          maxLength: licences,
        })
        .map((all) => new Map(all.flatMap((own, i) => (own.length > 0 ? [[`lic_${i}`, new Map(own)]] : [])))),
      columns: fc
        .tuple(fc.bigInt(0n, 1000n), ...Array.from({ length: licences }, () => fc.bigInt(1n, 10n ** 9n)))
        .map(([common, ...parts]) => {
          const columns = new Map(parts.map((part, i) => [`lic_${i}`, part]));
          return common > 0n ? columns.set(NO_LICENCE, common) : columns;
        }),
    }),
  ) as fc.Arbitrary<Divided>;

describe('the money of a run', () => {
  it('is divided to the last unit by member and by licence, by every basis', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const lines = divide(given);
        expect([...lines.keys()].toSorted()).toEqual([...given.weights.keys()].toSorted());
        expect(sum([...lines.values()].map((own) => sum(own.values())))).toBe(sum(given.columns.values()));
        expect([...lines.values()].every((own) => [...own.values()].every((line) => line > 0n))).toBe(true);
        for (const [licence, part] of given.columns) {
          const inLines = sum([...lines.values()].map((own) => own.get(licence) ?? 0n));
          const isUsed = licence !== NO_LICENCE && (!followsUse(given.basis) || given.uses.has(licence));
          if (isUsed) expect(inLines).toBe(part);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('gives by weight what the largest remainder gives, whatever the licences', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        fc.pre(!followsUse(given.basis));
        const pool = { amountMinor: sum(given.columns.values()), currency: 'EUR' };
        const wanted = allocate(pool, given.weights);
        for (const [name, own] of divide(given)) {
          expect(sum(own.values())).toBe(wanted.get(name)!.amountMinor);
        }
      }),
      { seed: 6 },
    );
  });

  it('by use, pays nobody for a licence that brought nothing', () => {
    fc.assert(
      fc.property(drawn, fc.bigInt(1n, 10n ** 9n), (given, more) => {
        fc.pre(followsUse(given.basis));
        fc.pre([...given.columns.keys()].some((licence) => given.uses.has(licence)));
        const [greedy] = [...given.weights.keys()] as [string];
        const uses = new Map([...given.uses, ['lic_free', by({ [greedy]: more })] as const]);
        const inflated = new Map(given.weights).set(greedy, given.weights.get(greedy)! + more);
        expect(divide({ ...given, uses, weights: inflated })).toEqual(divide(given));
      }),
      { seed: 7 },
    );
  });

  it('by use, lets what belongs to no licence follow what the licences pay', () => {
    const uses = new Map([['lic_a', by({ mem_a: 3n, mem_b: 1n })]]);
    const columns = by({ lic_a: 400n, [NO_LICENCE]: 100n });
    const lines = divide({ basis: 'USAGE', weights: by({ mem_a: 1n, mem_b: 99n }), uses, columns });
    expect(lines).toEqual(
      new Map([
        ['mem_a', by({ lic_a: 300n, [NO_LICENCE]: 75n })],
        ['mem_b', by({ lic_a: 100n, [NO_LICENCE]: 25n })],
      ]),
    );
  });

  it('is the same whatever order the members come in', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const turned = new Map([...given.weights].toReversed());
        expect(divide({ ...given, weights: turned })).toEqual(divide(given));
      }),
      { seed: 8 },
    );
  });

  it('is never divided among nobody', () => {
    const nobody = {
      basis: 'EQUAL' as const,
      weights: new Map(),
      uses: new Map(),
      columns: by({ lic_a: 1n }),
    };
    expect(() => divide(nobody)).toThrow('nobody');
  });
});
