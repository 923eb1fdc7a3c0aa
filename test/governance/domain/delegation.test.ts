import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DELEGATION_DEPTH_MAX,
  delegatesOn,
  requireDelegable,
  resolveDelegations,
} from '../../../subgraphs/governance/domain/delegation.js';
import type { DelegationEdge } from '../../../subgraphs/governance/domain/delegation.js';

const TOPICS = ['LICENCE', 'RESOLUTION'];
const all = (from: string, to: string): DelegationEdge => ({ from, to, topic: null });
const on = (topic: string, from: string, to: string): DelegationEdge => ({ from, to, topic });
/** m0 → m1 → … → m(length). */
const chain = (length: number) => Array.from({ length }, (_, hand) => all(`m${hand}`, `m${hand + 1}`));

describe('delegations at a count', () => {
  const electorate = new Set(['a', 'b', 'c', 'd']);
  const cases: { name: string; edges: DelegationEdge[]; voted: string[]; want: Record<string, string> }[] = [
    { name: 'counts a voter once', edges: [], voted: ['a'], want: { a: 'a' } },
    {
      name: 'counts the silent with whom they named',
      edges: [all('b', 'a')],
      voted: ['a'],
      want: { a: 'a', b: 'a' },
    },
    {
      name: 'passes a vote on',
      edges: [all('c', 'b'), all('b', 'a')],
      voted: ['a'],
      want: { a: 'a', b: 'a', c: 'a' },
    },
    {
      name: 'lets one’s own ballot override one’s delegation',
      edges: [all('b', 'a')],
      voted: ['a', 'b'],
      want: { a: 'a', b: 'b' },
    },
    {
      name: 'lets those behind an overrider follow the overrider',
      edges: [all('c', 'b'), all('b', 'a')],
      voted: ['a', 'b'],
      want: { a: 'a', b: 'b', c: 'b' },
    },
    {
      name: 'prefers what was said for the topic',
      edges: [all('c', 'a'), on('LICENCE', 'c', 'b')],
      voted: ['a', 'b'],
      want: { a: 'a', b: 'b', c: 'b' },
    },
    {
      name: 'does not look at another topic',
      edges: [on('RESOLUTION', 'c', 'a')],
      voted: ['a'],
      want: { a: 'a' },
    },
    { name: 'reaches nobody through the silent', edges: [all('c', 'b')], voted: ['a'], want: { a: 'a' } },
    {
      name: 'reaches nobody through one who has no vote',
      edges: [all('c', 'x'), all('x', 'a')],
      voted: ['a'],
      want: { a: 'a' },
    },
    {
      name: 'reaches nobody in a circle',
      edges: [all('b', 'c'), all('c', 'b')],
      voted: ['a'],
      want: { a: 'a' },
    },
    {
      name: 'breaks a circle where somebody votes',
      edges: [all('b', 'c'), all('c', 'b')],
      voted: ['c'],
      want: { b: 'c', c: 'c' },
    },
  ];
  it.each(cases)('$name', ({ edges, voted, want }) => {
    const counted = resolveDelegations(electorate, new Set(voted), delegatesOn('LICENCE', edges));
    expect(Object.fromEntries(counted)).toEqual(want);
  });

  it('follows as many hands as are allowed and not one more', () => {
    const reach = (hands: number) => {
      const members = Array.from({ length: hands + 1 }, (_, member) => `m${member}`);
      const delegates = delegatesOn('LICENCE', chain(hands));
      return resolveDelegations(new Set(members), new Set([`m${hands}`]), delegates).get('m0');
    };
    expect(reach(DELEGATION_DEPTH_MAX)).toBe(`m${DELEGATION_DEPTH_MAX}`);
    expect(reach(DELEGATION_DEPTH_MAX + 1)).toBeUndefined();
  });

  const member = fc.integer({ min: 0, max: 15 }).map((number) => `m${number}`);
  const edge = fc
    .tuple(member, member, fc.constantFrom(null, ...TOPICS))
    .filter(([from, to]) => from !== to)
    .map(([from, to, topic]): DelegationEdge => ({ from, to, topic }));
  const everyone = Array.from({ length: 16 }, (_, number) => `m${number}`);

  it('weighs the ballots so that they sum to those who took part, whatever circles there are', () => {
    fc.assert(
      fc.property(
        fc.array(edge, { maxLength: 60 }),
        fc.subarray(everyone),
        fc.subarray(everyone),
        (edges, voters, left) => {
          const entitled = new Set(everyone.filter((one) => !left.includes(one)));
          const voted = new Set(voters.filter((one) => entitled.has(one)));
          const counted = resolveDelegations(entitled, voted, delegatesOn('LICENCE', edges));
          const weights = new Map<string, number>();
          for (const voter of counted.values()) weights.set(voter, (weights.get(voter) ?? 0) + 1);
          const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
          expect(sum).toBe(counted.size);
          expect(counted.size).toBeLessThanOrEqual(entitled.size);
          expect(new Set(weights.keys())).toEqual(voted);
          for (const voter of voted) expect(counted.get(voter)).toBe(voter);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes nobody’s vote away when one more member votes', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 40 }), fc.subarray(everyone), member, (edges, voters, late) => {
        const delegates = delegatesOn('LICENCE', edges);
        const before = resolveDelegations(new Set(everyone), new Set(voters), delegates);
        const after = resolveDelegations(new Set(everyone), new Set([...voters, late]), delegates);
        for (const took of before.keys()) expect(after.has(took)).toBe(true);
      }),
    );
  });

  it('closes no circle and makes no chain too long, however delegations are given in turn', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 60 }), (wishes) => {
        let standing: DelegationEdge[] = [];
        for (const wish of wishes) {
          const others = standing.filter((one) => one.from !== wish.from || one.topic !== wish.topic);
          try {
            requireDelegable(wish, others, TOPICS);
          } catch {
            continue;
          }
          standing = [...others, wish];
          for (const topic of TOPICS) {
            const delegates = delegatesOn(topic, standing);
            for (const start of delegates.keys())
              expect(hands(start, delegates)).toBeLessThanOrEqual(DELEGATION_DEPTH_MAX);
          }
        }
      }),
    );
  });
});

function hands(start: string, delegates: ReadonlyMap<string, string>): number {
  let passed = 0;
  for (let at = delegates.get(start); at !== undefined && passed < 100; at = delegates.get(at)) passed += 1;
  return passed;
}

describe('a new delegation', () => {
  const cases: { name: string; edge: DelegationEdge; standing: DelegationEdge[]; code: string | null }[] = [
    { name: 'is taken where there is none', edge: all('a', 'b'), standing: [], code: null },
    { name: 'may go to where others go', edge: all('a', 'c'), standing: [all('b', 'c')], code: null },
    {
      name: 'may not come straight back',
      edge: all('a', 'b'),
      standing: [all('b', 'a')],
      code: 'DELEGATION_CYCLE',
    },
    {
      name: 'may not come back round a corner',
      edge: all('a', 'b'),
      standing: [all('b', 'c'), all('c', 'a')],
      code: 'DELEGATION_CYCLE',
    },
    {
      name: 'for all kinds may not come back on one of them',
      edge: all('a', 'b'),
      standing: [on('LICENCE', 'b', 'a')],
      code: 'DELEGATION_CYCLE',
    },
    {
      name: 'for one kind may go against one for another',
      edge: on('RESOLUTION', 'a', 'b'),
      standing: [on('LICENCE', 'b', 'a')],
      code: null,
    },
    {
      name: 'for one kind is judged by what holds for all',
      edge: on('LICENCE', 'a', 'b'),
      standing: [all('b', 'a')],
      code: 'DELEGATION_CYCLE',
    },
    {
      name: 'may fill the longest chain',
      edge: all('z', 'm0'),
      standing: chain(DELEGATION_DEPTH_MAX - 1),
      code: null,
    },
    {
      name: 'may not lengthen it at its head',
      edge: all('z', 'm0'),
      standing: chain(DELEGATION_DEPTH_MAX),
      code: 'DELEGATION_TOO_DEEP',
    },
    {
      name: 'may not lengthen it at its foot',
      edge: all(`m${DELEGATION_DEPTH_MAX}`, 'z'),
      standing: chain(DELEGATION_DEPTH_MAX),
      code: 'DELEGATION_TOO_DEEP',
    },
  ];
  it.each(cases)('$name', ({ edge, standing, code }) => {
    const judge = () => requireDelegable(edge, standing, TOPICS);
    if (code) expect(judge).toThrow(expect.objectContaining({ code }));
    else expect(judge).not.toThrow();
  });
});
