import { describe, expect, it } from '@jest/globals';
import { RUN_STATES, assertNext, runState } from '../../../subgraphs/payouts/domain/run.js';

const NOW = new Date(Date.UTC(2026, 0, 1));

describe('the state of a run', () => {
  it('goes through every state once, in order', () => {
    const facts = { allocatedAt: null, postedAt: null, closedAt: null } as Parameters<typeof runState>[0];
    const states = [runState(facts)];
    for (const field of ['allocatedAt', 'postedAt', 'closedAt'] as const)
      states.push(runState(Object.assign(facts, { [field]: NOW })));
    expect(states).toEqual([...RUN_STATES]);
  });

  const steps = RUN_STATES.flatMap((state, at) =>
    RUN_STATES.map((next, to) => ({ state, next, follows: to === at + 1 })),
  );
  it.each(steps.filter(({ follows }) => follows))('goes from $state to $next', ({ state, next }) => {
    expect(() => assertNext({ id: 'run_1', state }, next)).not.toThrow();
  });
  it.each(steps.filter(({ follows }) => !follows))('never goes from $state to $next', ({ state, next }) => {
    expect(() => assertNext({ id: 'run_1', state }, next)).toThrow(
      `run_1 cannot go from ${state} to ${next}`,
    );
  });
});
