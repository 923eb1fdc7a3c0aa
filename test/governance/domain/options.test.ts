import { describe, expect, it } from '@jest/globals';
import { optionsFor, requireChoices, methodFits } from '../../../subgraphs/governance/domain/options.js';
import type { BallotMethod } from '../../../subgraphs/governance/domain/options.js';

const numbered = () => {
  let next = 0;
  return () => `opt_${(next += 1)}`;
};
const paper = optionsFor({ kind: 'RESOLUTION', text: 'x' }, numbered());

describe('the ballot paper', () => {
  it('has three answers for a question', () => {
    expect(paper.map(({ label }) => label)).toEqual(['FOR', 'AGAINST', 'ABSTAIN']);
  });

  it('has a line for each candidate of an election, in the order in which they stand', () => {
    const candidates = ['mem_b', 'mem_a'];
    const effect = { kind: 'ELECTION', role: 'STEWARD', seats: 1, termDays: 1, candidates } as const;
    expect(optionsFor({ ...effect, candidates }, numbered()).map(({ candidate }) => candidate)).toEqual(
      candidates,
    );
  });

  it('fits elections to approval, and everything else to single choice', () => {
    expect(methodFits('ELECTION', 'APPROVAL') && methodFits('LICENCE', 'SINGLE')).toBe(true);
    expect(methodFits('ELECTION', 'SINGLE') || methodFits('LICENCE', 'APPROVAL')).toBe(false);
  });
});

describe('the choices of a ballot', () => {
  const cases: { name: string; method: BallotMethod; choices: string[]; refused: boolean }[] = [
    { name: 'one, for single choice', method: 'SINGLE', choices: ['opt_1'], refused: false },
    { name: 'none, for single choice', method: 'SINGLE', choices: [], refused: true },
    { name: 'two, for single choice', method: 'SINGLE', choices: ['opt_1', 'opt_2'], refused: true },
    { name: 'an unknown one, for single choice', method: 'SINGLE', choices: ['opt_9'], refused: true },
    { name: 'a label instead of an id', method: 'SINGLE', choices: ['FOR'], refused: true },
    { name: 'all, for approval', method: 'APPROVAL', choices: ['opt_1', 'opt_2', 'opt_3'], refused: false },
    { name: 'none, for approval', method: 'APPROVAL', choices: [], refused: false },
    { name: 'one twice, for approval', method: 'APPROVAL', choices: ['opt_1', 'opt_1'], refused: true },
    {
      name: 'a known and an unknown one, for approval',
      method: 'APPROVAL',
      choices: ['opt_1', 'opt_9'],
      refused: true,
    },
  ];
  it.each(cases)('$name: refused $refused', ({ method, choices, refused }) => {
    const judge = () => requireChoices(method, paper, choices);
    if (refused) expect(judge).toThrow(expect.objectContaining({ code: 'CHOICES_INVALID' }));
    else expect(judge).not.toThrow();
  });
});
