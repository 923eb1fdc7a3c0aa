import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../../bench/gateway/options.js';

describe('the options of the bench', () => {
  it.each([
    { name: 'a gateway that there is not', args: ['--only', 'stock,router'], message: 'router is none of' },
    { name: 'a case that there is not', args: ['--cases', 'huge'], message: 'huge is none of' },
    { name: 'rows that there are not', args: ['--data', 'none'], message: 'none is none of few' },
    { name: 'an unknown sender', args: ['--load', 'wrk'], message: 'wrk is none of ours' },
    { name: 'no rounds', args: ['--rounds', '0'], message: '0 is no number above zero' },
    {
      name: 'seconds that are no number',
      args: ['--seconds', 'ten'],
      message: 'ten is no number above zero',
    },
    { name: 'a warm-up below zero', args: ['--warm-up=-1'], message: '-1 is no number above zero' },
    { name: 'an option that there is not', args: ['--fast'], message: "Unknown option '--fast'" },
  ])('refuse $name', ({ args, message }) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  it('measure everything by default', () => {
    const { contenders, cases, data, profile } = readOptions([]);
    expect(contenders).toEqual(expect.arrayContaining(['stock', 'ours', 'best', 'plan', 'planInProcess']));
    expect(cases).toEqual(['small', 'medium', 'big']);
    expect(data).toEqual(['few', 'many']);
    expect(profile).toBeUndefined();
  });

  it('choose', () => {
    const { contenders, cases, rounds } = readOptions([
      '--only',
      'best,stock',
      '--cases',
      'big',
      '--rounds',
      '2',
    ]);
    expect({ contenders, cases, rounds }).toEqual({
      contenders: ['best', 'stock'],
      cases: ['big'],
      rounds: 2,
    });
  });
});
