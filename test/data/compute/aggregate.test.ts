import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { answer } from '../../../subgraphs/data/domain/aggregateAnswer.js';
import { planAggregate, type AggregatePlan } from '../../../subgraphs/data/domain/aggregatePlan.js';
import { resolveJobSpec } from '../../../subgraphs/data/domain/jobSpec.js';
import { exactly, TRIPS, type Row } from './fixture.js';

const MEASURES = [
  { kind: 'COUNT' },
  { kind: 'COUNT', column: 'fare' },
  { kind: 'SUM', column: 'fare' },
  { kind: 'MEAN', column: 'passengers' },
  { kind: 'MEAN', column: 'tip', bounds: { min: -5, max: 20 } },
  { kind: 'HISTOGRAM', column: 'fare', bins: 4 },
  { kind: 'HISTOGRAM', column: 'payment' },
];

function planOf(spec: Record<string, unknown>): AggregatePlan {
  return planAggregate(resolveJobSpec({ epsilon: '1', ...spec }, TRIPS));
}

const trip: fc.Arbitrary<Row> = fc.record(
  {
    borough: fc.constantFrom('Bronx', 'Brooklyn', 'Queens', null),
    payment: fc.constantFrom('card', 'cash'),
    shared: fc.boolean(),
    fare: fc.oneof(
      fc.constant(null),
      fc.integer({ min: -20_000, max: 20_000 }).map((cents) => cents / 100),
    ),
    passengers: fc.integer({ min: -3, max: 12 }),
    tip: fc.oneof(fc.constant(null), fc.double({ noNaN: true, min: -1e12, max: 1e12 })),
  },
  { requiredKeys: [] },
);

describe('the exact answer', () => {
  test('is counted, clamped, summed and binned by key', async () => {
    const plan = planOf({
      groupBy: [{ column: 'borough' }],
      measures: [MEASURES[0], MEASURES[2], MEASURES[5], MEASURES[6]],
    });
    const rows: Row[] = [
      { borough: 'Queens', fare: 10, payment: 'card' },
      { borough: 'Queens', fare: 100, payment: 'cash' },
      { borough: 'Queens', fare: 999, payment: 'cash' },
      { borough: 'Queens', fare: -5 },
      { borough: 'Queens' },
      { borough: 'Bronx', fare: 25.5, payment: 'card' },
      { fare: 50, payment: 'card' },
    ];
    const answered = new Map((await exactly(plan, [rows])).map((row) => [row[0], row.slice(1).map(Number)]));
    expect(answered.get(2n)).toEqual([5, 210e6, 2, 0, 0, 2, 1, 2]);
    expect(answered.get(0n)).toEqual([1, 25.5e6, 0, 1, 0, 0, 1, 0]);
    expect(answered.size).toBe(2);
  });

  describe('over whole numbers up to what a double holds', () => {
    const seenUs = {
      ...TRIPS.columns.find(({ name }) => name === 'passengers')!,
      name: 'seen_us',
      bounds: { min: 1.6e15, max: 1.8e15 },
    };
    const turn = Date.parse('2024-01-01T00:00:00Z') * 1_000;
    const rows = Array.from({ length: 12 }, (_, i) => ({ seen_us: turn + (i < 5 ? -1 - i : i - 5) }));
    const cases = [
      { op: 'GE', value: turn, want: 7 },
      { op: 'LT', value: turn, want: 5 },
      { op: 'EQ', value: turn + 1, want: 1 },
      { op: 'NE', value: turn + 1, want: 11 },
    ];
    test.each(cases)('$op is exact', async ({ op, value, want }) => {
      const spec = {
        epsilon: '1',
        measures: [{ kind: 'COUNT' }],
        filter: [{ column: 'seen_us', op, value }],
      };
      const plan = planAggregate(resolveJobSpec(spec, { columns: [seenUs], rowsPerMemberMax: 12 }));
      expect((await exactly(plan, [rows]))[0]?.map(Number)).toEqual([want]);
    });

    test('the sum is too', async () => {
      const spec = { epsilon: '1', measures: [{ kind: 'SUM', column: 'seen_us' }] };
      const plan = planAggregate(resolveJobSpec(spec, { columns: [seenUs], rowsPerMemberMax: 12 }));
      const want = rows.reduce((sum, row) => sum + BigInt(row.seen_us), 0n);
      expect((await exactly(plan, [rows]))[0]).toEqual([want]);
    });
  });

  test('has the rows of a column named like what every object has on the right side', async () => {
    const column = { ...TRIPS.columns.find(({ name }) => name === 'borough')!, name: 'constructor' };
    const spec = { epsilon: '1', measures: [{ kind: 'COUNT', column: 'constructor' }], groupBy: [] };
    const plan = planAggregate(resolveJobSpec(spec, { columns: [column], rowsPerMemberMax: 12 }));
    const rows = Array.from({ length: 12 }, (_, i) => (i < 4 ? { constructor: 'Bronx' } : {}));
    expect((await exactly(plan, [rows as unknown as Row[]]))[0]?.map(Number)).toEqual([4]);
  });

  const filters = [
    { filter: [{ column: 'fare', op: 'GT', value: 10 }], want: 2 },
    { filter: [{ column: 'fare', op: 'GE', value: 10 }], want: 3 },
    { filter: [{ column: 'fare', op: 'LT', value: 10 }], want: 0 },
    { filter: [{ column: 'fare', op: 'NE', value: 10 }], want: 2 },
    { filter: [{ column: 'borough', op: 'EQ', value: 'Queens' }], want: 2 },
    { filter: [{ column: 'borough', op: 'IN', value: ['Queens', 'Bronx'] }], want: 3 },
    { filter: [{ column: 'shared', op: 'EQ', value: 'true' }], want: 1 },
    {
      filter: [
        { column: 'fare', op: 'IN', value: [10, 20] },
        { column: 'borough', op: 'NE', value: 'Bronx' },
      ],
      want: 2,
    },
  ];
  test.each(filters)('holds only rows that pass $filter', async ({ filter, want }) => {
    const rows: Row[] = [
      { borough: 'Queens', fare: 10, shared: true },
      { borough: 'Queens', fare: 20, shared: false },
      { borough: 'Bronx', fare: 30 },
      { borough: null, fare: null },
    ];
    expect(await exactly(planOf({ measures: [{ kind: 'COUNT' }], filter }), [rows])).toEqual([
      [BigInt(want)],
    ]);
  });

  test('holds so many rows of a member and no more', async () => {
    const rows = Array.from({ length: 20 }, () => ({ borough: 'Queens' }));
    const plan = planOf({ measures: [{ kind: 'COUNT' }], rowsPerMember: 3 });
    expect(await exactly(plan, [rows, rows.slice(0, 2)])).toEqual([[5n]]);
  });
});

describe('what one member can change', () => {
  test('is covered by the scale of the noise, in every query, over all keys together', async () => {
    const members = fc.array(fc.array(trip, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
    const groupings = fc.constantFrom(
      [],
      [{ column: 'borough' }],
      [{ column: 'borough' }, { column: 'shared' }],
    );
    const rowsPerMember = fc.integer({ min: 1, max: 8 });
    await fc.assert(
      fc.asyncProperty(members, groupings, rowsPerMember, async (all, groupBy, rows) => {
        const plan = planOf({ groupBy, measures: MEASURES, rowsPerMember: rows });
        const moved = difference(plan, await exactly(plan, all), await exactly(plan, all.slice(0, -1)));
        plan.queries.forEach(({ scale, epsilonMicro }, query) => {
          // Scale is sensitivity over epsilon, epsilon counted in millionths.
          expect(moved[query]! * 1_000_000n).toBeLessThanOrEqual(scale.numerator);
          expect(scale.denominator).toBe(epsilonMicro);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('spends no more epsilon over all queries than the job pays', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 10_000_000 }),
        fc.subarray(MEASURES, { minLength: 1 }),
        (micro, measures) => {
          const plan = planOf({ measures, epsilon: micro / 1e6 });
          const spent = plan.queries.reduce((sum, { epsilonMicro }) => sum + epsilonMicro, 0n);
          return spent <= BigInt(micro) && plan.queries.every(({ epsilonMicro }) => epsilonMicro > 0n);
        },
      ),
    );
  });
});

describe('the released answer', () => {
  test('has every key of the public lists, whether or not a row exists', () => {
    const plan = planOf({ groupBy: [{ column: 'borough' }, { column: 'payment' }], measures: MEASURES });
    const empty = answer(plan, [], randomBytes);
    expect(empty.rows.map(({ key }) => Object.values(key).join(' '))).toEqual([
      'Bronx card',
      'Bronx cash',
      'Brooklyn card',
      'Brooklyn cash',
      'Queens card',
      'Queens cash',
    ]);
    for (const { values } of empty.rows) expect(Object.keys(values)).toHaveLength(MEASURES.length);
  });

  test('draws noise afresh for every value', () => {
    const plan = planOf({
      groupBy: [{ column: 'borough' }],
      measures: [{ kind: 'HISTOGRAM', column: 'fare', bins: 64 }],
    });
    const values = answer(plan, [], randomBytes).rows.flatMap((row) => row.values.histogram_fare as number[]);
    expect(new Set(values).size).toBeGreaterThan(20);
  });

  test('lies within its error bound most of the time', async () => {
    const plan = planOf({ measures: MEASURES, epsilon: '10', rowsPerMember: 2 });
    const members = Array.from({ length: 2_000 }, (_, i) => [
      { fare: i % 50, passengers: i % 7, tip: 3, payment: 'card' },
    ]);
    const exact = await exactly(plan, members);
    let outside = 0;
    for (let i = 0; i < 100; i += 1) {
      const [row] = answer(plan, exact, randomBytes).rows;
      if (Math.abs((row!.values.mean_passengers as number) - 2.998) > row!.error95.mean_passengers! + 0.01)
        outside += 1;
      expect(row!.values.mean_tip).toBeGreaterThan(2);
    }
    expect(outside).toBeLessThan(25);
  });

  test('is null for a mean over nobody, and a mean stays inside its bounds', () => {
    const plan = planOf({
      groupBy: [{ column: 'borough' }],
      measures: [{ kind: 'MEAN', column: 'fare' }],
      epsilon: '0.001',
    });
    for (let i = 0; i < 50; i += 1) {
      for (const { values, error95 } of answer(plan, [], randomBytes).rows) {
        const mean = values.mean_fare as number | null;
        if (mean === null) expect(error95.mean_fare).toBeNull();
        else expect(mean >= 0 && mean <= 100).toBe(true);
      }
    }
  });

  test('says how it was made', () => {
    const { measures, epsilon, rowsPerMember } = answer(planOf({ measures: MEASURES }), [], randomBytes);
    expect({ epsilon, rowsPerMember }).toEqual({ epsilon: '1', rowsPerMember: 8 });
    expect(measures[5]).toEqual({
      name: 'histogram_fare',
      kind: 'HISTOGRAM',
      column: 'fare',
      bounds: [0, 100],
      edges: [0, 25, 50, 75, 100],
    });
    expect(measures[6]).toMatchObject({ kind: 'HISTOGRAM', categories: ['card', 'cash'] });
  });
});

/** By query: how far apart two answers are, summed over keys and values. */
function difference(plan: AggregatePlan, a: Awaited<ReturnType<typeof exactly>>, b: typeof a): bigint[] {
  const width = plan.spec.groupBy.length;
  const table = (rows: typeof a) =>
    new Map(rows.map((row) => [row.slice(0, width).join(), row.slice(width).map(BigInt)]));
  const [left, right] = [table(a), table(b)];
  const keys = new Set([...left.keys(), ...right.keys()]);
  let at = 0;
  return plan.queries.map(({ expressions }) => {
    const from = at;
    at += expressions.length;
    let sum = 0n;
    for (const key of keys) {
      for (let i = from; i < at; i += 1) {
        const delta = (left.get(key)?.[i] ?? 0n) - (right.get(key)?.[i] ?? 0n);
        sum += delta < 0n ? -delta : delta;
      }
    }
    return sum;
  });
}
