import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  NEXT,
  PROPOSAL_STATES,
  assertStep,
  isFinal,
  stateOf,
} from '../../../subgraphs/governance/domain/proposalState.js';
import type { ProposalFacts } from '../../../subgraphs/governance/domain/proposalState.js';

const at = new Date('2026-05-01T00:00:00.000Z');
const nothing: ProposalFacts = {
  opensAt: null,
  closedAt: null,
  outcome: null,
  enactableAt: null,
  enactedAt: null,
  refusedAt: null,
  cancelledAt: null,
  expiredAt: null,
};
const opened = { ...nothing, opensAt: at };
const passed = { ...opened, closedAt: at, outcome: 'PASSED' as const };
const queued = { ...passed, enactableAt: at };

describe('the state of a proposal', () => {
  const cases: { name: string; facts: ProposalFacts; want: string }[] = [
    { name: 'is OPENING when nothing has happened', facts: nothing, want: 'OPENING' },
    { name: 'is OPEN from its opening', facts: opened, want: 'OPEN' },
    { name: 'is PASSED between count and queue', facts: passed, want: 'PASSED' },
    { name: 'is QUEUED while the timelock runs', facts: queued, want: 'QUEUED' },
    { name: 'is ENACTED once executed', facts: { ...queued, enactedAt: at }, want: 'ENACTED' },
    {
      name: 'is REJECTED by a count',
      facts: { ...opened, closedAt: at, outcome: 'REJECTED' },
      want: 'REJECTED',
    },
    {
      name: 'is REJECTED by the charter before it opens',
      facts: { ...nothing, refusedAt: at },
      want: 'REJECTED',
    },
    {
      name: 'is REJECTED by the charter after it passed',
      facts: { ...queued, refusedAt: at },
      want: 'REJECTED',
    },
    {
      name: 'is EXPIRED when its decision came too late',
      facts: { ...queued, expiredAt: at },
      want: 'EXPIRED',
    },
    { name: 'is CANCELLED whatever else was true', facts: { ...queued, cancelledAt: at }, want: 'CANCELLED' },
  ];
  it.each(cases)('$name', ({ facts, want }) => expect(stateOf(facts)).toBe(want));
});

describe('the table of what may follow what', () => {
  it('has an end: four states from which nothing follows', () => {
    expect(PROPOSAL_STATES.filter(isFinal).sort()).toEqual(['CANCELLED', 'ENACTED', 'EXPIRED', 'REJECTED']);
  });

  it('lets everything that is not at its end be reached, and reach an end', () => {
    const reached = new Set<string>(['OPENING']);
    for (const state of reached) for (const next of NEXT[state as keyof typeof NEXT]) reached.add(next);
    expect([...reached].sort()).toEqual([...PROPOSAL_STATES].sort());
  });

  it('refuses every step that it does not name', () => {
    const state = fc.constantFrom(...PROPOSAL_STATES);
    fc.assert(
      fc.property(state, state, (from, to) => {
        const allowed = (NEXT[from] as readonly string[]).includes(to);
        const step = () => assertStep(from, to);
        if (allowed) expect(step).not.toThrow();
        else expect(step).toThrow(`from ${from} to ${to}`);
      }),
    );
  });
});
