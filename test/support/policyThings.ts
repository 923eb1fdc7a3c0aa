import type { Person } from '../../wallet/demo/endpoint.js';
import { awaited } from '../../wallet/demo/pool.js';
import type { DemoPeople } from './demoPeople.js';
import { SELF, buyersOf } from './policyViewers.js';

/** Ids of the objects of one co-op that the rows of the table are about, by the names that paths call them by. */
export type Things = Readonly<Record<string, string>>;

interface Node {
  id: string;
  [field: string]: unknown;
}

/** The vote on the licence, one that is over, and those of each kind that `seed` has called for. */
const PROPOSALS: Record<string, (proposal: Node) => boolean> = {
  licenceVote: ({ kind, state }) => kind === 'LICENCE' && state === 'ENACTED',
  closedVote: ({ tally }) =>
    (tally as { evidence: { delegations: Nodes } } | null)?.evidence.delegations.nodes.length === 1,
  election: (proposal) => isNew(proposal) && proposal.kind === 'ELECTION',
  amendment: (proposal) => isNew(proposal) && proposal.kind === 'CHARTER_AMENDMENT',
  policyVote: (proposal) => isNew(proposal) && proposal.kind === 'REVENUE_POLICY',
  resolution: (proposal) => isNew(proposal) && proposal.kind === 'RESOLUTION',
};

interface Nodes {
  nodes: Node[];
}

function isNew({ title, state }: Node): boolean {
  return title === 'For the policy table' && state === 'OPEN';
}

export async function thingsOf(people: DemoPeople, slug: string): Promise<Things> {
  const known = people.cooperative(slug);
  const self = await people.signedIn(known.members[SELF]!.handle);
  const buyer = await people.signedIn(buyersOf(known).buyer);
  const stranger = await people.signedIn(buyersOf(known).stranger);
  const [votes, own, bought, asked] = await Promise.all([
    proposalsIn(self, known.id),
    ownThings(self),
    boughtThings(buyer, known.licence),
    licencesOf(stranger),
  ]);
  const negotiated = asked.find((licence) => (licence.dataset as Node).id === known.dataset)!;
  return {
    cooperative: known.id,
    dataset: known.dataset,
    offer: known.offers[0]!,
    licence: known.licence,
    steward: known.members[0]!.id,
    memberOfIt: known.members[SELF + 1]!.id,
    cost: await costIn(self, known.id),
    ...votes,
    ...own,
    ...bought,
    negotiated: negotiated.id,
    negotiatedOffer: (negotiated.offer as Node).id,
  };
}

async function costIn({ client }: Person, cooperative: string): Promise<string> {
  const query = 'query Costs($id: ID!) { cooperative(id: $id) { costs(first: 1) { nodes { id } } } }';
  const answer = await client.execute<{ cooperative: { costs: Nodes } }>(query, { id: cooperative });
  return answer.cooperative.costs.nodes[0]!.id;
}

/** Waits until each of those is as it should be. */
function proposalsIn({ client }: Person, cooperative: string): Promise<Record<string, string>> {
  const query = `query Votes($cooperative: ID!) {
    proposals(cooperative: $cooperative, first: 30) {
      nodes { id kind state title tally { evidence { delegations(first: 1) { nodes { pseudonym } } } } }
    }
  }`;
  return awaited(`the proposals of ${cooperative}`, async () => {
    const { proposals } = await client.execute<{ proposals: Nodes }>(query, { cooperative });
    const found = Object.entries(PROPOSALS).map(([name, fits]) => [name, proposals.nodes.find(fits)?.id]);
    return found.every(([, id]) => id) ? (Object.fromEntries(found) as Record<string, string>) : undefined;
  });
}

async function ownThings({ client }: Person): Promise<Record<string, string>> {
  const { viewer } = await client.execute<{ viewer: { memberships: Record<string, never>[] } }>(`query Own {
    viewer { memberships {
      id
      contributions(first: 1) { nodes { id } }
      consents(first: 1) { nodes { id } }
      delegations { id }
      suspension { id }
      recovery { id }
      ballots(first: 1) { nodes { id } }
      dividends(first: 1) { nodes { id run { id } } }
      payouts(first: 1) { nodes { id } }
    } }
  }`);
  const [own] = viewer.memberships as unknown as [
    Record<string, Nodes> & { id: string; delegations: Node[]; suspension: Node; recovery: Node },
  ];
  const first = (list: string): Node => own[list]!.nodes[0]!;
  return {
    self: own.id,
    contribution: first('contributions').id,
    consent: first('consents').id,
    delegation: own.delegations[0]!.id,
    suspension: own.suspension.id,
    recovery: own.recovery.id,
    ballot: first('ballots').id,
    dividend: first('dividends').id,
    run: (first('dividends').run as Node).id,
    payout: first('payouts').id,
  };
}

async function boughtThings({ client }: Person, licence: string): Promise<Record<string, string>> {
  const answer = await client.execute<{
    licence: { jobs: Nodes; invoices: { nodes: (Node & { payments: Node[] })[] }; buyer: Node };
  }>(
    `query Bought($licence: ID!) { licence(id: $licence) {
      buyer { id } jobs(first: 1) { nodes { id } } invoices(first: 1) { nodes { id payments { id purpose } } }
    } }`,
    { licence },
  );
  const [invoice] = answer.licence.invoices.nodes;
  return {
    buyer: answer.licence.buyer.id,
    job: answer.licence.jobs.nodes[0]!.id,
    invoice: invoice!.id,
    refund: invoice!.payments.find(({ purpose }) => purpose === 'REFUND')!.id,
  };
}

async function licencesOf({ client }: Person): Promise<Node[]> {
  const { viewer } = await client.execute<{ viewer: { organization: { licences: Nodes } } }>(
    'query Asked { viewer { organization { licences(first: 50) { nodes { id dataset { id } offer { id } } } } } }',
  );
  return viewer.organization.licences.nodes;
}
