import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { charterTerms } from './support/charter.js';
import { World } from './support/world.js';

const HOUR = 3_600;
const CHARTERS = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Cooperative {
  charter { id version text allowedPurposes revenuePolicy { reserveBp minimumPayout { amountMinor currency } } digest terms }
  charters { totalCount nodes { version } } } } }`;

let world: World;
beforeAll(async () => {
  world = await World.start(3);
});
afterAll(() => world.service.stop());

const charters = async () => {
  const r = [{ __typename: 'Cooperative', id: world.cooperative }];
  return (await world.service.ask(undefined, CHARTERS, { r })).data._entities[0];
};
describe('the charter', () => {
  it('begins with the terms of the founding, as an entry that commits to them', async () => {
    const { charter } = await charters();
    expect(charter).toMatchObject({ version: 1, terms: charterTerms(), digest: digestOf(charterTerms()) });
    expect(charter.revenuePolicy.minimumPayout).toEqual({ amountMinor: '500', currency: 'USD' });
    const [enacted] = await world.service.journalled('CharterEnacted');
    expect(enacted!.values).toMatchObject({ version: 1, terms: charterTerms() });
    expect(enacted!.digests.terms).toBe(digestOf(charterTerms()));
    const r = [
      { __typename: 'Charter', id: charter.id },
      { __typename: 'Charter', id: newId('chr') },
    ];
    const found = await world.service.ask(
      undefined,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Charter { version } } }',
      { r },
    );
    expect(found.data._entities).toEqual([{ version: 1 }, null]);
  });

  it('changes by amendment, and keeps its older versions', async () => {
    const terms = charterTerms({ text: 'We have thought again.' });
    const proposal = await world.open({ kind: 'CHARTER_AMENDMENT', amendment: { terms } });
    await world.passVote(proposal);
    await world.reaches(proposal.id, 'QUEUED');
    expect((await charters()).charter.version).toBe(1);
    await world.pass(60);
    await world.reaches(proposal.id, 'ENACTED');
    const { charter, charters: versions } = await charters();
    expect(charter).toMatchObject({ version: 2, text: 'We have thought again.' });
    expect(versions).toMatchObject({ totalCount: 2, nodes: [{ version: 2 }, { version: 1 }] });
    expect((await world.entry(proposal.id, 'CharterEnacted')).values).toMatchObject({ version: 2, terms });
    expect((await world.entry(proposal.id, 'ProposalEnacted')).values.charterVersion).toBe(2);
  });

  it('takes one of two amendments of the same text, and a policy voted beside it', async () => {
    const before = (await charters()).charter.version as number;
    const first = await world.open({
      kind: 'CHARTER_AMENDMENT',
      amendment: { terms: charterTerms({ text: 'first' }) },
    });
    const second = await world.open({
      kind: 'CHARTER_AMENDMENT',
      amendment: { terms: charterTerms({ text: 'second' }) },
    });
    const policy = {
      reserveBp: 2_000,
      commonsBp: 0,
      reinvestBp: 0,
      basis: 'EQUAL',
      minimumPayoutMinor: '100',
      currency: 'USD',
      withholdingTaxBp: 0,
    };
    const repolicy = await world.open({ kind: 'REVENUE_POLICY', revenuePolicy: policy });
    for (const proposal of [first, second, repolicy]) await world.voteAll(proposal, 'FOR');
    await world.pass(HOUR + 60);
    await world.reaches(first.id, 'ENACTED');
    expect((await world.reaches(second.id, 'EXPIRED')).reason).toMatch(/^CHARTER_CHANGED/);
    await world.reaches(repolicy.id, 'ENACTED');
    const { charter } = await charters();
    expect(charter).toMatchObject({
      version: before + 2,
      text: 'first',
      revenuePolicy: { reserveBp: 2_000 },
    });
  });
});

describe('an election', () => {
  it('names those elected in what is enacted, the most approved first', async () => {
    const [a, b, c] = world.members.map((member) => member.memberId);
    const election = { role: 'STEWARD', seats: 2, termDays: 365, candidates: [a, b, c] };
    const proposal = await world.open({ kind: 'ELECTION', election });
    await world.vote(world.members[0]!, proposal, c!, b!);
    await world.vote(world.members[1]!, proposal, c!);
    await world.vote(world.members[2]!, proposal);
    await world.pass(HOUR + 60);
    const enacted = await world.reaches(proposal.id, 'ENACTED');
    expect(enacted.effect.elected).toEqual([{ id: c }, { id: b }]);
    const { values, digests } = await world.entry(proposal.id, 'ProposalEnacted');
    expect(values.effect).toMatchObject({ kind: 'ELECTION', candidates: [a, b, c], elected: [c, b] });
    expect(digests.effect).toBe(digestOf(proposal.effect.document));
  });
});

describe('an admission that the members decide', () => {
  it('is put to the vote without the applicant’s name, and enacted', async () => {
    const memberId = newId('mem');
    await world.tell('membership', 'AdmissionVoteRequested', {
      memberId,
      did: 'did:key:x',
      displayName: 'Ada',
    });
    const id = await world.bornOf(memberId);
    await world.fixElectorate(id);
    const proposal = await world.proposal(id);
    expect(JSON.stringify(proposal)).not.toContain('Ada');
    await world.passVote(proposal);
    await world.pass(60);
    await world.reaches(id, 'ENACTED');
    expect((await world.entry(id, 'ProposalEnacted')).values.effect).toEqual({
      kind: 'ADMISSION',
      member: memberId,
    });
  });
});
