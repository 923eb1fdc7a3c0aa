import { acceptanceBy, verificationBy } from '../../wallet/actions/licensing.js';
import { ballotBy } from '../../wallet/actions/voting.js';
import { perform, performAll } from '../../wallet/client/mutation.js';
import type { Person } from '../../wallet/demo/endpoint.js';
import { awaited, pooled } from '../../wallet/demo/pool.js';
import {
  counterOffer,
  LICENCE,
  MY_CONSENTS,
  requestLicence,
  submitComputeJob,
} from '../../wallet/operations/data.js';
import type { LicenceState } from '../../wallet/operations/data.js';
import { SHOWN_LICENCE } from '../../wallet/operations/governance.js';
import type { BallotPaper } from '../../wallet/operations/governance.js';
import type { Json } from '../../wallet/encoding/canonical.js';
import { payInvoice, prepayJobFees } from '../../wallet/operations/payouts.js';
import type { DemoPeople, KnownCooperative } from './demoPeople.js';

export const DAY_SECONDS = 86_400;
/** A vote on a licence lasts five days in every demo co-op, and its effect waits for nothing. */
export const LICENCE_VOTE_SECONDS = 5 * DAY_SECONDS;
const DECIDE_WITHIN_MS = 30 * DAY_SECONDS * 1000;
const AT_ONCE = 6;

/** Who negotiates, about what. */
export interface Negotiation {
  readonly people: DemoPeople;
  readonly cooperative: KnownCooperative;
  readonly buyer: Person;
  readonly steward: Person;
}

export async function negotiationOf(people: DemoPeople, slug: string, buyer: string): Promise<Negotiation> {
  return {
    people,
    cooperative: people.cooperative(slug),
    buyer: await people.signedIn(buyer),
    steward: await people.signedIn(`${slug}/steward`),
  };
}

export interface Wish {
  purpose: string;
  offer: string;
  dataset?: string;
  idempotencyKey: string;
}

/** REQUESTED */
export function request({ buyer, cooperative }: Negotiation, wish: Wish): Promise<LicenceState> {
  const message = 'We would like to compute on what your members have brought.';
  return perform(buyer.client, requestLicence, { dataset: cooperative.dataset, message, ...wish });
}

/** OFFERED, on the terms that are on the table. */
export async function offer({ steward, buyer }: Negotiation, { id }: { id: string }): Promise<LicenceState> {
  steward.client.positions.follow(buyer.client.positions);
  const message = 'On these terms; the members decide.';
  const offered = await perform(steward.client, counterOffer, {
    licence: id,
    message,
    idempotencyKey: `offer-${id}`,
  });
  buyer.client.positions.follow(steward.client.positions);
  return offered;
}

/** The acceptance of what is on the table, ready to be sent. */
export async function acceptance({ buyer, cooperative }: Negotiation, licence: LicenceState) {
  const terms = await buyer.client.execute<{
    clock: { now: string };
    cooperative: { charter: { version: number } };
  }>('query Terms($id: ID!) { clock { now } cooperative(id: $id) { charter { version } } }', {
    id: cooperative.id,
  });
  return acceptanceBy(buyer.key, {
    licence: licence.id,
    offerDigest: licence.offer.digest,
    charterVersion: terms.cooperative.charter.version,
    decideBy: new Date(Date.parse(terms.clock.now) + DECIDE_WITHIN_MS).toISOString(),
  });
}

/** ACCEPTED, from the first request on. */
export async function negotiate(negotiation: Negotiation, wish: Wish): Promise<LicenceState> {
  const requested = await request(negotiation, wish);
  const offered = await offer(negotiation, requested);
  const [accepted] = await performAll(negotiation.buyer.client, [await acceptance(negotiation, offered)]);
  return accepted!;
}

const DECISION = `query Decision($id: ID!) {
  licence(id: $id) {
    decision {
      id kind title state reason options { id label } electorate { size root }
      effect { ... on LicenceEffect { offerDigest } ${SHOWN_LICENCE} }
      tally { ballotsCounted participants quorumMet outcome { label } rounds { counts { option { label } weight } } }
    }
  }
}`;

export interface Decision extends BallotPaper {
  reason: string | null;
  electorate: { size: number; root: string };
  effect: BallotPaper['effect'] & { document: Record<string, Json>; offerDigest: string };
  tally: null | {
    ballotsCounted: number;
    participants: number;
    quorumMet: boolean;
    outcome: { label: string }[];
    rounds: { counts: { option: { label: string }; weight: number }[] }[];
  };
}

/** The vote on a licence, once it stands as asked. */
export function decisionOn({ client }: Person, licence: string, state: string): Promise<Decision> {
  return awaited(`the vote on ${licence} is ${state}`, async () => {
    const answer = await client.execute<{ licence: { decision: Decision | null } }>(DECISION, {
      id: licence,
    });
    return answer.licence.decision?.state === state ? answer.licence.decision : undefined;
  });
}

/** Ballots of those members of the demo who vote at all: the first of them in favour, the next ones against. */
export async function castBallots(
  people: DemoPeople,
  { members }: KnownCooperative,
  paper: BallotPaper,
  { inFavour, against }: { inFavour: number; against: number },
): Promise<void> {
  const voters = members.filter(({ votes }) => votes).slice(0, inFavour + against);
  const signedIn = await people.allSignedIn(voters);
  await pooled([...signedIn.entries()], AT_ONCE, async ([rank, { client, key }]) => {
    await performAll(client, [ballotBy(key, paper, [rank < inFavour ? 'FOR' : 'AGAINST'])]);
  });
}

/** A licence, once it stands as asked. */
export function licenceIn({ client }: Person, id: string, state: string): Promise<LicenceState> {
  return awaited(`the licence ${id} is ${state}`, async () => {
    const { licence } = await client.execute<{ licence: LicenceState }>(LICENCE, { id });
    return licence.state === state ? licence : undefined;
  });
}

export interface Invoice {
  id: string;
  state: string;
  amount: { amountMinor: string; currency: string };
  job: { id: string } | null;
}

const INVOICES = `query Invoices($id: ID!) {
  licence(id: $id) { invoices(first: 20) { nodes { id state amount { amountMinor currency } job { id } } } }
}`;

/** The invoice of a licence, or of one of its jobs, once it is there. */
export function invoiceOf(
  { client }: Person,
  licence: string,
  job: string | null = null,
  state?: string,
): Promise<Invoice> {
  return awaited(`an invoice for ${job ?? licence}, ${state ?? 'in any state'}`, async () => {
    const answer = await client.execute<{ licence: { invoices: { nodes: Invoice[] } } }>(INVOICES, {
      id: licence,
    });
    const found = answer.licence.invoices.nodes.find((invoice) => (invoice.job?.id ?? null) === job);
    return (state ?? found?.state) === found?.state ? found : undefined;
  });
}

/** Pays an invoice, and waits until the money has come. */
export async function pay(buyer: Person, licence: string, job: string | null = null): Promise<Invoice> {
  const { id } = await invoiceOf(buyer, licence, job);
  await perform(buyer.client, payInvoice, { invoice: id, idempotencyKey: `pay-${id}` });
  return invoiceOf(buyer, licence, job, 'PAID');
}

/** Pays in advance for computations, and waits until a job of that licence may be paid from it. */
export async function prepay(
  { buyer, cooperative }: Negotiation,
  money: { amountMinor: string; currency: string },
  job: { licence: string; spec: Record<string, unknown> },
): Promise<void> {
  const idempotencyKey = `prepay-${job.licence}`;
  await perform(buyer.client, prepayJobFees, { cooperative: cooperative.id, ...money, idempotencyKey });
  const estimate = `query Estimate($input: EstimateJobInput!) { estimateJob(input: $input) { available { amountMinor } } }`;
  await awaited('the prepayment has come', async () => {
    const { estimateJob } = await buyer.client.execute<{
      estimateJob: { available: { amountMinor: string } };
    }>(estimate, { input: job });
    return BigInt(estimateJob.available.amountMinor) >= BigInt(money.amountMinor) || undefined;
  });
}

/** FINALIZED, from AGREED on: paid, and signed by the buyer. */
export async function conclude({ buyer }: Negotiation, id: string): Promise<void> {
  const agreed = await licenceIn(buyer, id, 'AGREED');
  await pay(buyer, id);
  await performAll(buyer.client, [verificationBy(buyer.key, id, agreed.agreementDigest!)]);
  await licenceIn(buyer, id, 'FINALIZED');
}

/** A licence in force, from nothing on. */
export async function license(negotiation: Negotiation, wish: Wish): Promise<string> {
  const { people, cooperative, buyer } = negotiation;
  const { id } = await negotiate(negotiation, wish);
  const paper = await decisionOn(buyer, id, 'OPEN');
  await castBallots(people, cooperative, paper, { inFavour: 26, against: 2 });
  await people.pass(LICENCE_VOTE_SECONDS);
  await conclude(negotiation, id);
  return id;
}

/** The member's consents for a dataset, once the compute worker has looked at every wrap: as OPENED or SET_ASIDE. */
export function consentsSeen({ client }: Person, dataset: string): Promise<string[]> {
  return awaited(`the wraps for ${dataset} are looked at`, async () => {
    const { viewer } = await client.execute<{
      viewer: { memberships: { consents: { nodes: { dataset: { id: string }; wrapState: string }[] } }[] };
    }>(MY_CONSENTS);
    const own = viewer.memberships.flatMap(({ consents }) => consents.nodes);
    const states = own.filter((one) => one.dataset.id === dataset).map(({ wrapState }) => wrapState);
    return states.length > 0 && !states.includes('UNVERIFIED') ? states : undefined;
  });
}

export interface Job {
  id: string;
  state: string;
  refusal: string | null;
  epsilon: string;
  cost: { amountMinor: string; currency: string };
  result: null | {
    rows: {
      key: Record<string, string>;
      /** Null for a mean over a noisy count below one. */
      values: Record<string, number | null>;
      error95: Record<string, number | null>;
    }[];
    epsilon: string;
  };
  gates: Record<string, number> | null;
}

const JOB = `query Job($id: ID!) {
  computeJob(id: $id) {
    id state refusal epsilon cost { amountMinor currency } result { rows epsilon }
    gates { records members used stoppedByConsent stoppedByDecision stoppedByPurpose }
  }
}`;

export function submit({ client }: Person, licence: string, spec: Record<string, unknown>, key: string) {
  return perform(client, submitComputeJob, { licence, spec, idempotencyKey: key });
}

/** A computation, once it has ended one way or another. */
export function endOf({ client }: Person, id: string): Promise<Job> {
  return awaited(`the computation ${id} ends`, async () => {
    const { computeJob } = await client.execute<{ computeJob: Job }>(JOB, { id });
    return ['QUEUED', 'RUNNING'].includes(computeJob.state) ? undefined : computeJob;
  });
}
