import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Place } from '../../../subgraphs/kit/http/pause.js';
import type { Resume } from '../../../subgraphs/kit/http/pause.js';

const STEPS = fc.array(fc.oneof(fc.constant('pause' as const), fc.nat(5), fc.constant('leave' as const)), {
  maxLength: 20,
});

describe('a place among the requests in flight', () => {
  it('is held unless its request waits for anything, or is over, whatever goes on when', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        let held = 0;
        const place = new Place(
          () => (held += 1),
          () => (held -= 1),
        );
        const resumes: Resume[] = [];
        const waiting = new Set<number>();
        let isOver = false;
        for (const step of steps) {
          if (step === 'pause') waiting.add(resumes.push(place.pause()) - 1);
          else if (step === 'leave') place.leave();
          // Also one that has gone on before.
          else if (waiting.delete(step) || step < resumes.length) resumes[step]!();
          isOver ||= step === 'leave';
          expect(held).toBe(isOver || waiting.size > 0 ? 0 : 1);
        }
      }),
      { seed: 7 },
    );
  });
});
