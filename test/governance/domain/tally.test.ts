import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { optionsFor } from '../../../subgraphs/governance/domain/options.js';
import { count } from '../../../subgraphs/governance/domain/tally.js';
import type { CountingRule, WeightedBallot } from '../../../subgraphs/governance/domain/tally.js';

const ids = () => {
  let next = 0;
  return () => `opt_${(next += 1)}`;
};
const answers = optionsFor({ kind: 'RESOLUTION', text: 'x' }, ids());
const [FOR, AGAINST, ABSTAIN] = ['opt_1', 'opt_2', 'opt_3'];
const single = (quorumBp: number, numerator: number, denominator: number): CountingRule => ({
  method: 'SINGLE',
  quorumBp,
  threshold: { numerator, denominator },
});
const votes = (inFavour: number, against: number, abstained: number): WeightedBallot[] => [
  ...Array.from({ length: inFavour }, () => ({ choices: [FOR], weight: 1 })),
  ...Array.from({ length: against }, () => ({ choices: [AGAINST], weight: 1 })),
  ...Array.from({ length: abstained }, () => ({ choices: [ABSTAIN], weight: 1 })),
];

describe('a count of single choices', () => {
  const cases = [
    { name: 'passes a majority', rule: single(0, 1, 2), ballots: votes(2, 1, 0), of: 10, passed: true },
    {
      name: 'passes nothing on a tie',
      rule: single(0, 1, 2),
      ballots: votes(2, 2, 0),
      of: 10,
      passed: false,
    },
    { name: 'passes nothing without a ballot', rule: single(0, 1, 2), ballots: [], of: 10, passed: false },
    {
      name: 'passes nothing of an empty electorate',
      rule: single(0, 1, 2),
      ballots: [],
      of: 0,
      passed: false,
    },
    {
      name: 'reads a threshold of nothing as a majority',
      rule: single(0, 0, 1),
      ballots: votes(1, 2, 0),
      of: 10,
      passed: false,
    },
    {
      name: 'passes exactly two thirds where two thirds are asked',
      rule: single(0, 2, 3),
      ballots: votes(4, 2, 0),
      of: 10,
      passed: true,
    },
    {
      name: 'passes nothing a vote below two thirds',
      rule: single(0, 2, 3),
      ballots: votes(5, 3, 0),
      of: 10,
      passed: false,
    },
    {
      name: 'counts no abstention against the threshold',
      rule: single(0, 2, 3),
      ballots: votes(2, 1, 7),
      of: 10,
      passed: true,
    },
    {
      name: 'counts abstentions towards the quorum',
      rule: single(5_000, 1, 2),
      ballots: votes(1, 0, 4),
      of: 10,
      passed: true,
    },
    {
      name: 'passes nothing a member short of the quorum',
      rule: single(5_000, 1, 2),
      ballots: votes(4, 0, 0),
      of: 10,
      passed: false,
    },
    {
      name: 'rounds no quorum down',
      rule: single(3_334, 1, 2),
      ballots: votes(1, 0, 0),
      of: 3,
      passed: false,
    },
    {
      name: 'passes only what all want where all are asked',
      rule: single(0, 1, 1),
      ballots: votes(9, 1, 0),
      of: 10,
      passed: false,
    },
  ];
  it.each(cases)('$name', ({ rule, ballots, of, passed }) => {
    expect(count(rule, answers, ballots, of, 1).passed).toBe(passed);
  });

  it('says what prevailed, and nothing without a quorum', () => {
    expect(count(single(0, 1, 2), answers, votes(2, 1, 0), 10, 1).outcome).toEqual([FOR]);
    expect(count(single(0, 1, 2), answers, votes(1, 1, 0), 10, 1).outcome).toEqual([AGAINST]);
    expect(count(single(9_000, 1, 2), answers, votes(3, 0, 0), 10, 1)).toMatchObject({
      outcome: [],
      quorumMet: false,
    });
  });

  it('counts a ballot for as many as it speaks for', () => {
    const ballots = [
      { choices: [FOR], weight: 3 },
      { choices: [AGAINST], weight: 2 },
    ];
    const counted = count(single(0, 1, 2), answers, ballots, 8, 1);
    expect(counted).toMatchObject({ ballotsCounted: 2, participants: 5, turnoutBp: 6_250, passed: true });
    expect(counted.rounds).toEqual([
      {
        number: 1,
        counts: [
          { option: FOR, weight: 3 },
          { option: AGAINST, weight: 2 },
          { option: ABSTAIN, weight: 0 },
        ],
      },
    ]);
  });

  it('stops when more took part than there are', () => {
    expect(() => count(single(0, 1, 2), answers, votes(3, 0, 0), 2, 1)).toThrow(
      '3 took part of an electorate of 2',
    );
  });

  const ballots = fc.array(
    fc.record({
      choices: fc.constantFrom([FOR], [AGAINST], [ABSTAIN]),
      weight: fc.integer({ min: 1, max: 50 }),
    }),
    { maxLength: 40 },
  );
  const rule = fc
    .tuple(
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 20 }),
    )
    .map(([quorumBp, a, b]) => single(quorumBp, Math.min(a, b), Math.max(a, b, 1)));

  it('does not depend on the order of the ballots', () => {
    fc.assert(
      fc.property(rule, ballots, fc.array(fc.nat()), (asked, cast, keys) => {
        const shuffled = cast
          .map((ballot, index) => ({ ballot, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ ballot }) => ballot);
        expect(count(asked, answers, shuffled, 3_000, 1)).toEqual(count(asked, answers, cast, 3_000, 1));
      }),
    );
  });

  it('never turns a passed proposal down because of one more FOR', () => {
    fc.assert(
      fc.property(rule, ballots, (asked, cast) => {
        const before = count(asked, answers, cast, 3_000, 1);
        const after = count(asked, answers, [...cast, { choices: [FOR], weight: 1 }], 3_000, 1);
        expect(before.passed && !after.passed).toBe(false);
      }),
    );
  });
});

describe('a count of approvals', () => {
  const candidates = ['mem_c', 'mem_a', 'mem_b'];
  const paper = optionsFor({ kind: 'ELECTION', role: 'STEWARD', seats: 2, termDays: 1, candidates }, ids());
  const [C, A, B] = ['opt_1', 'opt_2', 'opt_3'];
  const approval: CountingRule = {
    method: 'APPROVAL',
    quorumBp: 2_000,
    threshold: { numerator: 1, denominator: 1 },
  };
  const cases: { name: string; approvals: string[][]; of: number; seats: number; want: string[] }[] = [
    {
      name: 'seats the most approved',
      approvals: [[A, B], [B], [C, B], [C]],
      of: 4,
      seats: 2,
      want: [B, C],
    },
    {
      name: 'gives an equal seat to the smaller member id',
      approvals: [[A, B, C]],
      of: 4,
      seats: 1,
      want: [A],
    },
    {
      name: 'leaves a seat empty rather than seat whom nobody approves',
      approvals: [[B]],
      of: 4,
      seats: 3,
      want: [B],
    },
    {
      name: 'counts ballots that approve nobody towards the quorum',
      approvals: [[], [A]],
      of: 10,
      seats: 1,
      want: [A],
    },
    { name: 'elects nobody without a quorum', approvals: [[A]], of: 10, seats: 1, want: [] },
    { name: 'elects nobody when nobody is approved', approvals: [[], []], of: 2, seats: 1, want: [] },
  ];
  it.each(cases)('$name', ({ approvals, of, seats, want }) => {
    const ballots = approvals.map((choices) => ({ choices, weight: 1 }));
    const counted = count(approval, paper, ballots, of, seats);
    expect(counted.outcome).toEqual(want);
    expect(counted.passed).toBe(want.length > 0);
  });

  it('never seats more than there are seats, nor one whom a member left out is more approved than', () => {
    const choices = fc.subarray([A, B, C]);
    const cast = fc.array(fc.record({ choices, weight: fc.integer({ min: 1, max: 9 }) }), { maxLength: 30 });
    fc.assert(
      fc.property(cast, fc.integer({ min: 1, max: 3 }), (ballots, seats) => {
        const { outcome, rounds } = count({ ...approval, quorumBp: 0 }, paper, ballots, 1_000, seats);
        const weightOf = new Map(rounds[0]!.counts.map(({ option, weight }) => [option, weight]));
        const out = [A, B, C].filter((option) => !outcome.includes(option));
        expect(outcome.length).toBeLessThanOrEqual(seats);
        if (outcome.length < seats) out.forEach((option) => expect(weightOf.get(option)).toBe(0));
        for (const seated of outcome) {
          out.forEach((option) =>
            expect(weightOf.get(seated)!).toBeGreaterThanOrEqual(weightOf.get(option)!),
          );
        }
      }),
    );
  });
});
