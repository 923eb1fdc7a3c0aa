import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { governanceServices } from '../../subgraphs/governance/service/index.js';
import { person } from '../support/people.js';
import { CAST, World, standing } from './support/world.js';
import type { Seen } from './support/world.js';

const HOUR = 3_600;

describe('a vote', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(6);
  });
  afterAll(() => world.service.stop());

  it('opens when membership has fixed the electorate, for as long as the charter says', async () => {
    const submitted = await world.submit(world.members[1]!, {
      kind: 'RESOLUTION',
      resolution: { text: 'We meet.' },
    });
    const { id, state, electorate } = submitted.data.submitProposal;
    expect({ state, electorate }).toEqual({ state: 'OPENING', electorate: null });
    const [requested] = (await world.service.journalled('OpeningRequested')).filter(
      (e) => e.values.proposal === id,
    );
    expect(requested!.values).toEqual({ proposal: id, kind: 'RESOLUTION' });
    await world.fixElectorate(id);
    const opened = await world.proposal(id);
    expect(opened).toMatchObject({ state: 'OPEN', tally: null, electorate: { size: 6 } });
    expect(Date.parse(opened.closesAt) - Date.parse(opened.opensAt)).toBe(HOUR * 1000);
  });

  it('is rejected when the electorate is not what its root commits to', async () => {
    const { id } = (await world.submit(world.steward, { kind: 'RESOLUTION', resolution: { text: 'x' } })).data
      .submitProposal;
    const members = world.members.map(({ memberId, did }) => ({ memberId, did }));
    await world.tell('membership', 'ElectorateFixed', {
      proposal: id,
      root: 'ab'.repeat(32),
      size: members.length,
      members,
    });
    expect(await world.proposal(id)).toMatchObject({
      state: 'REJECTED',
      reason: expect.stringMatching(/^ELECTORATE_MISMATCH/),
    });
  });

  it('gives no partial results: neither the tally, nor a steward’s view of the journal, nor another’s receipts', async () => {
    const proposal = await world.open();
    await world.vote(world.members[1]!, proposal, 'FOR');
    expect((await world.proposal(proposal.id)).tally).toBeNull();
    const cast = (await world.service.journal('BallotCast')).at(-1)!;
    expect(Object.keys(cast.values).sort()).toEqual(['ballot', 'proposal', 'voter']);
    const BALLOTS = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { ballots { nodes { choices } } } } }`;
    const r = [{ __typename: 'Member', id: world.members[1]!.memberId }];
    expect((await world.service.ask(world.steward.did, BALLOTS, { r })).codes).toEqual(['FORBIDDEN']);
    expect((await world.service.ask(undefined, BALLOTS, { r })).codes).toEqual(['UNAUTHENTICATED']);
    const own = await world.service.ask(world.members[1]!.did, BALLOTS, { r });
    expect(own.data._entities[0].ballots.nodes).toHaveLength(1);
  });

  describe('refuses a ballot', () => {
    let proposal: Seen;
    beforeAll(async () => {
      proposal = await world.open(undefined, world.members.slice(0, 5));
    });
    const codes = async (input: Record<string, unknown>, by = world.members[2]!) =>
      (await world.cast(by, input)).codes;

    it('of nobody, and of somebody who is no member', async () => {
      const input = world.ballot(world.members[2]!, proposal, ['FOR']);
      const ask = (did: string | undefined) => world.service.ask(did, CAST, { input });
      expect((await ask(undefined)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await ask(person('stranger').did)).codes).toEqual(['FORBIDDEN']);
    });

    it('on what is no proposal, or none that exists', async () => {
      const input = world.ballot(world.members[2]!, proposal, ['FOR']);
      expect(await codes({ ...input, proposal: 'prp_2' })).toEqual(['BAD_USER_INPUT']);
      expect(await codes({ ...input, proposal: newId('prp') })).toEqual(['NOT_FOUND']);
    });

    it('of a member who is not in the electorate', async () => {
      const late = world.members[5]!;
      expect(await codes(world.ballot(late, proposal, ['FOR']), late)).toEqual(['NOT_IN_ELECTORATE']);
    });

    it('on another effect than the one that would be executed', async () => {
      const input = world.ballot(world.members[2]!, proposal, ['FOR'], { effectDigest: 'ab'.repeat(32) });
      expect(await codes(input)).toEqual(['EFFECT_DIGEST_MISMATCH']);
    });

    it('with no choice, two, or one of another paper', async () => {
      const wrong = (choices: string[]) => codes(world.ballot(world.members[2]!, proposal, [], { choices }));
      const [first, second] = proposal.options;
      expect(await wrong([])).toEqual(['CHOICES_INVALID']);
      expect(await wrong([first.id, second.id])).toEqual(['CHOICES_INVALID']);
      expect(await wrong([newId('opt')])).toEqual(['CHOICES_INVALID']);
    });

    it('signed by another, for another choice, or with a key that is not active', async () => {
      const member = world.members[2]!;
      const good = world.ballot(member, proposal, ['FOR']);
      const other = world.ballot(member, proposal, ['AGAINST']);
      const foreign = world.ballot(world.members[3]!, proposal, ['FOR']);
      expect(await codes({ ...good, signature: other.signature })).toEqual(['SIGNATURE_INVALID']);
      expect(await codes({ ...good, signature: foreign.signature })).toEqual(['SIGNATURE_INVALID']);
      expect(await codes({ ...good, key: world.members[3]!.key })).toEqual(['SIGNATURE_INVALID']);
      expect(await codes({ ...good, signature: 'x' })).toEqual(['SIGNATURE_INVALID']);
    });

    it('without a usable idempotency key', async () => {
      const input = world.ballot(world.members[2]!, proposal, ['FOR']);
      expect(await codes({ ...input, idempotencyKey: '' })).toEqual(['BAD_USER_INPUT']);
    });

    it('a second time, and after a second thought', async () => {
      const member = world.members[3]!;
      await world.vote(member, proposal, 'FOR');
      expect(await codes(world.ballot(member, proposal, ['FOR']), member)).toEqual(['BALLOT_ALREADY_CAST']);
      expect(await codes(world.ballot(member, proposal, ['AGAINST']), member)).toEqual([
        'BALLOT_ALREADY_CAST',
      ]);
    });

    it('but one, of two at once', async () => {
      const member = world.members[4]!;
      const ballots = ['FOR', 'AGAINST', 'ABSTAIN'].map((label) => world.ballot(member, proposal, [label]));
      const answers = await Promise.all(ballots.map((input) => world.cast(member, input)));
      expect(answers.flatMap((answer) => answer.codes)).toEqual([
        'BALLOT_ALREADY_CAST',
        'BALLOT_ALREADY_CAST',
      ]);
    });

    it('of a member who has been suspended since', async () => {
      const member = world.members[2]!;
      await world.tell('membership', 'MemberSuspended', {
        standing: standing(member, undefined, 'SUSPENDED'),
      });
      expect(await codes(world.ballot(member, proposal, ['FOR']))).toEqual(['FORBIDDEN']);
      await world.tell('membership', 'MemberReinstated', { standing: standing(member) });
    });
  });

  it('answers the same ballot with the same key as it did, and another with that key not at all', async () => {
    const member = world.members[1]!;
    const proposal = await world.open();
    const input = world.ballot(member, proposal, ['FOR']);
    const first = await world.cast(member, input);
    expect(first.extensions?.journalPosition).toMatchObject({
      service: 'governance',
      cooperative: world.cooperative,
    });
    expect((await world.cast(member, input)).data).toEqual(first.data);
    const other = { ...world.ballot(member, proposal, ['AGAINST']), idempotencyKey: input.idempotencyKey };
    expect((await world.cast(member, other)).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('takes a ballot up to its close and none from it on', async () => {
    const proposal = await world.open();
    await world.pass(HOUR - 30);
    await world.vote(world.members[1]!, proposal, 'FOR');
    await world.pass(31);
    const late = await world.cast(world.members[2]!, world.ballot(world.members[2]!, proposal, ['FOR']));
    expect(late.codes).toEqual(['PROPOSAL_NOT_OPEN']);
    expect(late.errors![0]!.extensions).toMatchObject({ closesAt: proposal.closesAt });
  });

  it('is counted, queued and enacted by the clock, one entry each', async () => {
    const proposal = await world.open();
    await world.voteAll(proposal, 'FOR');
    await world.pass(HOUR);
    const queued = await world.reaches(proposal.id, 'QUEUED');
    expect(queued.tally).toMatchObject({
      ballotsCounted: 6,
      participants: 6,
      turnoutBp: 10_000,
      quorumMet: true,
    });
    expect(queued.tally.outcome).toEqual([{ label: 'FOR' }]);
    await world.pass(60);
    await world.reaches(proposal.id, 'ENACTED');
    const enacted = await world.entry(proposal.id, 'ProposalEnacted');
    const ours = (await world.service.journal()).filter((entry) => entry.values.proposal === proposal.id);
    const types = ours.map((entry) => entry.type).filter((type) => type !== 'BallotCast');
    expect(types).toEqual([
      'ProposalSubmitted',
      'OpeningRequested',
      'ProposalOpened',
      'ProposalClosed',
      'ProposalEnacted',
    ]);
    expect(enacted.values).toMatchObject({
      kind: 'RESOLUTION',
      effect: proposal.effect.document,
      charterVersion: 1,
    });
    expect(enacted.digests.effect).toBe(digestOf(proposal.effect.document));
  });

  it.each([
    { name: 'without a quorum', voters: 1, label: 'FOR', reason: /^NO_QUORUM/ },
    { name: 'by a tie', voters: 2, label: 'SPLIT', reason: /^VOTED_DOWN/ },
    { name: 'by a majority', voters: 4, label: 'AGAINST', reason: /^VOTED_DOWN/ },
  ])('is rejected $name, and says so to those who wait', async ({ voters, label, reason }) => {
    const proposal = await world.open();
    for (const [index, member] of world.members.slice(0, voters).entries()) {
      await world.vote(member, proposal, label === 'SPLIT' ? ['FOR', 'AGAINST'][index]! : label);
    }
    await world.pass(HOUR);
    expect((await world.reaches(proposal.id, 'REJECTED')).reason).toMatch(reason);
    const told = await world.entry(proposal.id, 'ProposalRejected');
    expect(told.values).toMatchObject({
      proposal: proposal.id,
      effect: proposal.effect.document,
      reason: expect.stringMatching(reason),
    });
  });

  it('is counted once and enacted once by any number of workers at a time', async () => {
    const proposal = await world.open();
    await world.voteAll(proposal, 'FOR');
    const workers = Array.from({ length: 4 }, () => governanceServices(world.service.service.store));
    const work = () => Promise.all(workers.map((worker) => worker.moveDueProposals()));
    await world.pass(HOUR);
    await work();
    await world.reaches(proposal.id, 'QUEUED');
    await world.pass(60);
    await work();
    await world.reaches(proposal.id, 'ENACTED');
    await work();
    await world.entry(proposal.id, 'ProposalEnacted');
    const entries = (await world.service.journal()).filter((entry) => entry.values.proposal === proposal.id);
    const types = entries.map((entry) => entry.type).filter((type) => /Closed|Enacted/.test(type));
    expect(types).toEqual(['ProposalClosed', 'ProposalEnacted']);
  });
});
