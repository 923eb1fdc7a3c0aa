import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { charterTerms, rule } from './support/charter.js';
import { CANCEL, World, standing } from './support/world.js';
import type { Seen, TestMember } from './support/world.js';

const HOUR = 3_600;
const RESOLUTION = { kind: 'RESOLUTION', resolution: { text: 'We meet in May.' } };

/** Six members; decisions wait for a day, so that there is time to think again. */
const KINDS = ['LICENCE', 'CHARTER_AMENDMENT', 'ELECTION', 'ADMISSION', 'RESOLUTION'] as const;
const rules = KINDS.map((kind) => rule(kind, { timelockSeconds: 24 * HOUR }));

let world: World;
beforeAll(async () => {
  world = await World.start(6, charterTerms({ rules }));
});
afterAll(() => world.service.stop());

const cancel = (by: { did: string } | undefined, proposal: string, reason = 'It is moot.') =>
  world.service.ask(by?.did, CANCEL, { input: { proposal, reason } });
const submit = async (by: TestMember, input: Record<string, unknown> = RESOLUTION) => {
  const { data, errors } = await world.submit(by, input);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.submitProposal.id as string;
};
const open = async (by: TestMember, input?: Record<string, unknown>): Promise<Seen> => {
  const id = await submit(by, input);
  await world.fixElectorate(id);
  return world.proposal(id);
};
const election = () => ({
  kind: 'ELECTION',
  election: { role: 'STEWARD', seats: 1, termDays: 365, candidates: [world.members[1]!.memberId] },
});
const challenge = (proposal: string) => ({ kind: 'CANCELLATION', cancellation: { proposal } });
/** A decision that waits, for which so many voted. */
const decided = async (voters: number, input: Record<string, unknown> = RESOLUTION): Promise<Seen> => {
  const proposal = await open(world.members[1]!, input);
  for (const voter of world.members.slice(0, voters)) await world.vote(voter, proposal, 'FOR');
  await world.pass(HOUR);
  return world.reaches(proposal.id as string, 'QUEUED');
};

describe('a steward who would stop what members decide', () => {
  it('does not stop an election once it is submitted, voted on, or won', async () => {
    const proposal = await open(world.members[1]!, election());
    const id = proposal.id as string;
    expect((await cancel(world.steward, id)).codes).toEqual(['FORBIDDEN']);
    const label = world.members[1]!.memberId;
    for (const voter of world.members) await world.vote(voter, proposal, label);
    expect((await cancel(world.steward, id)).codes).toEqual(['FORBIDDEN']);
    await world.pass(HOUR);
    await world.reaches(id, 'QUEUED');
    expect((await cancel(world.steward, id)).codes).toEqual(['FORBIDDEN']);
    expect((await world.submit(world.steward, challenge(id))).codes).toEqual(['PROPOSAL_NOT_CANCELLABLE']);
    await world.pass(24 * HOUR);
    expect((await world.reaches(id, 'ENACTED')).effect.elected).toEqual([{ id: label }]);
  });

  it('does not even take back an election of their own', async () => {
    const id = await submit(world.steward, election());
    expect((await cancel(world.steward, id)).codes).toEqual(['PROPOSAL_NOT_CANCELLABLE']);
    const members = await submit(world.members[1]!, election());
    expect((await cancel(world.members[1], members)).codes).toEqual([]);
  });

  it('does not stop an amendment that has passed', async () => {
    const amendment = {
      kind: 'CHARTER_AMENDMENT',
      amendment: { terms: charterTerms({ text: 'Stewards serve.', rules }) },
    };
    const { id } = await decided(6, amendment);
    expect((await cancel(world.steward, id as string)).codes).toEqual(['FORBIDDEN']);
    await world.pass(24 * HOUR);
    await world.reaches(id as string, 'ENACTED');
  });

  it('does not stop the vote on a licence or on an applicant, which nobody has proposed', async () => {
    const applicant = newId('mem');
    await world.tell('membership', 'AdmissionVoteRequested', { memberId: applicant });
    const id = await world.bornOf(applicant);
    expect((await cancel(world.steward, id)).codes).toEqual(['FORBIDDEN']);
    await world.fixElectorate(id);
    expect((await cancel(world.steward, id)).codes).toEqual(['FORBIDDEN']);
  });
});

describe('a proposer', () => {
  it('takes a proposal back until the first ballot, and not after it', async () => {
    const author = world.members[2]!;
    const early = await submit(author);
    expect((await cancel(world.members[3], early)).codes).toEqual(['FORBIDDEN']);
    expect((await cancel(undefined, early)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await cancel(author, early, '')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await cancel(author, early)).data.cancelProposal.state).toBe('CANCELLED');
    expect((await cancel(author, early)).codes).toEqual(['PROPOSAL_NOT_CANCELLABLE']);
    expect((await world.entry(early, 'ProposalCancelled')).values).toMatchObject({
      reason: 'CANCELLED: It is moot.',
    });
    await world.fixElectorate(early);
    expect((await world.proposal(early)).state).toBe('CANCELLED');

    const unread = await open(author);
    expect((await cancel(author, unread.id as string)).codes).toEqual([]);

    const voted = await open(author);
    await world.vote(world.members[5]!, voted, 'AGAINST');
    expect((await cancel(author, voted.id as string)).codes).toEqual(['PROPOSAL_NOT_CANCELLABLE']);
    await world.vote(world.members[4]!, voted, 'FOR');
  });

  it('lets a ballot and a taking back meet in one order or the other', async () => {
    const author = world.members[2]!;
    for (let round = 0; round < 5; round += 1) {
      const proposal = await open(author);
      const ballot = world.ballot(world.members[3]!, proposal, ['FOR']);
      const [cast, taken] = await Promise.all([
        world.cast(world.members[3]!, ballot),
        cancel(author, proposal.id as string),
      ]);
      expect([cast.codes.length, taken.codes.length].sort()).toEqual([0, 1]);
    }
  });

  it('reaches nothing that does not exist', async () => {
    expect((await cancel(world.steward, newId('prp'))).codes).toEqual(['NOT_FOUND']);
    expect((await cancel(world.steward, 'nonsense')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await world.submit(world.steward, challenge(newId('prp')))).codes).toEqual(['NOT_FOUND']);
    expect((await world.submit(world.steward, challenge('nonsense'))).codes).toEqual(['EFFECT_INVALID']);
  });
});

describe('a vote to take a decision back', () => {
  it('takes it back if as many say so as had decided', async () => {
    const decision = await decided(4);
    const vote = await open(world.members[4]!, challenge(decision.id as string));
    expect(vote.effect).toMatchObject({
      proposal: { id: decision.id, state: 'QUEUED' },
      document: { kind: 'CANCELLATION', proposal: decision.id, effectDigest: decision.effect.digest },
    });
    for (const voter of world.members.slice(0, 4)) await world.vote(voter, vote, 'FOR');
    await world.pass(12 * HOUR);
    await world.reaches(vote.id as string, 'ENACTED');
    const taken = await world.proposal(decision.id as string);
    expect(taken).toMatchObject({
      state: 'CANCELLED',
      reason: expect.stringMatching(/^CANCELLED_BY_VOTE/) as unknown,
    });
    await world.entry(decision.id as string, 'ProposalCancelled');
  });

  it('fails where fewer take part than had decided, and is called once', async () => {
    const decision = await decided(5);
    const vote = await open(world.steward, challenge(decision.id as string));
    expect((await world.submit(world.steward, challenge(decision.id as string))).codes).toEqual([
      'PROPOSAL_NOT_CANCELLABLE',
    ]);
    for (const voter of world.members.slice(0, 4)) await world.vote(voter, vote, 'FOR');
    await world.pass(12 * HOUR);
    expect((await world.reaches(vote.id as string, 'REJECTED')).reason).toMatch(/^NO_QUORUM/);
    expect((await world.submit(world.steward, challenge(decision.id as string))).codes).toEqual([
      'PROPOSAL_NOT_CANCELLABLE',
    ]);
    await world.pass(12 * HOUR);
    await world.reaches(decision.id as string, 'ENACTED');
  });

  it('is heard before the decision, also by a service that comes late to both', async () => {
    const decision = await decided(2);
    const vote = await open(world.members[3]!, challenge(decision.id as string));
    await world.voteAll(vote, 'FOR');
    await world.pass(30 * HOUR);
    await world.reaches(vote.id as string, 'ENACTED');
    expect((await world.proposal(decision.id as string)).state).toBe('CANCELLED');
  });

  it('holds nothing up when it never opens', async () => {
    const decision = await decided(2);
    const id = await submit(world.members[3]!, challenge(decision.id as string));
    await world.pass(24 * HOUR);
    expect((await world.reaches(id, 'EXPIRED')).reason).toMatch(/^DECIDE_BY_PASSED/);
    await world.reaches(decision.id as string, 'ENACTED');
  });

  it('is not called on what is open, and not too late', async () => {
    const running = await open(world.members[1]!);
    expect((await world.submit(world.steward, challenge(running.id as string))).codes).toEqual([
      'PROPOSAL_NOT_CANCELLABLE',
    ]);
    const decision = await decided(2);
    await world.pass(12 * HOUR);
    expect((await world.submit(world.steward, challenge(decision.id as string))).codes).toEqual([
      'PROPOSAL_NOT_CANCELLABLE',
    ]);
  });
});

describe('an applicant who withdraws', () => {
  it('ends the vote on them, so that it admits nobody who applies again', async () => {
    const applicant = { ...world.members[1]!, memberId: newId('mem') };
    await world.tell('membership', 'AdmissionVoteRequested', { memberId: applicant.memberId });
    const id = await world.bornOf(applicant.memberId);
    await world.fixElectorate(id);
    await world.vote(world.members[2]!, await world.proposal(id), 'FOR');
    await world.tell('membership', 'MemberExiting', {
      memberId: applicant.memberId,
      standing: standing({ ...applicant, did: 'did:key:zApplicant' }, undefined, 'EXITING'),
    });
    expect(await world.proposal(id)).toMatchObject({
      state: 'CANCELLED',
      reason: expect.stringMatching(/^APPLICATION_WITHDRAWN/) as unknown,
    });
  });
});

describe('a charter that lets nobody take a proposal back', () => {
  it('is held to', async () => {
    const strict = await World.start(2, charterTerms({ powers: { withdrawal: 'NEVER' } }));
    const { data } = await strict.submit(strict.members[1]!, RESOLUTION);
    const input = { proposal: data.submitProposal.id as string, reason: 'I have thought again.' };
    expect((await strict.service.ask(strict.members[1]!.did, CANCEL, { input })).codes).toEqual([
      'PROPOSAL_NOT_CANCELLABLE',
    ]);
    await strict.service.stop();
  });
});
