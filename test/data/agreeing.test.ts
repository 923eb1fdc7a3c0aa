import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOfTerms } from '../../subgraphs/kit/contracts/licenceTerms.js';
import type { Table } from '../../subgraphs/kit/contracts/licenceTerms.js';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { charterTerms } from './support/charter.js';
import { openNegotiations } from './support/negotiations.js';
import type { Licence, Negotiations } from './support/negotiations.js';
import { LICENCE, key, offerTerms, randomDigest } from './support/world.js';
import type { Buyer, Member, World } from './support/world.js';

describe('a licence', () => {
  let negotiations: Negotiations;
  let world: World;
  let cooperative: string;
  let steward: Member;
  let buyer: Buyer;

  beforeAll(async () => {
    negotiations = await openNegotiations();
    ({ world, cooperative, steward, buyer } = negotiations);
  });
  afterAll(() => world.stop());

  it('goes from request to decision to agreement to payment', async () => {
    const licence = await negotiations.accepted();
    expect(licence).toMatchObject({ state: 'ACCEPTED', decision: null, agreement: null });
    const proposal = { proposal: 'prp_test', kind: 'LICENCE', effect: await negotiations.effectOf(licence) };
    await world.service.tell('governance', cooperative, 'ProposalSubmitted', proposal);
    expect((await negotiations.read(licence.id))!.decision).toEqual({ id: 'prp_test' });
    await negotiations.decide(licence);
    const proven = await negotiations.reaches(licence.id, 'AGREED');
    expect(proven.agreementDigest).toBe(digestOf(proven.agreement));
    expect(proven.agreement).toMatchObject({
      '@type': 'Agreement',
      assignee: buyer.did,
      'coop:charterVersion': 1,
    });
    const verified = await world.did<Licence>(
      buyer.did,
      'verifyAgreement',
      negotiations.verification(proven),
      LICENCE,
    );
    expect(verified.state).toBe('VERIFIED');
    await negotiations.pay(licence);
    const final = (await negotiations.read(licence.id))!;
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

  it('stands on the form of the instant that its buyer signed', async () => {
    const offered = await negotiations.offered();
    const day = new Date((await world.now()).getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
    const decideBy = `${day}T00:00:00Z`;
    const input = await negotiations.acceptance(offered, { decideBy });
    const inOurs = { ...input, decideBy: `${day}T00:00:00.000Z` };
    expect((await world.mutate(buyer.did, 'acceptOffer', inOurs)).codes).toEqual(['SIGNATURE_INVALID']);
    await world.did(buyer.did, 'acceptOffer', input);
    const values = await world.service.sql<{ acceptance: { statement: object } }>(
      'select acceptance from licence where id = $1',
      [offered.id],
    );
    expect(values[0]!.acceptance.statement).toMatchObject({ decideBy });
  });

  it('is in force whichever comes last, the payment or the signature', async () => {
    const licence = await negotiations.agreed();
    await negotiations.pay(licence);
    expect((await negotiations.read(licence.id))!.state).toBe('AGREED');
    await world.did(buyer.did, 'verifyAgreement', negotiations.verification(licence));
    expect((await negotiations.read(licence.id))!.state).toBe('FINALIZED');
    await world.service.journalled('LicenceFinalized');
  });

  it('rests while its payment has gone back, whichever payment brings it into force again', async () => {
    const licence = await negotiations.agreed();
    await world.did(buyer.did, 'verifyAgreement', negotiations.verification(licence));
    await negotiations.pay(licence);
    const { validUntil } = (await negotiations.read(licence.id))!;
    const isPaid = async () =>
      (await world.service.sql('select paid_at from licence where id = $1', [licence.id]))[0]!.paid_at !==
      null;
    const tell = (type: string, values: object) =>
      world.service.tell('payouts', cooperative, type, {
        invoice: 'inv_test',
        licence: licence.id,
        ...values,
      });

    await tell('PaymentReturned', { job: 'job_test', unpaid: true });
    await tell('PaymentReturned', { job: null, unpaid: false });
    expect(await isPaid()).toBe(true);
    await tell('PaymentReturned', { job: null, unpaid: true });
    expect(await isPaid()).toBe(false);
    await world.service.journalled('LicenceSuspended');
    await tell('InvoicePaid', { job: 'job_test', first: false });
    expect(await isPaid()).toBe(false);
    await tell('InvoicePaid', { job: null, first: false });
    expect(await isPaid()).toBe(true);
    await world.service.journalled('LicenceResumed');
    // Its term is the one that the first payment began.
    expect((await negotiations.read(licence.id))!.validUntil).toBe(validUntil);
  });

  describe('whose price is credited whole', () => {
    const credited = (licence: Licence, values: object = { job: null, whole: true }) =>
      world.service.tell('payouts', cooperative, 'CreditNoteIssued', {
        ...{ invoice: 'inv_test', licence: licence.id },
        ...values,
      });
    const inForce = async (): Promise<Licence> => {
      const licence = await negotiations.agreed();
      await world.did(buyer.did, 'verifyAgreement', negotiations.verification(licence));
      await negotiations.pay(licence);
      return negotiations.reaches(licence.id, 'FINALIZED');
    };
    const endOf = async (licence: Licence) => {
      let values: Record<string, unknown> | undefined;
      await world.until(async () => {
        const ends = await world.service.journal('LicenceTerminated');
        values = ends.find((entry) => entry.values.licence === licence.id)?.values;
        return values !== undefined;
      }, 'the end to be journalled');
      return values!;
    };

    it('ends though it is in force, says why, and stays ended', async () => {
      const licence = await inForce();
      await credited(licence);
      expect(await negotiations.read(licence.id)).toMatchObject({
        state: 'TERMINATED',
        reason: 'CREDITED_IN_FULL',
      });
      expect(await endOf(licence)).toMatchObject({
        cause: 'CREDITED',
        unused: { whole: String(365 * 86_400_000) },
      });
      await credited(licence);
      await negotiations.pay(licence);
      expect((await negotiations.read(licence.id))!.state).toBe('TERMINATED');
      const ends = await world.service.journal('LicenceTerminated');
      expect(ends.filter(({ values }) => values.licence === licence.id)).toHaveLength(1);
    });

    it('ends before it is in force, however its payment comes in between', async () => {
      for (const paid of [[], ['before'], ['after']]) {
        const licence = await negotiations.agreed();
        if (paid.includes('before')) await negotiations.pay(licence);
        await credited(licence);
        if (paid.includes('after')) await negotiations.pay(licence);
        expect((await negotiations.read(licence.id))!.state).toBe('TERMINATED');
        expect(await endOf(licence)).toMatchObject({ cause: 'CREDITED', unused: null });
        const signed = await world.mutate(buyer.did, 'verifyAgreement', negotiations.verification(licence));
        expect(signed.codes).toEqual(['LICENCE_STATE_CONFLICT']);
      }
    });

    it.each([
      { name: 'in part', values: { job: null, whole: false } },
      { name: 'of a computation', values: { job: 'job_test', whole: true } },
      { name: 'by an entry that does not say so', values: {} },
    ])('and not $name', async ({ values }) => {
      const licence = await inForce();
      await credited(licence, values);
      expect((await negotiations.read(licence.id))!.state).toBe('FINALIZED');
    });

    it('or was ended by stewards, tells payouts that it never was in force', async () => {
      const licence = await negotiations.agreed();
      await negotiations.pay(licence);
      await world.did(steward.did, 'terminateLicence', { licence: licence.id, reason: 'We think again.' });
      expect(await endOf(licence)).toMatchObject({
        reason: 'We think again.',
        cause: 'WITHDRAWN',
        unused: null,
      });
      await credited(licence);
      expect(await negotiations.read(licence.id)).toMatchObject({ reason: 'We think again.' });
    });
  });

  it('is not in force by a second payment of something else', async () => {
    const licence = await negotiations.agreed();
    await world.did(buyer.did, 'verifyAgreement', negotiations.verification(licence));
    await negotiations.pay(licence, false);
    expect((await negotiations.read(licence.id))!.state).toBe('VERIFIED');
  });

  it('tells governance every term on the table beside those that were published, and their digests fit', async () => {
    const { id, offer: published } = await negotiations.requested();
    const price = {
      amount: { amountMinor: '1', currency: 'USD' },
      model: 'PER_JOB',
      jobPrice: { amountMinor: '7', currency: 'USD' },
    };
    const terms = {
      ...offerTerms(),
      price,
      termDays: 30,
      duties: [],
      prohibited: ['dpv:CommercialResearch'],
    };
    const counter = { licence: id, terms, idempotencyKey: key() };
    const licence = await world.did<Licence>(steward.did, 'counterOffer', counter, LICENCE);
    await world.did(buyer.did, 'acceptOffer', await negotiations.acceptance(licence));
    const values = await negotiations.accepting(id);
    const table = values.terms as Table;
    expect(table.offered).toMatchObject({
      offer: licence.offer.id,
      price: { amountMinor: '1', currency: 'USD' },
      ...{
        jobPriceMinor: '7',
        termDays: 30,
        duties: [],
        prohibited: ['dpv:CommercialResearch', 'dpv:Advertising'],
      },
    });
    expect(table.published).toMatchObject({
      offer: published.id,
      price: { amountMinor: '250000', currency: 'USD' },
      ...{ jobPriceMinor: null, termDays: 365, prohibited: ['dpv:Advertising'] },
    });
    const dataset = values.dataset as string;
    expect(digestOfTerms(dataset, table.offered)).toBe(licence.offer.digest);
    expect(digestOfTerms(dataset, table.published)).toBe(published.digest);
  });

  describe('a decision', () => {
    it('is not believed when those who voted were shown another published offer, or none', async () => {
      for (const publishedOfferDigest of [randomDigest(), undefined]) {
        const licence = await negotiations.accepted();
        await negotiations.decide(licence, 'ProposalEnacted', { publishedOfferDigest });
        expect((await negotiations.reaches(licence.id, 'TERMINATED')).reason).toBe(
          'DECISION_UNPROVEN: EFFECT_DIFFERS',
        );
      }
    });

    it('on an acceptance from before terms were shown is believed without', async () => {
      const licence = await negotiations.accepted();
      await world.service.sql('update licence set published_offer_id = null where id = $1', [licence.id]);
      await negotiations.decide(licence, 'ProposalEnacted', { publishedOfferDigest: undefined });
      await negotiations.reaches(licence.id, 'AGREED');
    });

    it('is not believed when its leaf decided something else', async () => {
      const licence = await negotiations.accepted();
      await negotiations.decide(licence, 'ProposalEnacted', { purpose: 'dpv:CommercialResearch' });
      expect((await negotiations.reaches(licence.id, 'TERMINATED')).reason).toBe(
        'DECISION_UNPROVEN: EFFECT_DIFFERS',
      );
    });

    it('is not believed when another key than governance’s signed the log', async () => {
      const licence = await negotiations.accepted();
      world.log.key = world.service.keys.signing('impostor', 'ed25519');
      try {
        await negotiations.decide(licence);
        expect((await negotiations.reaches(licence.id, 'TERMINATED')).reason).toBe(
          'DECISION_UNPROVEN: CHECKPOINT_UNSIGNED',
        );
      } finally {
        world.log.key = world.service.keys.signing('governance/log', 'ed25519');
      }
    });

    it('waits for a log that has not grown over it', async () => {
      const licence = await negotiations.accepted();
      world.log.behind = true;
      await negotiations.decide(licence);
      await new Promise((done) => setTimeout(done, 600));
      expect((await negotiations.read(licence.id))!.state).toBe('ACCEPTED');
      world.log.behind = false;
      await negotiations.reaches(licence.id, 'AGREED');
    });

    it.each([
      { type: 'ProposalRejected', reason: 'REJECTED_BY_VOTE' },
      { type: 'ProposalCancelled', reason: 'VOTE_CANCELLED' },
    ])('$type ends the negotiation: $reason', async ({ type, reason }) => {
      const licence = await negotiations.accepted();
      await negotiations.decide(licence, type);
      expect(await negotiations.read(licence.id)).toMatchObject({ state: 'TERMINATED', reason });
    });

    it('gives way to a charter that has since prohibited the purpose', async () => {
      const other = await world.found();
      const founder = await world.admit(other, 'STEWARD');
      const theirs = await world.publish(founder);
      await world.offer(founder, theirs);
      const { id } = (await negotiations.request({ dataset: theirs })).data.requestLicence as Licence;
      const licence = await world.did<Licence>(
        founder.did,
        'counterOffer',
        { licence: id, idempotencyKey: key() },
        LICENCE,
      );
      await world.did(buyer.did, 'acceptOffer', await negotiations.acceptance(licence));
      await world.enactCharter(other, 2, charterTerms({ prohibitedPurposes: ['dpv:AcademicResearch'] }));
      const effect = await negotiations.effectOf(licence);
      const values = { proposal: 'prp_test', kind: 'LICENCE', effect, effectDigest: digestOf(effect) };
      await world.service.tell('governance', other, 'ProposalEnacted', values, { effect: digestOf(effect) });
      expect((await negotiations.reaches(id, 'TERMINATED')).reason).toBe('PURPOSE_PROHIBITED');
      // And what it forbids is off the catalogue.
      const { dataset: found } = await world.must<{ dataset: { offers: unknown[] } }>(
        undefined,
        `query ($id: ID!) { dataset(id: $id) { offers { id } } }`,
        { id: theirs },
      );
      expect(found.offers).toEqual([]);
      const [withdrawn] = await world.service.journalled('OffersWithdrawn');
      expect(withdrawn!.values).toMatchObject({ datasets: [theirs] });
    });
  });

  describe('an agreement', () => {
    it('is signed as it is or not at all', async () => {
      const licence = await negotiations.agreed();
      const changed = await world.mutate(
        buyer.did,
        'verifyAgreement',
        negotiations.verification(licence, randomDigest()),
      );
      expect(changed.codes).toEqual(['AGREEMENT_CHANGED']);
      const forged = {
        ...negotiations.verification(licence),
        signature: negotiations.verification(licence, randomDigest()).signature,
      };
      expect((await world.mutate(buyer.did, 'verifyAgreement', forged)).codes).toEqual(['SIGNATURE_INVALID']);
      const stewards = await world.mutate(steward.did, 'verifyAgreement', negotiations.verification(licence));
      expect(stewards.codes).toEqual(['LICENCE_STATE_CONFLICT']);
    });

    it('is made under the charter in force: an older offer cannot be accepted', async () => {
      const other = await world.found();
      const founder = await world.admit(other, 'STEWARD');
      const theirs = await world.publish(founder);
      await world.offer(founder, theirs);
      const { id } = (await negotiations.request({ dataset: theirs })).data.requestLicence as Licence;
      const bare = () => ({ licence: id, idempotencyKey: key() });
      const licence = await world.did<Licence>(founder.did, 'counterOffer', bare(), LICENCE);
      await world.enactCharter(other, 2, charterTerms({ text: 'Amended.' }));
      expect(
        (await world.mutate(buyer.did, 'acceptOffer', await negotiations.acceptance(licence))).codes,
      ).toEqual(['OFFER_OUTDATED']);
      const renewed = await world.did<Licence>(founder.did, 'counterOffer', bare(), LICENCE);
      expect(renewed.offer).toMatchObject({ charterVersion: 2 });
      expect(
        (await world.mutate(buyer.did, 'acceptOffer', await negotiations.acceptance(renewed))).codes,
      ).toEqual([]);
    });

    it('costs nothing when it is free, and is in force once signed', async () => {
      const { id } = await negotiations.requested();
      const price = { amount: { amountMinor: '0', currency: 'USD' }, model: 'FLAT' };
      const terms = { ...offerTerms(), price };
      const licence = await world.did<Licence>(
        steward.did,
        'counterOffer',
        { licence: id, terms, idempotencyKey: key() },
        LICENCE,
      );
      await world.did(buyer.did, 'acceptOffer', await negotiations.acceptance(licence));
      await negotiations.decide(licence);
      const proven = await negotiations.reaches(id, 'AGREED');
      expect(
        (await world.did<Licence>(buyer.did, 'verifyAgreement', negotiations.verification(proven), LICENCE))
          .state,
      ).toBe('FINALIZED');
    });
  });
});
