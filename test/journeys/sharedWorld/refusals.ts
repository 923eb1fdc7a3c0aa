import { beforeAll, describe, expect, test } from '@jest/globals';
import { acceptanceBy, verificationBy } from '../../../wallet/actions/licensing.js';
import { ballotBy } from '../../../wallet/actions/voting.js';
import { licenceInWords } from '../../../wallet/agreements/licenceBallot.js';
import { call, perform, performAll } from '../../../wallet/client/mutation.js';
import type { Person } from '../../../wallet/demo/endpoint.js';
import { digestOf } from '../../../wallet/encoding/canonical.js';
import { signStatement } from '../../../wallet/keys/statements.js';
import { awaited } from '../../../wallet/demo/pool.js';
import { acceptOffer, counterOffer, verifyAgreement } from '../../../wallet/operations/data.js';
import type { LicenceState } from '../../../wallet/operations/data.js';
import { SHOWN_LICENCE, castBallot } from '../../../wallet/operations/governance.js';
import { payInvoice } from '../../../wallet/operations/payouts.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';
import * as journey from '../../support/journey.js';
import type { Decision, Negotiation } from '../../support/journey.js';
import { ask } from '../../support/reading.js';

const SHOWN = `query Shown($id: ID!) { proposal(id: $id) { effect { ${SHOWN_LICENCE} } } }`;
const SPEC = { measures: [{ kind: 'COUNT' }], epsilon: '0.1' };

/** What is refused on the way from a wish to a licence; each refusal leaves everything as it was. */
export function describeRefusals(given: () => Installation): void {
  describe('on the way to a licence', () => {
    let house: Installation;
    let people: DemoPeople;
    /** Somebody who has no licence there yet. */
    let patients: Negotiation;
    let growers: Negotiation;

    beforeAll(async () => {
      house = given();
      people = new DemoPeople(house);
      patients = await journey.negotiationOf(people, 'patients', 'pampa.agronomics');
      growers = await journey.negotiationOf(people, 'growers', 'hudson.mobility.lab');
    });

    describe('a wish', () => {
      const cases = [
        { what: 'for what the charter prohibits', purpose: 'dpv:Marketing', code: 'PURPOSE_PROHIBITED' },
        { what: 'for a narrower purpose', purpose: 'dpv:Advertising', code: 'PURPOSE_PROHIBITED' },
        { what: 'for one narrower still', purpose: 'dpv:TargetedAdvertising', code: 'PURPOSE_PROHIBITED' },
        {
          what: 'for a term of our own below it',
          purpose: 'coop:PredatoryAdvertising',
          code: 'PURPOSE_PROHIBITED',
        },
        {
          what: 'for the pricing of individuals',
          purpose: 'coop:InsurancePricing',
          code: 'PURPOSE_PROHIBITED',
        },
        {
          what: 'for what the charter does not allow',
          purpose: 'dpv:FraudPreventionAndDetection',
          code: 'PURPOSE_NOT_ALLOWED',
        },
        {
          what: 'for what no offer permits',
          purpose: 'dpv:ProvideOfficialStatistics',
          code: 'PURPOSE_NOT_OFFERED',
        },
        { what: 'for a word of no vocabulary', purpose: 'dpv:WorldDomination', code: 'BAD_USER_INPUT' },
      ];
      test.each(cases)('$what is refused: $code', async ({ purpose, code }) => {
        const { cooperative } = patients;
        const wish = { purpose, offer: cooperative.offers[0]!, idempotencyKey: `wish-${purpose}` };
        await expect(journey.request(patients, wish)).rejects.toMatchObject({ code });
      });

      const strangers = [
        { who: 'a member', name: 'patients/member', code: 'FORBIDDEN' },
        { who: 'a regulator', name: 'data.protection.office', code: 'FORBIDDEN' },
      ];
      test.each(strangers)('of $who is refused', async ({ name, code }) => {
        const buyer = await people.signedIn(name);
        const wish = {
          purpose: 'dpv:AcademicResearch',
          offer: patients.cooperative.offers[0]!,
          idempotencyKey: name,
        };
        await expect(journey.request({ ...patients, buyer }, wish)).rejects.toMatchObject({ code });
      });

      test('under a key that was used for another wish is refused', async () => {
        const wish = {
          purpose: 'dpv:AcademicResearch',
          offer: patients.cooperative.offers[0]!,
          idempotencyKey: 'one',
        };
        await journey.request(patients, wish);
        const other = { ...wish, purpose: 'dpv:ScientificResearch' };
        await expect(journey.request(patients, other)).rejects.toMatchObject({
          code: 'IDEMPOTENCY_KEY_REUSED',
        });
      });
    });

    describe('an acceptance', () => {
      let offered: LicenceState;
      let version: number;

      beforeAll(async () => {
        const wish = {
          purpose: 'dpv:AcademicResearch',
          offer: patients.cooperative.offers[0]!,
          idempotencyKey: 'two',
        };
        const requested = await journey.request(patients, wish);
        const early = await journey.acceptance(patients, requested);
        await expect(performAll(patients.buyer.client, [early])).rejects.toMatchObject({
          code: 'LICENCE_STATE_CONFLICT',
        });
        offered = await journey.offer(patients, requested);
        const { cooperative } = await ask(
          patients.buyer,
          'query Version($id: ID!) { cooperative(id: $id) { charter { version } } }',
          { id: patients.cooperative.id },
        );
        version = cooperative.charter.version;
      });

      const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
      const signed = (changes: Partial<Parameters<typeof acceptanceBy>[1]> = {}, person = patients.buyer) =>
        acceptanceBy(person.key, {
          licence: offered.id,
          offerDigest: offered.offer.digest,
          charterVersion: version,
          decideBy: inDays(30),
          ...changes,
        });
      const sent = (changes: object, of: { input: unknown } = signed()) =>
        call(acceptOffer, { ...(of.input as object), ...changes } as never);
      const cases = [
        {
          what: 'of another offer',
          make: () => signed({ offerDigest: 'ab'.repeat(32) }),
          code: 'OFFER_CHANGED',
        },
        {
          what: 'signed for a better offer and sent for this one',
          make: () => sent({ offerDigest: offered.offer.digest }, signed({ offerDigest: 'ab'.repeat(32) })),
          code: 'SIGNATURE_INVALID',
        },
        {
          what: 'signed for another date',
          make: () => sent({ decideBy: inDays(29) }),
          code: 'SIGNATURE_INVALID',
        },
        {
          what: 'signed under another charter',
          make: () => signed({ charterVersion: version + 1 }),
          code: 'SIGNATURE_INVALID',
        },
        {
          what: 'signed by another organisation',
          make: () => sent({}, signed({}, growers.buyer)),
          code: 'SIGNATURE_INVALID',
        },
        {
          what: 'that ends before any vote could',
          make: () => signed({ decideBy: inDays(1) }),
          code: 'DECIDE_BY_OUT_OF_RANGE',
        },
        {
          what: 'that stands for ever',
          make: () => signed({ decideBy: inDays(4_000) }),
          code: 'DECIDE_BY_OUT_OF_RANGE',
        },
      ];
      test.each(cases)('$what is refused: $code', async ({ make, code }) => {
        await expect(performAll(patients.buyer.client, [make()])).rejects.toMatchObject({ code });
        expect((await journey.licenceIn(patients.buyer, offered.id, 'OFFERED')).id).toBe(offered.id);
      });

      test('of somebody else’s offer finds nothing there', async () => {
        const acceptance = signed({}, growers.buyer);
        await expect(performAll(growers.buyer.client, [acceptance])).rejects.toMatchObject({
          code: 'NOT_FOUND',
        });
      });

      test('ends, and its vote with it, when its buyer asks for something else, which the stewards may offer', async () => {
        await performAll(patients.buyer.client, [signed()]);
        const vote = await journey.decisionOn(patients.buyer, offered.id, 'OPEN');
        const terms = {
          purposes: ['dpv:AcademicResearch'],
          termDays: 30,
          price: { amount: { amountMinor: '1', currency: 'EUR' }, model: 'FLAT' },
        };
        const again = { licence: offered.id, terms, message: 'Cheaper ones.', idempotencyKey: 'other terms' };
        const asked = await perform(patients.buyer.client, counterOffer, again);
        expect(asked).toMatchObject({ state: 'REQUESTED' });
        patients.steward.client.positions.follow(patients.buyer.client.positions);
        const yes = { licence: offered.id, message: 'These, then.', idempotencyKey: 'cheaper' };
        const changed = await perform(patients.steward.client, counterOffer, yes);
        patients.buyer.client.positions.follow(patients.steward.client.positions);
        expect(changed).toMatchObject({ state: 'OFFERED' });
        expect(changed.offer.digest).not.toBe(offered.offer.digest);
        const cancelled = await stateOf(patients.buyer, vote.id, 'CANCELLED');
        expect(cancelled).toBe('CANCELLED');
        const [voter] = await people.allSignedIn(
          patients.cooperative.members.filter(({ votes }) => votes).slice(0, 1),
        );
        const late = ballotBy(voter!.key, vote, ['FOR']);
        await expect(performAll(voter!.client, [late])).rejects.toMatchObject({ code: 'PROPOSAL_NOT_OPEN' });
      });
    });

    describe('a vote', () => {
      /** Decided by the members; and one in which nearly nobody takes part. */
      let licence: string;
      let ignored: string;
      let paper: Decision;
      let voter: Person;

      beforeAll(async () => {
        const wish = { purpose: 'dpv:AcademicResearch', offer: patients.cooperative.offers[0]! };
        ({ id: licence } = await journey.negotiate(patients, { ...wish, idempotencyKey: 'three' }));
        const other = {
          purpose: growersPurpose(),
          offer: growers.cooperative.offers[0]!,
          idempotencyKey: 'ignored',
        };
        ({ id: ignored } = await journey.negotiate(growers, other));
        paper = await journey.decisionOn(patients.buyer, licence, 'OPEN');
        const unheard = await journey.decisionOn(growers.buyer, ignored, 'OPEN');
        await journey.castBallots(people, growers.cooperative, unheard, { inFavour: 3, against: 0 });
        await journey.castBallots(people, patients.cooperative, paper, { inFavour: 30, against: 2 });
        const [first] = patients.cooperative.members.filter(({ votes }) => votes);
        voter = await people.signedIn(first!.handle);
      });

      test('shows who may vote the price on the table, though the catalogue shows the published one', async () => {
        const { effect } = await journey.decisionOn(voter, licence, 'OPEN');
        const price = licenceInWords(effect).find(({ term }) => term === 'price');
        expect(price).toMatchObject({ offered: '0.01 EUR, once', changed: true });
        const { dataset } = await ask(
          voter,
          'query Published($id: ID!) { dataset(id: $id) { offers { id price { amount { amountMinor } } } } }',
          { id: patients.cooperative.dataset },
        );
        const { offer, price: published } = effect.licenceTerms!.published;
        expect(dataset.offers).toContainEqual({
          id: offer,
          price: { amount: { amountMinor: published.amountMinor } },
        });
        // Who shows them another price gets no ballot.
        const dear = {
          ...effect.licenceTerms!,
          offered: { ...effect.licenceTerms!.offered, price: published },
        };
        const lie = { ...paper, effect: { ...effect, licenceTerms: dear } };
        expect(() => ballotBy(voter.key, lie, ['FOR'])).toThrow(
          expect.objectContaining({ code: 'TERMS_UNPROVEN' }),
        );
        const read = ask({ client: people.anyone }, SHOWN, { id: paper.id });
        await expect(read).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      });

      test('takes one ballot of a member, and no second thoughts', async () => {
        const again = {
          ...(ballotBy(voter.key, paper, ['AGAINST']).input as object),
          idempotencyKey: 'again',
        };
        await expect(perform(voter.client, castBallot, again as never)).rejects.toMatchObject({
          code: 'BALLOT_ALREADY_CAST',
        });
        const other = ballotBy(voter.key, paper, ['AGAINST']);
        await expect(performAll(voter.client, [other])).rejects.toMatchObject({
          code: 'IDEMPOTENCY_KEY_REUSED',
        });
      });

      test('takes no ballot for another effect, and none that another has signed', async () => {
        const late = patients.cooperative.members.filter(({ votes }) => !votes)[0]!;
        const member = await people.signedIn(late.handle);
        const other = { ...(paper.effect.document as object), purpose: 'dpv:Marketing' };
        const swapped = {
          proposal: paper.id,
          choices: [paper.options[0]!.id],
          effectDigest: digestOf(other),
        };
        const signed = signStatement(member.key, 'Ballot', { ...swapped, voter: member.key.did });
        const ballot = call(castBallot, { ...swapped, ...signed, idempotencyKey: 'swapped' });
        await expect(performAll(member.client, [ballot])).rejects.toMatchObject({
          code: 'EFFECT_DIGEST_MISMATCH',
        });
        await expect(performAll(member.client, [ballotBy(voter.key, paper, ['FOR'])])).rejects.toMatchObject({
          code: 'SIGNATURE_INVALID',
        });
        const both = ballotBy(member.key, paper, ['FOR', 'AGAINST']);
        await expect(performAll(member.client, [both])).rejects.toMatchObject({ code: 'CHOICES_INVALID' });
      });

      test.each(['drivers/member', 'pampa.agronomics', 'operator'])('takes no ballot of %s', async (name) => {
        const stranger = await people.signedIn(name);
        const ballot = ballotBy(stranger.key, paper, ['FOR']);
        await expect(performAll(stranger.client, [ballot])).rejects.toMatchObject({ code: 'FORBIDDEN' });
      });

      test('without a quorum decides nothing, and its licence comes to an end', async () => {
        await people.pass(journey.LICENCE_VOTE_SECONDS);
        const decision = await journey.decisionOn(growers.buyer, ignored, 'REJECTED');
        expect(decision.reason).toMatch(/^NO_QUORUM/);
        expect(decision.tally).toMatchObject({ ballotsCounted: 3, quorumMet: false, outcome: [] });
        await journey.licenceIn(growers.buyer, ignored, 'TERMINATED');
        await expect(journey.submit(growers.buyer, ignored, SPEC, 'early')).rejects.toMatchObject({
          code: 'LICENCE_NOT_ACTIVE',
        });
        const { licence: ended } = await ask(
          growers.buyer,
          'query Ended($id: ID!) { licence(id: $id) { agreement invoices { nodes { id } } } }',
          { id: ignored },
        );
        expect(ended).toEqual({ agreement: null, invoices: { nodes: [] } });
      });

      test('that is over takes no ballot', async () => {
        await journey.decisionOn(patients.buyer, licence, 'ENACTED');
        const late = patients.cooperative.members.filter(({ votes }) => !votes)[0]!;
        const member = await people.signedIn(late.handle);
        const ballot = ballotBy(member.key, paper, ['FOR']);
        await expect(performAll(member.client, [ballot])).rejects.toMatchObject({
          code: 'PROPOSAL_NOT_OPEN',
        });
      });

      test('agreed to and signed but not paid, a licence opens nothing', async () => {
        const { buyer } = patients;
        const agreed = await journey.licenceIn(buyer, licence, 'AGREED');
        const other = verificationBy(buyer.key, licence, 'ef'.repeat(32));
        await expect(performAll(buyer.client, [other])).rejects.toMatchObject({ code: 'AGREEMENT_CHANGED' });
        const forged = verificationBy(growers.buyer.key, licence, agreed.agreementDigest!);
        const forgery = call(verifyAgreement, forged.input as never);
        await expect(performAll(buyer.client, [forgery])).rejects.toMatchObject({
          code: 'SIGNATURE_INVALID',
        });
        await performAll(buyer.client, [verificationBy(buyer.key, licence, agreed.agreementDigest!)]);
        await journey.licenceIn(buyer, licence, 'VERIFIED');
        await expect(journey.submit(buyer, licence, SPEC, 'unpaid')).rejects.toMatchObject({
          code: 'LICENCE_NOT_ACTIVE',
        });
        const estimate =
          'query Estimate($input: EstimateJobInput!) { estimateJob(input: $input) { epsilon } }';
        await expect(ask(buyer, estimate, { input: { licence, spec: SPEC } })).rejects.toMatchObject({
          code: 'LICENCE_NOT_ACTIVE',
        });
      });

      test('an invoice is paid once, and by nobody else', async () => {
        const { buyer } = patients;
        const { id: invoice } = await journey.invoiceOf(buyer, licence);
        const pay = (who: Person, key: string) =>
          perform(who.client, payInvoice, { invoice, idempotencyKey: key });
        await expect(pay(growers.buyer, 'kind')).rejects.toMatchObject({ code: 'NOT_FOUND' });
        await expect(pay(patients.steward, 'kind')).rejects.toMatchObject({ code: 'FORBIDDEN' });
        await journey.pay(buyer, licence);
        await expect(pay(buyer, 'twice')).rejects.toMatchObject({ code: 'INVOICE_NOT_PAYABLE' });
        await journey.licenceIn(buyer, licence, 'FINALIZED');
      });
    });

    function growersPurpose(): string {
      return growers.cooperative.spec.offers[0]!.purposes[0]!;
    }
  });
}

/** The state of a proposal, once it is the one that is waited for. */
function stateOf({ client }: Person, id: string, state: string): Promise<string> {
  return awaited(`${id} is ${state}`, async () => {
    const { proposal } = await ask({ client }, 'query State($id: ID!) { proposal(id: $id) { state } }', {
      id,
    });
    return proposal.state === state ? (proposal.state as string) : undefined;
  });
}
