import { digestOfTerms } from '../../../subgraphs/kit/contracts/licenceTerms.js';
import type { Table } from '../../../subgraphs/kit/contracts/licenceTerms.js';
import { digestOf } from '../../../subgraphs/kit/domain/canonical.js';
import { LICENCE, World, key, randomDigest } from './world.js';
import type { Buyer } from './world.js';

export interface Licence {
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

export type Negotiations = Awaited<ReturnType<typeof openNegotiations>>;

/** A co-op with a dataset on offer and a buyer, and the ways to bring a licence to each of its states. */
export async function openNegotiations() {
  const world = await World.open();
  const cooperative = await world.found();
  const steward = await world.admit(cooperative, 'STEWARD');
  const buyer = await world.register();
  const dataset = await world.publish(steward);
  await world.offer(steward, dataset);

  const request = (input: Record<string, unknown> = {}, by: Buyer = buyer) =>
    world.mutate(
      by.did,
      'requestLicence',
      { dataset, purpose: 'dpv:AcademicResearch', idempotencyKey: key(), ...input },
      LICENCE,
    );

  /** A dataset of its own each time: equal requests that are open are one. */
  const requested = async (): Promise<Licence> => {
    const another = await world.publish(steward);
    await world.offer(steward, another);
    return (await request({ dataset: another })).data.requestLicence as Licence;
  };

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
    const { published } = values.terms as Table;
    const publishedOfferDigest = digestOfTerms(of as string, published);
    const terms = { offerDigest, publishedOfferDigest, acceptanceDigest };
    return { kind: 'LICENCE', licence: id, dataset: of, buyer: by, purpose, ...terms };
  }

  async function decide(licence: Licence, type = 'ProposalEnacted', changes: Record<string, unknown> = {}) {
    const { effect } = JSON.parse(
      JSON.stringify({ effect: { ...(await effectOf(licence)), ...changes } }),
    ) as { effect: Record<string, unknown> };
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
      job: first ? null : 'job_test',
      first,
    });

  return {
    world,
    cooperative,
    steward,
    buyer,
    dataset,
    request,
    requested,
    offered,
    acceptance,
    accepted,
    accepting,
    read,
    effectOf,
    decide,
    cancelled,
    reaches,
    agreed,
    verification,
    pay,
  };
}
