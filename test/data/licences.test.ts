import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { TIMELOCK_SECONDS, VOTING_SECONDS, charterTerms } from './support/charter.js';
import { LICENCE, World, key, offerTerms, randomDigest } from './support/world.js';
import type { Buyer, Member } from './support/world.js';

interface Licence {
  id: string;
  state: string;
  reason: string | null;
  agreement: Record<string, unknown> | null;
  agreementDigest: string | null;
  validUntil: string | null;
  offer: { id: string; digest: string; charterVersion: number; prohibited: string[] };
  decision: { id: string } | null;
  steps: { party: string; state: string; message: string | null }[];
}

describe('a licence', () => {
  let world: World;
  let cooperative: string;
  let steward: Member;
  let buyer: Buyer;
  let dataset: string;

  beforeAll(async () => {
    world = await World.open();
    cooperative = await world.found();
    steward = await world.admit(cooperative, 'STEWARD');
    buyer = await world.register();
    dataset = await world.publish(steward);
    await world.offer(steward, dataset);
  });
  afterAll(() => world.stop());

  const request = (input: Record<string, unknown> = {}, by: Buyer = buyer) =>
    world.mutate(
      by.did,
      'requestLicence',
      { dataset, purpose: 'dpv:AcademicResearch', idempotencyKey: key(), ...input },
      LICENCE,
    );

  const requested = async (): Promise<Licence> => (await request()).data.requestLicence as Licence;

  const offered = async (): Promise<Licence> => {
    const { id } = await requested();
    return world.did<Licence>(steward.did, 'counterOffer', { licence: id, idempotencyKey: key() }, LICENCE);
  };

  async function acceptance(licence: Licence, changes: Record<string, unknown> = {}) {
    const decideBy = new Date((await world.now()).getTime() + 30 * 86_400_000).toISOString();
    const { digest: offerDigest, charterVersion } = licence.offer;
    const statement = {
      licence: licence.id,
      offerDigest,
      charterVersion,
      decideBy,
      buyer: buyer.did,
      ...changes,
    };
    const signature = buyer.sign({ v: 1, type: 'OfferAcceptance', ...statement });
    return {
      licence: licence.id,
      offerDigest: statement.offerDigest,
      decideBy: statement.decideBy,
      signature,
      idempotencyKey: key(),
    };
  }

  const accepted = async (): Promise<Licence> => {
    const licence = await offered();
    return world.did<Licence>(buyer.did, 'acceptOffer', await acceptance(licence), LICENCE);
  };

  const read = async (id: string, did: string | null = buyer.did): Promise<Licence | null> =>
    (
      await world.must<{ licence: Licence | null }>(
        did ?? undefined,
        `query ($id: ID!) { licence(id: $id) { ${LICENCE} } }`,
        { id },
      )
    ).licence;

  /** The values of the entry that tells of an acceptance, once it has its place in the journal. */
  async function accepting(id: string): Promise<Record<string, unknown>> {
    let values: Record<string, unknown> | undefined;
    await world.until(async () => {
      const entries = await world.service.journal('LicenceAccepted');
      values = entries.find((entry) => entry.values.licence === id)?.values;
      return values !== undefined;
    }, 'the acceptance to be journalled');
    return values!;
  }

  /** The effect that governance would have put to the vote. */
  async function effectOf(licence: Licence) {
    const values = await accepting(licence.id);
    const { licence: id, dataset: of, offerDigest, buyer: by, purpose, acceptanceDigest } = values;
    return { kind: 'LICENCE', licence: id, dataset: of, offerDigest, buyer: by, purpose, acceptanceDigest };
  }

  async function decide(licence: Licence, type = 'ProposalEnacted', changes: Record<string, unknown> = {}) {
    const effect = { ...(await effectOf(licence)), ...changes };
    const values = { proposal: 'prp_test', kind: 'LICENCE', effect, effectDigest: digestOf(effect) };
    await world.service.tell('governance', cooperative, type, values, {
      effect: digestOf(effect),
      tally: randomDigest(),
    });
  }

  const cancelled = (licence: string, offerDigest: unknown): Promise<void> =>
    world.until(async () => {
      const entries = await world.service.journal('LicenceAcceptanceCancelled');
      return entries.some(({ values }) => values.licence === licence && values.offerDigest === offerDigest);
    }, 'governance to be told that the acceptance is no longer');

  const reaches = async (id: string, state: string): Promise<Licence> => {
    await world.until(async () => (await read(id))?.state === state, `${id} to be ${state}`);
    return (await read(id))!;
  };

  const agreed = async (): Promise<Licence> => {
    const licence = await accepted();
    await decide(licence);
    return reaches(licence.id, 'AGREED');
  };

  const verification = (licence: Licence, agreementDigest = licence.agreementDigest) => ({
    licence: licence.id,
    agreementDigest,
    signature: buyer.sign({
      v: 1,
      type: 'AgreementVerification',
      licence: licence.id,
      agreementDigest,
      buyer: buyer.did,
    }),
    idempotencyKey: key(),
  });

  const pay = (licence: Licence, first = true) =>
    world.service.tell('payouts', cooperative, 'InvoicePaid', {
      invoice: 'inv_test',
      licence: licence.id,
      first,
    });

  it('goes from request to decision to agreement to payment', async () => {
    const licence = await accepted();
    expect(licence).toMatchObject({ state: 'ACCEPTED', decision: null, agreement: null });
    const proposal = { proposal: 'prp_test', kind: 'LICENCE', effect: await effectOf(licence) };
    await world.service.tell('governance', cooperative, 'ProposalSubmitted', proposal);
    expect((await read(licence.id))!.decision).toEqual({ id: 'prp_test' });
    await decide(licence);
    const proven = await reaches(licence.id, 'AGREED');
    expect(proven.agreementDigest).toBe(digestOf(proven.agreement));
    expect(proven.agreement).toMatchObject({
      '@type': 'Agreement',
      assignee: buyer.did,
      'coop:charterVersion': 1,
    });
    const verified = await world.did<Licence>(buyer.did, 'verifyAgreement', verification(proven), LICENCE);
    expect(verified.state).toBe('VERIFIED');
    await pay(licence);
    const final = (await read(licence.id))!;
    expect(final.state).toBe('FINALIZED');
    const days = (new Date(final.validUntil!).getTime() - (await world.now()).getTime()) / 86_400_000;
    expect(days).toBeCloseTo(365, 1);
    expect(final.steps.map(({ party, state }) => `${party} ${state}`)).toEqual([
      'BUYER REQUESTED',
      'STEWARDS OFFERED',
      'BUYER ACCEPTED',
      'COOPERATIVE AGREED',
      'BUYER VERIFIED',
      'COOPERATIVE FINALIZED',
    ]);
  });

  it('is in force whichever comes last, the payment or the signature', async () => {
    const licence = await agreed();
    await pay(licence);
    expect((await read(licence.id))!.state).toBe('AGREED');
    await world.did(buyer.did, 'verifyAgreement', verification(licence));
    expect((await read(licence.id))!.state).toBe('FINALIZED');
    await world.service.journalled('LicenceFinalized');
  });

  it('is not in force by a second payment of something else', async () => {
    const licence = await agreed();
    await world.did(buyer.did, 'verifyAgreement', verification(licence));
    await pay(licence, false);
    expect((await read(licence.id))!.state).toBe('VERIFIED');
  });

  it('adds the charter’s prohibitions to every offer', async () => {
    expect((await offered()).offer.prohibited).toEqual(['dpv:Advertising']);
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
    expect((await request(input)).codes).toEqual([code]);
  });

  it('is for buyers and partners', async () => {
    expect((await request({}, await world.register('REGULATOR'))).codes).toEqual(['FORBIDDEN']);
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
    expect((await request({}, await world.register('PARTNER'))).codes).toEqual([]);
  });

  it('is asked for once under one key', async () => {
    const idempotencyKey = key();
    const first = await request({ idempotencyKey });
    const again = await request({ idempotencyKey });
    expect(again.data.requestLicence.id).toBe(first.data.requestLicence.id);
    const other = await request({ idempotencyKey, message: 'Please.' });
    expect(other.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('looks absent to everyone but its parties', async () => {
    const { id } = await requested();
    const stranger = await world.register();
    const foreign = await world.admit(await world.found(), 'STEWARD');
    const member = await world.admit(cooperative);
    for (const did of [null, stranger.did, foreign.did, member.did]) expect(await read(id, did)).toBeNull();
    const unseen = await world.mutate(foreign.did, 'counterOffer', { licence: id, idempotencyKey: key() });
    const absent = await world.mutate(foreign.did, 'counterOffer', {
      licence: 'lic_01h455vb4pex5vsknk084sn02q',
      idempotencyKey: key(),
    });
    expect(unseen.codes).toEqual(['NOT_FOUND']);
    expect(unseen.errors![0]!.message).toBe(absent.errors![0]!.message);
    expect((await read(id, steward.did))?.id).toBe(id);
  });

  it('is listed for its buyer and for the stewards who must answer it', async () => {
    const { id } = await requested();
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
      const licence = await offered();
      const answer = await world.mutate(
        buyer.did,
        'acceptOffer',
        await acceptance(licence, { offerDigest: randomDigest() }),
      );
      expect(answer.codes).toEqual(['OFFER_CHANGED']);
    });

    it('is refused when what was signed is not what is sent', async () => {
      const licence = await offered();
      const cases: Record<string, unknown>[] = [
        { charterVersion: 2 },
        { buyer: steward.did },
        { licence: 'lic_other' },
      ];
      for (const changes of cases) {
        const input = { ...(await acceptance(licence, changes)), licence: licence.id };
        expect((await world.mutate(buyer.did, 'acceptOffer', input)).codes).toEqual(['SIGNATURE_INVALID']);
      }
      const late = {
        ...(await acceptance(licence)),
        decideBy: new Date(Date.now() + 40 * 86_400_000).toISOString(),
      };
      expect((await world.mutate(buyer.did, 'acceptOffer', late)).codes).toEqual(['SIGNATURE_INVALID']);
    });

    it.each([
      { name: 'before a vote could be decided', seconds: VOTING_SECONDS + TIMELOCK_SECONDS - 10 },
      { name: 'in a year', seconds: 365 * 86_400 },
    ])('is refused when it would end $name', async ({ seconds }) => {
      const licence = await offered();
      const decideBy = new Date((await world.now()).getTime() + seconds * 1000).toISOString();
      const answer = await world.mutate(buyer.did, 'acceptOffer', await acceptance(licence, { decideBy }));
      expect(answer.codes).toEqual(['DECIDE_BY_OUT_OF_RANGE']);
    });

    it('is the buyer’s, of an offer that the stewards made', async () => {
      const asked = await requested();
      expect((await world.mutate(buyer.did, 'acceptOffer', await acceptance(asked))).codes).toEqual([
        'LICENCE_STATE_CONFLICT',
      ]);
      const licence = await offered();
      expect((await world.mutate(steward.did, 'acceptOffer', await acceptance(licence))).codes).toEqual([
        'LICENCE_STATE_CONFLICT',
      ]);
    });

    it('is no longer, after a counter-offer of either side', async () => {
      for (const [by, input, state] of [
        [steward.did, {}, 'OFFERED'],
        [buyer.did, { terms: { ...offerTerms(), termDays: 30 } }, 'REQUESTED'],
      ] as const) {
        const licence = await accepted();
        const effect = await effectOf(licence);
        const change = { licence: licence.id, idempotencyKey: key(), ...input };
        expect((await world.did<Licence>(by, 'counterOffer', change, LICENCE)).state).toBe(state);
        await cancelled(licence.id, effect.offerDigest);
        // A decision on what was accepted before comes too late.
        const values = { proposal: 'prp_test', kind: 'LICENCE', effect, effectDigest: digestOf(effect) };
        await world.service.tell('governance', cooperative, 'ProposalEnacted', values, {
          effect: digestOf(effect),
        });
        expect((await read(licence.id))!.state).toBe(state);
      }
    });

    it('lapses when nobody decides in time', async () => {
      const licence = await accepted();
      await world.service.setClock(31 * 86_400);
      try {
        expect((await reaches(licence.id, 'TERMINATED')).reason).toBe('NOT_DECIDED_IN_TIME');
      } finally {
        await world.service.setClock(0);
      }
    });
  });

  describe('a counter-offer', () => {
    it('must permit what is asked for', async () => {
      const { id } = await requested();
      const terms = { ...offerTerms(), purposes: ['dpv:CommercialResearch'] };
      const answer = await world.mutate(steward.did, 'counterOffer', {
        licence: id,
        terms,
        idempotencyKey: key(),
      });
      expect(answer.codes).toEqual(['PURPOSE_NOT_OFFERED']);
    });

    it('is in the settlement currency', async () => {
      const { id } = await requested();
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
      const licence = await offered();
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

  describe('a decision', () => {
    it('is not believed when its leaf decided something else', async () => {
      const licence = await accepted();
      await decide(licence, 'ProposalEnacted', { purpose: 'dpv:CommercialResearch' });
      expect((await reaches(licence.id, 'TERMINATED')).reason).toBe('DECISION_UNPROVEN: EFFECT_DIFFERS');
    });

    it('is not believed when another key than governance’s signed the log', async () => {
      const licence = await accepted();
      world.log.key = world.service.keys.signing('impostor', 'ed25519');
      try {
        await decide(licence);
        expect((await reaches(licence.id, 'TERMINATED')).reason).toBe(
          'DECISION_UNPROVEN: CHECKPOINT_UNSIGNED',
        );
      } finally {
        world.log.key = world.service.keys.signing('governance/log', 'ed25519');
      }
    });

    it('waits for a log that has not grown over it', async () => {
      const licence = await accepted();
      world.log.behind = true;
      await decide(licence);
      await new Promise((done) => setTimeout(done, 600));
      expect((await read(licence.id))!.state).toBe('ACCEPTED');
      world.log.behind = false;
      await reaches(licence.id, 'AGREED');
    });

    it.each([
      { type: 'ProposalRejected', reason: 'REJECTED_BY_VOTE' },
      { type: 'ProposalCancelled', reason: 'VOTE_CANCELLED' },
    ])('$type ends the negotiation: $reason', async ({ type, reason }) => {
      const licence = await accepted();
      await decide(licence, type);
      expect(await read(licence.id)).toMatchObject({ state: 'TERMINATED', reason });
    });

    it('gives way to a charter that has since prohibited the purpose', async () => {
      const other = await world.found();
      const founder = await world.admit(other, 'STEWARD');
      const theirs = await world.publish(founder);
      await world.offer(founder, theirs);
      const { id } = (await request({ dataset: theirs })).data.requestLicence as Licence;
      const licence = await world.did<Licence>(
        founder.did,
        'counterOffer',
        { licence: id, idempotencyKey: key() },
        LICENCE,
      );
      await world.did(buyer.did, 'acceptOffer', await acceptance(licence));
      await world.enactCharter(other, 2, charterTerms({ prohibitedPurposes: ['dpv:AcademicResearch'] }));
      const effect = await effectOf(licence);
      const values = { proposal: 'prp_test', kind: 'LICENCE', effect, effectDigest: digestOf(effect) };
      await world.service.tell('governance', other, 'ProposalEnacted', values, { effect: digestOf(effect) });
      expect((await reaches(id, 'TERMINATED')).reason).toBe('PURPOSE_PROHIBITED');
      // And what it forbids is off the catalogue.
      const { dataset: found } = await world.must<{ dataset: { offers: unknown[] } }>(
        undefined,
        `query ($id: ID!) { dataset(id: $id) { offers { id } } }`,
        { id: theirs },
      );
      expect(found.offers).toEqual([]);
    });
  });

  describe('an agreement', () => {
    it('is signed as it is or not at all', async () => {
      const licence = await agreed();
      const changed = await world.mutate(buyer.did, 'verifyAgreement', verification(licence, randomDigest()));
      expect(changed.codes).toEqual(['AGREEMENT_CHANGED']);
      const forged = { ...verification(licence), signature: verification(licence, randomDigest()).signature };
      expect((await world.mutate(buyer.did, 'verifyAgreement', forged)).codes).toEqual(['SIGNATURE_INVALID']);
      const stewards = await world.mutate(steward.did, 'verifyAgreement', verification(licence));
      expect(stewards.codes).toEqual(['LICENCE_STATE_CONFLICT']);
    });

    it('is made under the charter in force: an older offer cannot be accepted', async () => {
      const other = await world.found();
      const founder = await world.admit(other, 'STEWARD');
      const theirs = await world.publish(founder);
      await world.offer(founder, theirs);
      const { id } = (await request({ dataset: theirs })).data.requestLicence as Licence;
      const bare = () => ({ licence: id, idempotencyKey: key() });
      const licence = await world.did<Licence>(founder.did, 'counterOffer', bare(), LICENCE);
      await world.enactCharter(other, 2, charterTerms({ text: 'Amended.' }));
      expect((await world.mutate(buyer.did, 'acceptOffer', await acceptance(licence))).codes).toEqual([
        'OFFER_OUTDATED',
      ]);
      const renewed = await world.did<Licence>(founder.did, 'counterOffer', bare(), LICENCE);
      expect(renewed.offer).toMatchObject({ charterVersion: 2 });
      expect((await world.mutate(buyer.did, 'acceptOffer', await acceptance(renewed))).codes).toEqual([]);
    });

    it('costs nothing when it is free, and is in force once signed', async () => {
      const { id } = await requested();
      const price = { amount: { amountMinor: '0', currency: 'USD' }, model: 'FLAT' };
      const terms = { ...offerTerms(), price };
      const licence = await world.did<Licence>(
        steward.did,
        'counterOffer',
        { licence: id, terms, idempotencyKey: key() },
        LICENCE,
      );
      await world.did(buyer.did, 'acceptOffer', await acceptance(licence));
      await decide(licence);
      const proven = await reaches(id, 'AGREED');
      expect(
        (await world.did<Licence>(buyer.did, 'verifyAgreement', verification(proven), LICENCE)).state,
      ).toBe('FINALIZED');
    });
  });

  it('ends when either side says so, and says why; not once it is in force', async () => {
    const reason = 'We found other data.';
    const licence = await accepted();
    const ended = await world.did<Licence>(
      buyer.did,
      'terminateLicence',
      { licence: licence.id, reason },
      LICENCE,
    );
    expect(ended).toMatchObject({ state: 'TERMINATED', reason });
    await cancelled(licence.id, licence.offer.digest);
    const again = await world.mutate(steward.did, 'terminateLicence', { licence: licence.id, reason });
    expect(again.codes).toEqual(['LICENCE_STATE_CONFLICT']);
    const other = await agreed();
    await pay(other);
    await world.did(buyer.did, 'verifyAgreement', verification(other));
    const final = await world.mutate(steward.did, 'terminateLicence', { licence: other.id, reason });
    expect(final.codes).toEqual(['LICENCE_STATE_CONFLICT']);
  });
});
