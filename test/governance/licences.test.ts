import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOfTerms } from '../../subgraphs/kit/contracts/licenceTerms.js';
import type { LicenceTerms } from '../../subgraphs/kit/contracts/licenceTerms.js';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { person } from '../support/people.js';
import { charterTerms, rule } from './support/charter.js';
import { World, standing } from './support/world.js';

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

describe('the terms of a licence that is voted on', () => {
  const TERMS = `query ($id: ID!) { proposal(id: $id) { id effect { ... on LicenceEffect {
    digest document offerDigest publishedOfferDigest
    licenceTerms {
      changed
      offered { offer assigner charterVersion purposes prohibited duties price { amountMinor currency } jobPrice { amountMinor currency } termDays }
      published { offer assigner charterVersion purposes prohibited duties price { amountMinor currency } jobPrice { amountMinor currency } termDays }
    } } } } }`;
  const published: LicenceTerms = {
    offer: newId('off'),
    assigner: 'did:key:z6MkCoop',
    charterVersion: 1,
    purposes: ['dpv:AcademicResearch'],
    prohibited: ['dpv:Advertising'],
    duties: ['Name the co-op.', 'Publish within a year.'],
    price: { amountMinor: '250000', currency: 'USD' },
    jobPriceMinor: null,
    termDays: 365,
  };
  const cheap = {
    ...published,
    offer: newId('off'),
    price: { amountMinor: '1', currency: 'USD' },
    termDays: 3_650,
  };

  const asked = (offered: LicenceTerms, changes: Record<string, unknown> = {}) => {
    const accepted = licence();
    const offerDigest = digestOfTerms(accepted.dataset, offered);
    return { ...accepted, offerDigest, terms: { offered, published }, ...changes };
  };
  const put = async (accepted: ReturnType<typeof asked>) => {
    await world.tell('data', 'LicenceAccepted', accepted);
    return world.bornOf(accepted.licence);
  };
  const read = (did: string | undefined, id: string) => world.service.ask(did, TERMS, { id });

  it('are shown whole beside the published ones, and bound into every ballot', async () => {
    const accepted = asked(cheap);
    const id = await put(accepted);
    await world.fixElectorate(id);
    const voter = world.members[1]!;
    await world.tell('membership', 'MemberAdmitted', { standing: standing(voter, 'MEMBER') });
    const { data, errors } = await read(voter.did, id);
    expect(errors).toBeUndefined();
    const { effect } = data.proposal;
    const { jobPriceMinor: _none, ...same } = cheap;
    expect(effect.licenceTerms.offered).toEqual({ ...same, jobPrice: null });
    expect(effect.licenceTerms.published).toMatchObject({ price: { amountMinor: '250000' }, termDays: 365 });
    expect(effect.licenceTerms.changed).toEqual(['PRICE', 'TERM_DAYS']);
    expect(effect.digest).toBe(digestOf(effect.document));
    expect(effect.document).toMatchObject({
      offerDigest: digestOfTerms(accepted.dataset, cheap),
      publishedOfferDigest: digestOfTerms(accepted.dataset, published),
    });
    // A ballot that was made for the published price is none for this one.
    const shown = await world.proposal(id);
    const wrong = { ...effect.document, offerDigest: digestOfTerms(accepted.dataset, published) };
    const ballot = world.ballot(world.steward, shown, ['FOR'], { effectDigest: digestOf(wrong) });
    expect((await world.cast(world.steward, ballot)).codes).toEqual(['EFFECT_DIGEST_MISMATCH']);
  });

  it('are no stranger’s to read, nor another co-op’s', async () => {
    const id = await put(asked(cheap));
    const stranger = await read(undefined, id);
    expect(stranger.codes).toEqual(['UNAUTHENTICATED']);
    expect(stranger.data.proposal.effect).toMatchObject({
      licenceTerms: null,
      offerDigest: expect.any(String),
    });
    expect((await read(person('nobody').did, id)).codes).toEqual(['FORBIDDEN']);
    expect(JSON.stringify(stranger.data)).not.toContain(cheap.offer);
  });

  it.each([
    { name: 'a price', offered: { ...cheap, price: { amountMinor: '999999', currency: 'USD' } } },
    { name: 'a duty', offered: { ...cheap, duties: [] } },
    { name: 'a term', offered: { ...cheap, termDays: 1 } },
    { name: 'a purpose', offered: { ...cheap, purposes: ['dpv:CommercialResearch'] } },
    { name: 'another offer', offered: published },
  ])('are not voted on when $name is not what the buyer signed', async ({ offered }) => {
    const accepted = asked(cheap);
    const id = await put({ ...accepted, terms: { offered, published } });
    expect(await world.proposal(id)).toMatchObject({
      state: 'REJECTED',
      reason: expect.stringMatching(/^TERMS_MISMATCH/),
    });
    const { values } = await world.entry(id, 'ProposalRejected');
    expect(values).toMatchObject({ effect: { licence: accepted.licence } });
    expect((await read(world.steward.did, id)).data.proposal.effect.licenceTerms).toBeNull();
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
