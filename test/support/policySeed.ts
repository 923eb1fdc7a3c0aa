import { RequestRefused } from '../../wallet/client/errors.js';
import { applicationBy, foundingBy } from '../../wallet/actions/joining.js';
import { exitBy } from '../../wallet/actions/leaving.js';
import { withdrawalBy } from '../../wallet/actions/withdrawing.js';
import { recoveryBy } from '../../wallet/actions/recovering.js';
import { mutation, perform, performAll } from '../../wallet/client/mutation.js';
import type { Person } from '../../wallet/demo/endpoint.js';
import { newTypeId } from '../../wallet/encoding/typeId.js';
import { newSigningKey } from '../../wallet/keys/signingKey.js';
import { signStatement } from '../../wallet/keys/statements.js';
import { counterOffer, requestLicence } from '../../wallet/operations/data.js';
import { LICENCE_INVOICES } from '../../wallet/operations/payouts.js';
import { grantRole } from '../../wallet/operations/membership.js';
import { submitProposal } from '../../wallet/operations/governance.js';
import type { DemoPeople, KnownCooperative } from './demoPeople.js';
import { MEMBER, OWN, SECOND_AUDITOR, SELF, buyersOf } from './policyViewers.js';

/**
 * What the demo world lacks of the things that fields are about, done by its people through the public door: an
 * object of every type, in the co-op of the table and in the foreign one.
 */

const DAY_SECONDS = 86_400;
/** The open votes of the demo last a week at most. */
const CLOSED_SECONDS = 8 * DAY_SECONDS;
/** Somebody who leaves, and is nobody's viewer. */
const LEAVER = 20;

const delegateVote = mutation<object, { id: string }>('delegateVote', 'id');
const stake = mutation<object, unknown>('stake', 'id');
const suspendMember = mutation<object, unknown>('suspendMember', 'id');
const issueCreditNote = mutation<object, unknown>('issueCreditNote', 'id');

export async function seed(people: DemoPeople, slugs: readonly string[]): Promise<void> {
  const cooperatives = slugs.map((slug) => people.cooperative(slug));
  await Promise.all(cooperatives.map((cooperative) => seedOne(people, cooperative)));
  await people.pass(CLOSED_SECONDS);
  await Promise.all([
    ...cooperatives.map((cooperative) => moveAll(people, cooperative)),
    foundVillage(people),
  ]);
}

async function seedOne(people: DemoPeople, cooperative: KnownCooperative): Promise<void> {
  const { members } = cooperative;
  const at = (index: number) => people.signedIn(members[index]!.handle);
  const [steward, self, member, leaver] = await Promise.all([at(0), at(SELF), at(MEMBER), at(LEAVER)]);
  const auditor = { member: members[SECOND_AUDITOR]!.id, role: 'AUDITOR', until: null };
  await perform(steward.client, grantRole, auditor);
  await askForKey(people, cooperative.id, self);
  await perform(steward.client, suspendMember, { member: members[SELF]!.id, reason: 'A quarrel.', days: 9 });
  await delegate(cooperative, member, members[0]!.id, null);
  await delegate(cooperative, self, members[0]!.id, 'ELECTION');
  await moveMoney(cooperative, self);
  await credit(people, cooperative, steward);
  await bargain(people, cooperative, steward);
  await performAll(leaver.client, [exitBy(leaver.key, cooperative.id)]);
}

/** Somebody says that this member has lost their keys; nobody confirms it. */
async function askForKey(
  { anyone }: DemoPeople,
  cooperative: string,
  { key: { did } }: Person,
): Promise<void> {
  await performAll(anyone, [recoveryBy(newSigningKey(), { cooperative, did, attestation: null })]);
}

async function delegate({ id }: KnownCooperative, from: Person, to: string, topic: string | null) {
  const terms = { cooperative: id, to, topic };
  const signed = signStatement(from.key, 'Delegation', { ...terms, from: from.key.did });
  await perform(from.client, delegateVote, { ...terms, ...signed });
}

async function moveMoney({ id, spec }: KnownCooperative, { client, key }: Person): Promise<void> {
  // A new destination is noted and cools off.
  const toNew = { cooperative: id, destination: 'acct_new', idempotencyKey: `new-${id}` };
  await performAll(client, [withdrawalBy(key, toNew)]).catch((error: unknown) => {
    if (!(error instanceof RequestRefused) || error.code !== 'DESTINATION_COOLING') throw error;
  });
  const { minimumPayoutMinor } = spec.charter('').revenuePolicy;
  await perform(client, stake, { cooperative: id, amountMinor: '100', idempotencyKey: `stake-${id}` });
  const some = { cooperative: id, amountMinor: minimumPayoutMinor, idempotencyKey: `withdraw-${id}` };
  await performAll(client, [withdrawalBy(key, some)]);
}

/** A part of what the buyer paid goes back. */
async function credit(people: DemoPeople, cooperative: KnownCooperative, steward: Person): Promise<void> {
  const buyer = await people.signedIn(buyersOf(cooperative).buyer);
  const { licence } = await buyer.client.execute<{ licence: { invoices: { nodes: { id: string }[] } } }>(
    LICENCE_INVOICES,
    { licence: cooperative.licence },
  );
  await perform(steward.client, issueCreditNote, {
    invoice: licence.invoices.nodes[0]!.id,
    amountMinor: '1000',
    reason: 'The first week could not be used.',
    idempotencyKey: `credit-${cooperative.id}`,
  });
}

/** A stranger asks for a licence, and the stewards offer terms for them alone. */
async function bargain(people: DemoPeople, cooperative: KnownCooperative, steward: Person): Promise<void> {
  const { dataset, offers, spec } = cooperative;
  const stranger = await people.signedIn(buyersOf(cooperative).stranger);
  const { id } = await perform(stranger.client, requestLicence, {
    dataset,
    purpose: spec.offers[1]!.purposes[0]!,
    offer: offers[1]!,
    message: 'We would like to look at it too.',
    idempotencyKey: `ask-${dataset}`,
  });
  steward.client.positions.follow(stranger.client.positions);
  const { price: _, ...terms } = spec.offers[1]!;
  const price = { amount: { amountMinor: '5', currency: spec.currency }, model: 'FLAT' };
  await perform(steward.client, counterOffer, {
    licence: id,
    message: 'Not for less than this.',
    terms: { ...terms, price },
    idempotencyKey: `counter-${id}`,
  } as never);
}

/** A proposal of each kind that members submit. */
async function moveAll(people: DemoPeople, cooperative: KnownCooperative): Promise<void> {
  const { id, spec, members } = cooperative;
  const { client } = await people.signedIn(members[0]!.handle);
  client.positions.follow((await people.signedIn('operator')).client.positions);
  const { cooperative: found } = await client.execute<{ cooperative: { charter: { terms: object } } }>(
    'query Terms($id: ID!) { cooperative(id: $id) { charter { terms } } }',
    { id },
  );
  const { revenuePolicy } = spec.charter('');
  const election = {
    role: 'STEWARD' as const,
    seats: 1,
    termDays: 30,
    candidates: [members[SELF]!.id, members[1]!.id],
  };
  const motions = [
    { kind: 'ELECTION' as const, election },
    { kind: 'CHARTER_AMENDMENT' as const, amendment: { terms: found.charter.terms } },
    { kind: 'REVENUE_POLICY' as const, revenuePolicy },
    { kind: 'RESOLUTION' as const, resolution: { text: 'We meet more often.' } },
  ];
  const about = { cooperative: id, title: 'For the policy table', body: 'One proposal of each kind.' };
  for (const motion of motions) await perform(client, submitProposal, { ...about, ...motion });
}

/** A co-op that admits by vote, with one applicant. */
async function foundVillage(people: DemoPeople): Promise<void> {
  const { wallets, anyone } = people;
  const id = newTypeId('coop');
  const { spec } = people.cooperative(OWN);
  const attestedAt = new Date(Date.now() - DAY_SECONDS * 1_000).toISOString();
  const keyOf = (name: string) => wallets.member(name).signingKey('village');
  const attest = (name: string) => wallets.issuer.attest(name, keyOf(name).did, id, attestedAt);
  const issuers = [wallets.issuer.did];
  const founding = foundingBy(keyOf('founder'), {
    ...{ id, slug: 'village', name: 'Village', mission: 'To know who we are.', currency: 'EUR' },
    charter: { ...spec.charter(wallets.issuer.did), admission: { by: 'VOTE', issuers } },
    displayName: 'The founder',
    attestation: attest('founder'),
  });
  await performAll(anyone, [founding]);
  const application = { cooperative: id, displayName: 'An applicant', attestation: attest('applicant') };
  await performAll(anyone, [applicationBy(keyOf('applicant'), application)]);
}
