import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalize, digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { World } from './support/world.js';
import type { Seen } from './support/world.js';

const EVIDENCE = `query ($id: ID!, $first: Int!, $after: ID) { proposal(id: $id) { options { id label } tally { evidence {
  electorateRoot electorateSize ballotsRoot
  ballots(first: $first, after: $after) { nodes { pseudonym choices weight commitment } pageInfo { hasNextPage endCursor } }
  delegations { nodes { pseudonym ballot } } } rounds { counts { option { id } weight } } } } }`;
const RECEIPTS = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { ballots { nodes {
  proposal { id } choices effectDigest pseudonym commitment salt signature } } } } }`;

interface Ballot {
  pseudonym: string;
  choices: string[];
  weight: number;
  commitment: string;
}

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962, as a stranger would write it down. */
function treeHash(leaves: Buffer[]): Buffer {
  if (leaves.length <= 1) return leaves[0] ?? sha256();
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

describe('the evidence of a count', () => {
  let world: World;
  let id: string;
  let effectDigest: string;
  let ballots: Ballot[];
  let published: Seen;

  beforeAll(async () => {
    world = await World.start(9);
    const [s, a, b] = world.members;
    await world.delegate(a!, s!);
    await world.delegate(b!, a!);
    const proposal = await world.open();
    id = proposal.id;
    effectDigest = proposal.effect.digest;
    await world.vote(s!, proposal, 'FOR');
    for (const [index, member] of world.members.slice(3, 8).entries()) {
      await world.vote(member, proposal, ['FOR', 'AGAINST', 'ABSTAIN'][index % 3]!);
    }
    await world.pass(3_600);
    await world.reaches(id, 'QUEUED');
    ballots = [];
    for (let after: string | null = null, more = true; more;) {
      const answer = await world.service.ask(undefined, EVIDENCE, { id, first: 2, after });
      published = answer.data.proposal as Seen;
      const { nodes, pageInfo }: Seen = published.tally.evidence.ballots;
      ballots.push(...nodes);
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
  });
  afterAll(() => world.service.stop());

  it('lets anyone count again, and find the root that the log holds', async () => {
    const { evidence, rounds } = published.tally;
    const again = new Map<string, number>(published.options.map((option: { id: string }) => [option.id, 0]));
    for (const { choices, weight } of ballots)
      for (const choice of choices) again.set(choice, again.get(choice)! + weight);
    expect(rounds[0].counts).toEqual(
      [...again].map(([option, weight]) => ({ option: { id: option }, weight })),
    );
    const leaves = ballots.map(({ choices, commitment, pseudonym, weight }) =>
      sha256(Buffer.of(0), Buffer.from(canonicalize({ choices, commitment, pseudonym, weight }))),
    );
    expect(treeHash(leaves).toString('hex')).toBe(evidence.ballotsRoot);
    expect((await world.entry(id, 'ProposalClosed')).digests.ballots).toBe(evidence.ballotsRoot);
  });

  it('shows for whom each ballot counted, so that weights can be checked', () => {
    const { delegations, electorateSize } = published.tally.evidence;
    for (const { pseudonym, weight } of ballots) {
      const behind = delegations.nodes.filter((one: { ballot: string }) => one.ballot === pseudonym);
      expect(weight).toBe(1 + behind.length);
    }
    const names = [...ballots, ...delegations.nodes].map(({ pseudonym }: { pseudonym: string }) => pseudonym);
    expect(new Set(names).size).toBe(8);
    expect(electorateSize).toBe(9);
  });

  it('holds only ballots that the log has held since they were cast', async () => {
    const logged = (await world.service.journal('BallotCast')).map((entry) => entry.digests.ballot);
    expect(ballots.map(({ commitment }) => commitment).sort()).toEqual(logged.sort());
  });

  it('lets each voter find their ballot and open its commitment, and names nobody', async () => {
    for (const voter of [world.members[0]!, world.members[4]!]) {
      const r = [{ __typename: 'Member', id: voter.memberId }];
      const [receipt] = (await world.service.ask(voter.did, RECEIPTS, { r })).data._entities[0].ballots.nodes;
      const { choices, pseudonym, commitment, salt, signature } = receipt;
      expect(ballots).toContainEqual(expect.objectContaining({ pseudonym, choices, commitment }));
      const statement = { v: 1, type: 'Ballot', proposal: id, effectDigest, choices, voter: voter.did };
      expect(digestOf({ salt, signature, statement })).toBe(commitment);
    }
    const everything = JSON.stringify([ballots, published]);
    for (const { did, memberId } of world.members) {
      expect(everything).not.toContain(did);
      expect(everything).not.toContain(memberId);
    }
  });

  it('outlives the erasure of a voter, who is named nowhere any more', async () => {
    const erased = world.members[4]!;
    await world.tell('data', 'MemberErased', { memberId: erased.memberId });
    const [told] = await world.service.journalled('MemberErased');
    expect(told!.values).toEqual({ memberId: erased.memberId });
    const again = (await world.service.ask(undefined, EVIDENCE, { id, first: 100 })).data.proposal.tally
      .evidence;
    expect(again.ballots.nodes).toEqual(ballots);
    const rows = await world.service.sql<{ row: string }>(
      `select e::text as row from elector e union all select b::text from ballot b union all select d::text from delegation d
       union all select p::text from proposal p union all select i::text from idempotency_record i
       union all select j::text from journal_entry j where type <> 'MemberErased'`,
    );
    const kept = rows.map(({ row }) => row).join('\n');
    expect(kept).not.toContain(erased.memberId);
    expect(kept).not.toContain(erased.did);
  });
});
