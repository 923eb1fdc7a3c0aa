import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { charterTerms, rule } from './support/charter.js';
import { World } from './support/world.js';

const HOUR = 3_600;

let world: World;
beforeAll(async () => {
  world = await World.start(3);
});
afterAll(() => world.service.stop());

const licence = (changes: Record<string, unknown> = {}) => ({
  licence: newId('lic'),
  dataset: newId('dst'),
  buyer: newId('org'),
  purpose: 'dpv:AcademicResearch',
  offerDigest: 'aa'.repeat(32),
  acceptanceDigest: 'bb'.repeat(32),
  charterVersion: 1,
  decideBy: '2040-01-01T00:00:00.000Z',
  ...changes,
});
describe('a licence that a buyer has accepted', () => {
  it('is put to the vote, and enacted with the effect that data asked for', async () => {
    const { decideBy: _until, charterVersion: _seen, ...terms } = licence();
    await world.tell('data', 'LicenceAccepted', licence(terms));
    const id = await world.bornOf(terms.licence);
    await world.fixElectorate(id);
    const proposal = await world.proposal(id);
    expect(proposal.effect.document).toEqual({ kind: 'LICENCE', ...terms });
    await world.passVote(proposal);
    await world.pass(60);
    await world.reaches(id, 'ENACTED');
    const { values, digests } = await world.entry(id, 'ProposalEnacted');
    expect(values.effect).toEqual({ kind: 'LICENCE', ...terms });
    expect(digests.effect).toBe(digestOf({ kind: 'LICENCE', ...terms }));
  });

  it.each([
    {
      name: 'prohibits its purpose, being narrower than what it names',
      purpose: 'dpv:TargetedAdvertising',
      reason: /^PURPOSE_PROHIBITED/,
    },
    { name: 'does not allow its purpose', purpose: 'dpv:LegalCompliance', reason: /^PURPOSE_NOT_ALLOWED/ },
  ])('is not even voted on when the charter $name', async ({ purpose, reason }) => {
    const accepted = licence({ purpose });
    await world.tell('data', 'LicenceAccepted', accepted);
    const id = await world.bornOf(accepted.licence);
    await world.fixElectorate(id);
    expect(await world.proposal(id)).toMatchObject({
      state: 'REJECTED',
      tally: null,
      reason: expect.stringMatching(reason),
    });
    const { values } = await world.entry(id, 'ProposalRejected');
    expect(values).toMatchObject({
      kind: 'LICENCE',
      effect: { licence: accepted.licence },
      reason: expect.stringMatching(reason),
    });
  });

  it('is refused at enactment when the charter has come to prohibit it since', async () => {
    const accepted = licence();
    await world.tell('data', 'LicenceAccepted', accepted);
    const id = await world.bornOf(accepted.licence);
    const terms = charterTerms({ prohibitedPurposes: ['dpv:AcademicResearch'] });
    const amendment = await world.open({ kind: 'CHARTER_AMENDMENT', amendment: { terms } });
    await world.pass(120);
    await world.fixElectorate(id);
    await world.voteAll(amendment, 'FOR');
    await world.voteAll(await world.proposal(id), 'FOR');
    await world.pass(HOUR - 60);
    await world.reaches(amendment.id, 'ENACTED');
    await world.pass(180);
    expect((await world.reaches(id, 'REJECTED')).reason).toMatch(/^PURPOSE_PROHIBITED/);
    expect((await world.entry(id, 'ProposalRejected')).values.effect).toMatchObject({
      licence: accepted.licence,
    });
    const back = await world.open({ kind: 'CHARTER_AMENDMENT', amendment: { terms: charterTerms() } });
    await world.passVote(back);
    await world.pass(60);
    await world.reaches(back.id, 'ENACTED');
  });

  it('expires when the vote could not decide by the day that the buyer waits for', async () => {
    const now = Date.parse((await world.open()).opensAt);
    const soon = licence({ decideBy: new Date(now + (HOUR + 30) * 1000).toISOString() });
    await world.tell('data', 'LicenceAccepted', soon);
    const id = await world.bornOf(soon.licence);
    await world.fixElectorate(id);
    expect(await world.proposal(id)).toMatchObject({
      state: 'EXPIRED',
      reason: expect.stringMatching(/^DECIDE_BY_PASSED/),
    });
    expect((await world.entry(id, 'ProposalRejected')).values.effect).toMatchObject({
      licence: soon.licence,
    });
  });

  it('expires when its vote has not opened by then, or it is enacted too late', async () => {
    const now = Date.parse((await world.open()).opensAt);
    const decideBy = new Date(now + 2 * HOUR * 1000).toISOString();
    const [waiting, late] = [licence({ decideBy }), licence({ decideBy })];
    await world.tell('data', 'LicenceAccepted', waiting);
    await world.tell('data', 'LicenceAccepted', late);
    const lateId = await world.bornOf(late.licence);
    await world.fixElectorate(lateId);
    await world.voteAll(await world.proposal(lateId), 'FOR');
    await world.pass(3 * HOUR);
    expect((await world.reaches(lateId, 'EXPIRED')).reason).toMatch(/^DECIDE_BY_PASSED/);
    const waited = await world.reaches(await world.bornOf(waiting.licence), 'EXPIRED');
    expect(waited.reason).toMatch(/^DECIDE_BY_PASSED/);
    await world.entry(waited.id, 'ProposalRejected');
  });

  it('is taken from the vote by a counter-offer, but not by one to another offer', async () => {
    const accepted = licence();
    await world.tell('data', 'LicenceAccepted', accepted);
    const id = await world.bornOf(accepted.licence);
    await world.fixElectorate(id);
    const { licence: about, offerDigest } = accepted;
    await world.tell('data', 'LicenceAcceptanceCancelled', { licence: about, offerDigest: 'cc'.repeat(32) });
    expect((await world.proposal(id)).state).toBe('OPEN');
    await world.tell('data', 'LicenceAcceptanceCancelled', { licence: about, offerDigest });
    expect((await world.proposal(id)).state).toBe('CANCELLED');
    expect((await world.entry(id, 'ProposalCancelled')).values.effect).toMatchObject({ licence: about });
    await world.tell('data', 'LicenceAcceptanceCancelled', { licence: about, offerDigest });
  });
});

describe('a question that the charter has no rule for', () => {
  it('is refused where it was asked from another service’s journal', async () => {
    const bare = await World.start(1, charterTerms({ rules: [rule('CHARTER_AMENDMENT')] }));
    const accepted = licence();
    await bare.tell('data', 'LicenceAccepted', accepted);
    const [told] = await bare.service.journalled('ProposalRejected');
    expect(told!.values).toMatchObject({
      effect: { licence: accepted.licence },
      reason: expect.stringMatching(/^KIND_NOT_IN_CHARTER/),
    });
    expect(await bare.service.journal('OpeningRequested')).toEqual([]);
    await bare.service.stop();
  });
});
