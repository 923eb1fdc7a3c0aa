import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  NEGOTIATION_STATES,
  NEXT,
  mayMove,
  requireMove,
} from '../../../subgraphs/data/domain/licenceState.js';
import type { NegotiationState, Party } from '../../../subgraphs/data/domain/licenceState.js';

const PARTIES: readonly Party[] = ['BUYER', 'STEWARDS', 'COOPERATIVE'];

describe('a negotiation', () => {
  const allowed: [NegotiationState, NegotiationState, Party][] = [
    ['REQUESTED', 'OFFERED', 'STEWARDS'],
    ['REQUESTED', 'TERMINATED', 'BUYER'],
    ['REQUESTED', 'TERMINATED', 'STEWARDS'],
    ['OFFERED', 'OFFERED', 'STEWARDS'],
    ['OFFERED', 'REQUESTED', 'BUYER'],
    ['REQUESTED', 'TERMINATED', 'COOPERATIVE'],
    ['OFFERED', 'ACCEPTED', 'BUYER'],
    ['OFFERED', 'TERMINATED', 'BUYER'],
    ['OFFERED', 'TERMINATED', 'STEWARDS'],
    ['OFFERED', 'TERMINATED', 'COOPERATIVE'],
    ['ACCEPTED', 'REQUESTED', 'BUYER'],
    ['ACCEPTED', 'AGREED', 'COOPERATIVE'],
    ['ACCEPTED', 'TERMINATED', 'BUYER'],
    ['ACCEPTED', 'TERMINATED', 'COOPERATIVE'],
    ['AGREED', 'VERIFIED', 'BUYER'],
    ['AGREED', 'TERMINATED', 'BUYER'],
    ['AGREED', 'TERMINATED', 'STEWARDS'],
    ['AGREED', 'TERMINATED', 'COOPERATIVE'],
    ['VERIFIED', 'FINALIZED', 'COOPERATIVE'],
    ['VERIFIED', 'TERMINATED', 'BUYER'],
    ['VERIFIED', 'TERMINATED', 'STEWARDS'],
    ['VERIFIED', 'TERMINATED', 'COOPERATIVE'],
    ['FINALIZED', 'TERMINATED', 'COOPERATIVE'],
  ];
  it.each<[NegotiationState, NegotiationState, Party, string]>([
    [
      'REQUESTED',
      'ACCEPTED',
      'BUYER',
      'It can become OFFERED by the stewards, TERMINATED by its buyer or the stewards or the co-op.',
    ],
    ['FINALIZED', 'TERMINATED', 'BUYER', 'It can become TERMINATED by the co-op.'],
    ['TERMINATED', 'REQUESTED', 'BUYER', 'Nothing follows that state.'],
  ])('says who is to act where it stays %s instead of becoming %s by %s', (from, to, party, words) => {
    expect(() => requireMove(from, to, party)).toThrow(words);
  });

  const every = NEGOTIATION_STATES.flatMap((from) =>
    NEGOTIATION_STATES.flatMap((to) => PARTIES.map((party) => [from, to, party] as const)),
  );

  it.each(every)('from %s to %s by %s', (from, to, party) => {
    const may = allowed.some((move) => move.join() === [from, to, party].join());
    expect(mayMove(from, to, party)).toBe(may);
    const move = () => requireMove(from, to, party);
    if (may) expect(move).not.toThrow();
    else expect(move).toThrow(expect.objectContaining({ code: 'LICENCE_STATE_CONFLICT' }));
  });

  it('reaches an agreement only by the buyer’s acceptance and the members’ decision', () => {
    const step = fc.record({
      to: fc.constantFrom(...NEGOTIATION_STATES),
      party: fc.constantFrom(...PARTIES),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let state: NegotiationState = 'REQUESTED';
        const taken: string[] = [];
        for (const { to, party } of steps) {
          if (!mayMove(state, to, party)) continue;
          state = to;
          taken.push(`${party} ${to}`);
        }
        const agreed = taken.indexOf('COOPERATIVE AGREED');
        if (agreed >= 0) expect(taken[agreed - 1]).toBe('BUYER ACCEPTED');
        if (state === 'FINALIZED')
          expect(taken.slice(agreed)).toEqual([
            'COOPERATIVE AGREED',
            'BUYER VERIFIED',
            'COOPERATIVE FINALIZED',
          ]);
      }),
    );
  });

  it('ends in what has no way on', () => {
    // By a credit of its price, or by the charter: no party ends it alone.
    expect(NEXT.FINALIZED).toEqual({ TERMINATED: ['COOPERATIVE'] });
    expect(NEXT.TERMINATED).toEqual({});
  });
});
