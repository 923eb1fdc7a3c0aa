import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { person } from '../support/people.js';
import { charterTerms, rule } from './support/charter.js';
import { SUBMIT, World, standing } from './support/world.js';
import type { Seen } from './support/world.js';

const RESOLUTION = { kind: 'RESOLUTION', resolution: { text: 'We meet in May.' } };

describe('submitting a proposal', () => {
  let world: World;
  beforeAll(async () => {
    const rules = ['LICENCE', 'CHARTER_AMENDMENT', 'ELECTION', 'RESOLUTION'] as const;
    world = await World.start(4, charterTerms({ rules: rules.map((kind) => rule(kind)) }));
  });
  afterAll(() => world.service.stop());

  const election = (changes: Record<string, unknown> = {}) => ({
    kind: 'ELECTION',
    election: {
      role: 'STEWARD',
      seats: 1,
      termDays: 365,
      candidates: [world.members[1]!.memberId],
      ...changes,
    },
  });
  const amendment = (terms: unknown, more = {}) => ({
    kind: 'CHARTER_AMENDMENT',
    amendment: { terms },
    ...more,
  });
  const policy = {
    ...{ reserveBp: 0, commonsBp: 0, reinvestBp: 0, basis: 'EQUAL' },
    ...{ minimumPayoutMinor: '1', currency: 'USD', withholdingTaxBp: 0 },
  };

  const cases: { name: string; input: () => Record<string, unknown>; code: string }[] = [
    {
      name: 'of a kind that the system opens itself',
      input: () => ({ kind: 'LICENCE' }),
      code: 'KIND_NOT_SUBMITTABLE',
    },
    {
      name: 'of a kind that is yet to come',
      input: () => ({ kind: 'SPENDING' }),
      code: 'KIND_NOT_SUBMITTABLE',
    },
    {
      name: 'without the part that fits its kind',
      input: () => ({ kind: 'RESOLUTION' }),
      code: 'EFFECT_INVALID',
    },
    {
      name: 'with the part of another kind',
      input: () => ({ ...election(), kind: 'RESOLUTION' }),
      code: 'EFFECT_INVALID',
    },
    { name: 'with two parts', input: () => ({ ...election(), ...RESOLUTION }), code: 'EFFECT_INVALID' },
    { name: 'with no title', input: () => ({ ...RESOLUTION, title: '  ' }), code: 'BAD_USER_INPUT' },
    {
      name: 'with a body beyond measure',
      input: () => ({ ...RESOLUTION, body: 'x'.repeat(20_001) }),
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'that says nothing',
      input: () => ({ kind: 'RESOLUTION', resolution: { text: '' } }),
      code: 'EFFECT_INVALID',
    },
    {
      name: 'with terms that are no charter',
      input: () => amendment({ ...charterTerms(), text: null }),
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'with a charter that would protect nobody',
      input: () => amendment({ ...charterTerms(), privacy: { epsilonPerBuyerMicro: 1, cohortMinimum: 1 } }),
      code: 'EFFECT_INVALID',
    },
    {
      name: 'with a charter that nobody could amend',
      input: () => amendment(charterTerms({ rules: [rule('LICENCE')] })),
      code: 'EFFECT_INVALID',
    },
    {
      name: 'written on another version of the charter',
      input: () => amendment(charterTerms(), { baseVersion: 2 }),
      code: 'EFFECT_INVALID',
    },
    {
      name: 'that the charter has no rule for',
      input: () => ({ kind: 'REVENUE_POLICY', revenuePolicy: policy }),
      code: 'KIND_NOT_IN_CHARTER',
    },
    {
      name: 'of an election without candidates',
      input: () => election({ candidates: [] }),
      code: 'EFFECT_INVALID',
    },
    {
      name: 'of an election in which one stands twice',
      input: () => election({ candidates: Array(2).fill(world.members[1]!.memberId) }),
      code: 'EFFECT_INVALID',
    },
    {
      name: 'of an election of somebody who is no member',
      input: () => election({ candidates: [newId('mem')] }),
      code: 'EFFECT_INVALID',
    },
    { name: 'of an election to no seat', input: () => election({ seats: 0 }), code: 'EFFECT_INVALID' },
  ];
  it.each(cases)('is refused $name: $code', async ({ input, code }) => {
    expect((await world.submit(world.members[1]!, input())).codes).toEqual([code]);
  });

  it('is for admitted members alone', async () => {
    const input = { cooperative: world.cooperative, title: 't', body: 'b', ...RESOLUTION };
    expect((await world.service.ask(undefined, SUBMIT, { input })).codes).toEqual(['UNAUTHENTICATED']);
    expect((await world.service.ask(person('x').did, SUBMIT, { input })).codes).toEqual(['FORBIDDEN']);
    const member = world.members[3]!;
    await world.tell('membership', 'MemberExiting', {
      memberId: member.memberId,
      standing: standing(member, undefined, 'EXITING'),
    });
    expect((await world.submit(member, RESOLUTION)).codes).toEqual(['FORBIDDEN']);
  });

  it('has a limit to how many of one member are undecided', async () => {
    const member = world.members[2]!;
    for (let number = 0; number < 10; number += 1)
      expect((await world.submit(member, RESOLUTION)).codes).toEqual([]);
    expect((await world.submit(member, RESOLUTION)).codes).toEqual(['PROPOSAL_LIMIT_REACHED']);
    const { data } = await world.service.ask(undefined, LIST, {
      c: world.cooperative,
      state: 'OPENING',
      first: 4,
    });
    expect(data.proposals.nodes).toHaveLength(4);
    expect(data.proposals.pageInfo.hasNextPage).toBe(true);
    const seen = await pages(world, 3);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(10);
  });
});

const LIST = `query ($c: ID!, $state: ProposalState, $first: Int!, $after: ID) {
  proposals(cooperative: $c, state: $state, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;

async function pages(world: World, first: number): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const variables: Seen = { c: world.cooperative, state: 'OPENING', first, after };
    const { proposals }: Seen = (await world.service.ask(undefined, LIST, variables)).data;
    seen.push(...proposals.nodes.map((node: { id: string }) => node.id));
    ({ endCursor: after, hasNextPage: more } = proposals.pageInfo);
  }
  return seen;
}
