import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { TIMELOCK_SECONDS, VOTING_SECONDS } from './support/charter.js';
import { openNegotiations } from './support/negotiations.js';
import type { Licence, Negotiations } from './support/negotiations.js';
import { LICENCE, key, offerTerms, randomDigest } from './support/world.js';
import type { Buyer, Member, World } from './support/world.js';

describe('a negotiation', () => {
  let negotiations: Negotiations;
  let world: World;
  let cooperative: string;
  let steward: Member;
  let buyer: Buyer;
  let dataset: string;

  beforeAll(async () => {
    negotiations = await openNegotiations();
    ({ world, cooperative, steward, buyer, dataset } = negotiations);
  });
  afterAll(() => world.stop());

  it('adds the charter’s prohibitions to every offer', async () => {
    expect((await negotiations.offered()).offer.prohibited).toEqual(['dpv:Advertising']);
  });

  it.each([
    { name: 'a prohibited purpose', input: { purpose: 'dpv:Advertising' }, code: 'PURPOSE_PROHIBITED' },
    { name: 'a narrower one', input: { purpose: 'dpv:PersonalisedAdvertising' }, code: 'PURPOSE_PROHIBITED' },
    {
      name: 'a purpose that nobody allowed',
      input: { purpose: 'dpv:FraudPreventionAndDetection' },
      code: 'PURPOSE_NOT_ALLOWED',
    },
    {
      name: 'an allowed purpose that no offer permits',
      input: { purpose: 'dpv:CommercialResearch' },
      code: 'PURPOSE_NOT_OFFERED',
    },
    { name: 'no such dataset', input: { dataset: 'dst_01h455vb4pex5vsknk084sn02q' }, code: 'NOT_FOUND' },
    {
      name: 'an id of something else',
      input: { dataset: 'lic_01h455vb4pex5vsknk084sn02q' },
      code: 'BAD_USER_INPUT',
    },
    { name: 'no such offer', input: { offer: 'off_01h455vb4pex5vsknk084sn02q' }, code: 'NOT_FOUND' },
    { name: 'an empty message', input: { message: '' }, code: 'BAD_USER_INPUT' },
  ])('is refused when asked for with $name: $code', async ({ input, code }) => {
    expect((await negotiations.request(input)).codes).toEqual([code]);
  });

  it('is for buyers and partners', async () => {
    expect((await negotiations.request({}, await world.register('REGULATOR'))).codes).toEqual(['FORBIDDEN']);
    expect(
      (
        await world.mutate(steward.did, 'requestLicence', {
          dataset,
          purpose: 'dpv:AcademicResearch',
          idempotencyKey: key(),
        })
      ).codes,
    ).toEqual(['FORBIDDEN']);
    expect(
      (
        await world.mutate(undefined, 'requestLicence', {
          dataset,
          purpose: 'dpv:AcademicResearch',
          idempotencyKey: key(),
        })
      ).codes,
    ).toEqual(['UNAUTHENTICATED']);
    expect((await negotiations.request({}, await world.register('PARTNER'))).codes).toEqual([]);
  });

  it('is asked for once under one key', async () => {
    const idempotencyKey = key();
    const first = await negotiations.request({ idempotencyKey });
    const again = await negotiations.request({ idempotencyKey });
    expect(again.data.requestLicence.id).toBe(first.data.requestLicence.id);
    const other = await negotiations.request({ idempotencyKey, message: 'Please.' });
    expect(other.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('looks absent to everyone but its parties', async () => {
    const { id } = await negotiations.requested();
    const stranger = await world.register();
    const foreign = await world.admit(await world.found(), 'STEWARD');
    const member = await world.admit(cooperative);
    for (const did of [null, stranger.did, foreign.did, member.did])
      expect(await negotiations.read(id, did)).toBeNull();
    const unseen = await world.mutate(foreign.did, 'counterOffer', { licence: id, idempotencyKey: key() });
    const absent = await world.mutate(foreign.did, 'counterOffer', {
      licence: 'lic_01h455vb4pex5vsknk084sn02q',
      idempotencyKey: key(),
    });
    expect(unseen.codes).toEqual(['NOT_FOUND']);
    expect(unseen.errors![0]!.message).toBe(absent.errors![0]!.message);
    expect((await negotiations.read(id, steward.did))?.id).toBe(id);
  });

  it('is listed for its buyer and for the stewards who must answer it', async () => {
    const { id } = await negotiations.requested();
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Organization { licences(state: REQUESTED) { nodes { id } } }
      ... on Cooperative { licenceRequests(state: REQUESTED, first: 100) { nodes { id } } } } }`;
    const ask = (did: string, type: string, of: string) =>
      world.service.ask(did, query, { representations: [{ __typename: type, id: of }] });
    const ids = (nodes: { id: string }[]) => nodes.map((node) => node.id);
    const own = await ask(buyer.did, 'Organization', buyer.id);
    expect(ids(own.data._entities[0].licences.nodes)).toContain(id);
    const waiting = await ask(steward.did, 'Cooperative', cooperative);
    expect(ids(waiting.data._entities[0].licenceRequests.nodes)).toContain(id);
    expect((await ask(buyer.did, 'Cooperative', cooperative)).codes).toEqual(['FORBIDDEN']);
    expect((await ask((await world.register()).did, 'Organization', buyer.id)).codes).toEqual(['FORBIDDEN']);
  });

  describe('an acceptance', () => {
    it('is refused for another offer than the one on the table', async () => {
      const licence = await negotiations.offered();
      const answer = await world.mutate(
        buyer.did,
        'acceptOffer',
        await negotiations.acceptance(licence, { offerDigest: randomDigest() }),
      );
      expect(answer.codes).toEqual(['OFFER_CHANGED']);
    });

    it('is refused when what was signed is not what is sent', async () => {
      const licence = await negotiations.offered();
      const cases: Record<string, unknown>[] = [
        { charterVersion: 2 },
        { buyer: steward.did },
        { licence: 'lic_other' },
      ];
      for (const changes of cases) {
        const input = { ...(await negotiations.acceptance(licence, changes)), licence: licence.id };
        expect((await world.mutate(buyer.did, 'acceptOffer', input)).codes).toEqual(['SIGNATURE_INVALID']);
      }
      const late = {
        ...(await negotiations.acceptance(licence)),
        decideBy: new Date(Date.now() + 40 * 86_400_000).toISOString(),
      };
      expect((await world.mutate(buyer.did, 'acceptOffer', late)).codes).toEqual(['SIGNATURE_INVALID']);
    });

    it.each([
      {
        name: 'before a vote could be decided',
        seconds: VOTING_SECONDS + TIMELOCK_SECONDS - 10,
        says: 'decideBy is too early',
      },
      { name: 'in a year', seconds: 365 * 86_400, says: 'decideBy is too late' },
    ])('is refused when it would end $name, and hears which it is', async ({ seconds, says }) => {
      const licence = await negotiations.offered();
      const decideBy = new Date((await world.now()).getTime() + seconds * 1000).toISOString();
      const answer = await world.mutate(
        buyer.did,
        'acceptOffer',
        await negotiations.acceptance(licence, { decideBy }),
      );
      expect(answer.codes).toEqual(['DECIDE_BY_OUT_OF_RANGE']);
      expect(answer.errors?.[0]?.message).toContain(says);
    });

    it('is the buyer’s, of an offer that the stewards made', async () => {
      const asked = await negotiations.requested();
      expect(
        (await world.mutate(buyer.did, 'acceptOffer', await negotiations.acceptance(asked))).codes,
      ).toEqual(['LICENCE_STATE_CONFLICT']);
      const licence = await negotiations.offered();
      expect(
        (await world.mutate(steward.did, 'acceptOffer', await negotiations.acceptance(licence))).codes,
      ).toEqual(['LICENCE_STATE_CONFLICT']);
    });

    it('is no longer, after a counter-offer of the buyer', async () => {
      const licence = await negotiations.accepted();
      const effect = await negotiations.effectOf(licence);
      const terms = { ...offerTerms(), termDays: 30 };
      const change = { licence: licence.id, idempotencyKey: key(), terms };
      expect((await world.did<Licence>(buyer.did, 'counterOffer', change, LICENCE)).state).toBe('REQUESTED');
      await negotiations.cancelled(licence.id, effect.offerDigest);
      // A decision on what was accepted before comes too late.
      const values = { proposal: 'prp_test', kind: 'LICENCE', effect, effectDigest: digestOf(effect) };
      await world.service.tell('governance', cooperative, 'ProposalEnacted', values, {
        effect: digestOf(effect),
      });
      expect((await negotiations.read(licence.id))!.state).toBe('REQUESTED');
    });

    it('is before the members: a steward takes it from their vote neither by an offer nor for good', async () => {
      const { id } = await negotiations.accepted();
      const offer = await world.mutate(steward.did, 'counterOffer', { licence: id, idempotencyKey: key() });
      expect(offer.codes).toEqual(['LICENCE_STATE_CONFLICT']);
      const reason = 'We would rather not ask them.';
      const end = await world.mutate(steward.did, 'terminateLicence', { licence: id, reason });
      expect(end.codes).toEqual(['LICENCE_STATE_CONFLICT']);
      expect((await negotiations.read(id))!.state).toBe('ACCEPTED');
    });

    it('lapses when nobody decides in time', async () => {
      const licence = await negotiations.accepted();
      await world.service.setClock(31 * 86_400);
      try {
        expect((await negotiations.reaches(licence.id, 'TERMINATED')).reason).toBe('NOT_DECIDED_IN_TIME');
      } finally {
        await world.service.setClock(0);
      }
    });
  });

  describe('a counter-offer', () => {
    it('must permit what is asked for', async () => {
      const { id } = await negotiations.requested();
      const terms = { ...offerTerms(), purposes: ['dpv:CommercialResearch'] };
      const answer = await world.mutate(steward.did, 'counterOffer', {
        licence: id,
        terms,
        idempotencyKey: key(),
      });
      expect(answer.codes).toEqual(['PURPOSE_NOT_OFFERED']);
    });

    it('is in the settlement currency', async () => {
      const { id } = await negotiations.requested();
      const price = { amount: { amountMinor: '1', currency: 'EUR' }, model: 'FLAT' };
      const terms = { ...offerTerms(), price };
      const answer = await world.mutate(steward.did, 'counterOffer', {
        licence: id,
        terms,
        idempotencyKey: key(),
      });
      expect(answer.codes).toEqual(['PRICE_CURRENCY_MISMATCH']);
    });

    it('of a buyer names its terms, and waits for the stewards’ answer', async () => {
      const licence = await negotiations.offered();
      const bare = { licence: licence.id, idempotencyKey: key() };
      expect((await world.mutate(buyer.did, 'counterOffer', bare)).codes).toEqual(['BAD_USER_INPUT']);
      const asked = { ...bare, idempotencyKey: key(), terms: { ...offerTerms(), termDays: 30 } };
      const answer = await world.did<Licence>(buyer.did, 'counterOffer', asked, LICENCE);
      expect(answer.state).toBe('REQUESTED');
      expect(answer.offer.digest).not.toBe(licence.offer.digest);
      expect(
        (await world.mutate(buyer.did, 'counterOffer', { ...asked, idempotencyKey: key() })).codes,
      ).toEqual(['LICENCE_STATE_CONFLICT']);
    });
  });

  it('ends when either side says so, and says why; not once it is in force', async () => {
    const reason = 'We found other data.';
    const licence = await negotiations.accepted();
    const ended = await world.did<Licence>(
      buyer.did,
      'terminateLicence',
      { licence: licence.id, reason },
      LICENCE,
    );
    expect(ended).toMatchObject({ state: 'TERMINATED', reason });
    await negotiations.cancelled(licence.id, licence.offer.digest);
    const again = await world.mutate(steward.did, 'terminateLicence', { licence: licence.id, reason });
    expect(again.codes).toEqual(['LICENCE_STATE_CONFLICT']);
    const other = await negotiations.agreed();
    await negotiations.pay(other);
    await world.did(buyer.did, 'verifyAgreement', negotiations.verification(other));
    const final = await world.mutate(steward.did, 'terminateLicence', { licence: other.id, reason });
    expect(final.codes).toEqual(['LICENCE_STATE_CONFLICT']);
  });
});
