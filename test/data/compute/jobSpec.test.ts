import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { resolveJobSpec } from '../../../subgraphs/data/domain/jobSpec.js';
import { TRIPS } from './fixture.js';

const COUNT = { kind: 'COUNT' };
const whole = { groupBy: [], measures: [COUNT], filter: [], epsilon: '1' };

describe('a specification is refused', () => {
  const cases: { name: string; spec: unknown; says: RegExp }[] = [
    { name: 'when it is no object', spec: 'count', says: /spec/ },
    { name: 'without measures', spec: { ...whole, measures: [] }, says: /measures/ },
    {
      name: 'with nine measures',
      spec: { ...whole, measures: Array.from({ length: 9 }, () => COUNT) },
      says: /measures/,
    },
    { name: 'with a field that nobody knows', spec: { ...whole, sql: 'select 1' }, says: /sql/ },
    {
      name: 'with an unknown kind of measure',
      spec: { ...whole, measures: [{ kind: 'MAX', column: 'fare' }] },
      says: /measures.0/,
    },
    { name: 'without epsilon', spec: { measures: [COUNT] }, says: /epsilon/ },
    { name: 'with epsilon zero', spec: { ...whole, epsilon: '0' }, says: /epsilon/ },
    { name: 'with a negative epsilon', spec: { ...whole, epsilon: '-1' }, says: /epsilon/ },
    { name: 'with an epsilon of seven places', spec: { ...whole, epsilon: '0.1234567' }, says: /epsilon/ },
    { name: 'with an epsilon that protects nobody', spec: { ...whole, epsilon: 100 }, says: /epsilon/ },
    { name: 'with epsilon in exponents', spec: { ...whole, epsilon: '1e-3' }, says: /epsilon/ },
    {
      name: 'over an unknown column',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'salary' }] },
      says: /no column salary/,
    },
    {
      name: 'that sums texts',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'borough' }] },
      says: /number column/,
    },
    {
      name: 'that averages a truth',
      spec: { ...whole, measures: [{ kind: 'MEAN', column: 'shared' }] },
      says: /number column/,
    },
    {
      name: 'that counts free text',
      spec: { ...whole, measures: [{ kind: 'COUNT', column: 'zone' }] },
      says: /public list/,
    },
    {
      name: 'that groups by free text',
      spec: { ...whole, groupBy: [{ column: 'zone' }] },
      says: /public list/,
    },
    {
      name: 'that groups by free text under a list of its own',
      spec: { ...whole, groupBy: [{ column: 'zone', categories: ['Astoria'] }] },
      says: /public list/,
    },
    {
      name: 'that groups by a number',
      spec: { ...whole, groupBy: [{ column: 'fare' }] },
      says: /public list/,
    },
    {
      name: 'that groups by an instant',
      spec: { ...whole, groupBy: [{ column: 'pickup' }] },
      says: /public list/,
    },
    {
      name: 'that groups by three columns',
      spec: { ...whole, groupBy: ['borough', 'payment', 'shared'].map((column) => ({ column })) },
      says: /groupBy/,
    },
    {
      name: 'that groups by a column twice',
      spec: { ...whole, groupBy: [{ column: 'borough' }, { column: 'borough' }] },
      says: /twice/,
    },
    {
      name: 'that asks for a group outside the public list',
      spec: { ...whole, groupBy: [{ column: 'borough', categories: ['Newark'] }] },
      says: /Newark/,
    },
    {
      name: 'that asks for a group twice',
      spec: { ...whole, groupBy: [{ column: 'borough', categories: ['Bronx', 'Bronx'] }] },
      says: /twice/,
    },
    {
      name: 'that sums without any bounds',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'tip' }] },
      says: /bounds/,
    },
    {
      name: 'whose bounds lie outside the declared ones',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'fare', bounds: { min: 200, max: 300 } }] },
      says: /leave no value between them/,
    },
    {
      name: 'whose bounds are upside down',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'fare', bounds: { min: 9, max: 1 } }] },
      says: /leave no value between them/,
    },
    {
      name: 'whose bounds are infinite',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'tip', bounds: { min: 0, max: Infinity } }] },
      says: /max/,
    },
    {
      name: 'whose bounds are finer than what is counted',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'fare', bounds: { min: 0, max: 0.1234567 } }] },
      says: /6 decimal places/,
    },
    {
      name: 'whose bounds are out of reach',
      spec: { ...whole, measures: [{ kind: 'SUM', column: 'tip', bounds: { min: 0, max: 1e12 } }] },
      says: /from -1000000000 to 1000000000/,
    },
    {
      name: 'that compares with a fraction below the unit',
      spec: { ...whole, filter: [{ column: 'fare', op: 'GT', value: 1e-7 }] },
      says: /6 decimal places/,
    },
    {
      name: 'that compares with a fraction out of reach',
      spec: { ...whole, filter: [{ column: 'tip', op: 'LT', value: 2e9 }] },
      says: /from -1000000000/,
    },
    {
      name: 'that compares with a whole number that no double holds',
      spec: { ...whole, filter: [{ column: 'passengers', op: 'IN', value: [1, 2 ** 53] }] },
      says: /9007199254740991/,
    },
    {
      name: 'with more bins than whole numbers',
      spec: { ...whole, measures: [{ kind: 'HISTOGRAM', column: 'passengers', bins: 10 }] },
      says: /too narrow/,
    },
    {
      name: 'with a thousand bins',
      spec: { ...whole, measures: [{ kind: 'HISTOGRAM', column: 'fare', bins: 1000 }] },
      says: /bins/,
    },
    {
      name: 'with bins over a public list',
      spec: { ...whole, measures: [{ kind: 'HISTOGRAM', column: 'borough', bins: 3 }] },
      says: /categories/,
    },
    {
      name: 'with two measures of one name',
      spec: { ...whole, measures: [COUNT, COUNT] },
      says: /share a name/,
    },
    {
      name: 'with a name that is no identifier',
      spec: { ...whole, measures: [{ ...COUNT, as: '"; drop table loaded' }] },
      says: /name/,
    },
    {
      name: 'that compares texts by order',
      spec: { ...whole, filter: [{ column: 'borough', op: 'LT', value: 'Queens' }] },
      says: /order/,
    },
    {
      name: 'that compares with a text outside the list',
      spec: { ...whole, filter: [{ column: 'borough', op: 'EQ', value: "' or 1=1" }] },
      says: /public list/,
    },
    {
      name: 'that filters on free text',
      spec: { ...whole, filter: [{ column: 'zone', op: 'EQ', value: 'Astoria' }] },
      says: /public list/,
    },
    {
      name: 'that compares a number with a text',
      spec: { ...whole, filter: [{ column: 'fare', op: 'GT', value: '3' }] },
      says: /numbers/,
    },
    {
      name: 'that compares whole numbers with a part',
      spec: { ...whole, filter: [{ column: 'passengers', op: 'GT', value: 2.5 }] },
      says: /whole/,
    },
    {
      name: 'with an empty list to be in',
      spec: { ...whole, filter: [{ column: 'borough', op: 'IN', value: [] }] },
      says: /filter/,
    },
    {
      name: 'with more rows a member than the dataset allows',
      spec: { ...whole, rowsPerMember: 9 },
      says: /at most 8/,
    },
    { name: 'with no rows a member', spec: { ...whole, rowsPerMember: 0 }, says: /rowsPerMember/ },
  ];

  test.each(cases)('$name', ({ spec, says }) => {
    const refusal = refusalOf(() => resolveJobSpec(spec, TRIPS));
    expect(refusal.code).toBe('JOB_SPEC_INVALID');
    expect(refusal.message).toMatch(says);
  });

  test('with all that is wrong with its form, and where', () => {
    const spec = { groupBy: 'borough', measures: [{ kind: 'MODE' }], epsilon: '0', sql: 'select 1' };
    const { code, facts } = refusalOf(() => resolveJobSpec(spec, TRIPS));
    expect(code).toBe('JOB_SPEC_INVALID');
    const paths = (facts.issues as { path: string }[]).map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set(['groupBy', 'measures.0.kind', 'epsilon', 'spec']));
  });

  test('with all that does not fit the columns, and where', () => {
    const spec = {
      ...whole,
      groupBy: [{ column: 'fare' }],
      measures: [COUNT, { kind: 'SUM', column: 'tip' }, { kind: 'SUM', column: 'absent' }],
      filter: [{ column: 'zone', op: 'EQ', value: 'Astoria' }],
      rowsPerMember: 9,
    };
    const { facts, message } = refusalOf(() => resolveJobSpec(spec, TRIPS));
    expect((facts.issues as { path: string }[]).map(({ path }) => path)).toEqual([
      'groupBy.0',
      'measures.1',
      'measures.2',
      'filter.0',
      'rowsPerMember',
    ]);
    expect(message).toMatch(/groupBy\.0: fare .*; measures\.1: tip .*; measures\.2: .*absent/);
  });

  test('with twenty places at most, and the number of the others', () => {
    const spec = { ...whole, filter: Array.from({ length: 5_000 }, () => ({ column: 'fare', op: 'IS' })) };
    const { facts, message } = refusalOf(() => resolveJobSpec(spec, TRIPS));
    expect((facts.issues as unknown[]).length).toBeLessThanOrEqual(20);
    expect(message.length).toBeLessThan(4_000);
  });

  test('when its answer would hold too many values', () => {
    const columns = ['a', 'b'].map((name) => ({
      ...TRIPS.columns[0]!,
      name,
      categories: Array.from({ length: 200 }, (_, i) => `${name}${i}`),
    }));
    const spec = { groupBy: [{ column: 'a' }, { column: 'b' }], measures: [COUNT], epsilon: '1' };
    expect(refusalOf(() => resolveJobSpec(spec, { columns, rowsPerMemberMax: 1 })).message).toMatch(
      /40000 values/,
    );
  });
});

describe('a specification', () => {
  test('that says little means the public list, the declared bounds and all rows that the dataset allows', () => {
    const spec = resolveJobSpec(
      { groupBy: [{ column: 'borough' }], measures: [{ kind: 'SUM', column: 'fare' }], epsilon: 0.5 },
      TRIPS,
    );
    expect(spec.groupBy[0]?.positions).toEqual([0, 1, 2]);
    expect(spec.measures[0]).toMatchObject({ name: 'sum_fare', lower: 0n, upper: 100_000_000n, decimals: 6 });
    expect(spec).toMatchObject({ rowsPerMember: 8, epsilonMicro: 500_000n, filter: [] });
  });

  test('may narrow the declared bounds and never widens them', () => {
    const measures = [{ kind: 'MEAN', column: 'fare', bounds: { min: -50, max: 20 } }];
    expect(resolveJobSpec({ ...whole, measures }, TRIPS).measures[0]).toMatchObject({
      lower: 0n,
      upper: 20_000_000n,
    });
  });

  test('may name groups in an order of its own', () => {
    const groupBy = [{ column: 'borough', categories: ['Queens', 'Bronx'] }];
    expect(resolveJobSpec({ ...whole, groupBy }, TRIPS).groupBy[0]?.positions).toEqual([2, 0]);
  });
});

function refusalOf(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
