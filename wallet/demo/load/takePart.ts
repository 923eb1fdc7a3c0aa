import { consentBy, contributionBy, type ComputeKey } from '../../actions/contributing.js';
import { ballotBy } from '../../actions/voting.js';
import { performAll, type Call } from '../../client/mutation.js';
import { COMPUTE_KEY, MY_DATA } from '../../operations/data.js';
import type { BallotPaper } from '../../operations/governance.js';
import type { Row } from '../../vault/contribution.js';
import type { Person } from '../endpoint.js';
import { awaited, chunked, pooled } from '../pool.js';
import { choicesOf, consentTermsOf } from '../world/habits.js';
import type { DemoMember } from '../world/people.js';
import { arrive } from './arrive.js';
import { CONCURRENCY, keyOf, type Peopled, type Published, type Site } from './site.js';

/** Voters of one co-op under way at a time. Everybody waits for them, and so those who do not vote come one by one. */
const VOTERS_AT_A_TIME = 3;
/** People who sign in together. */
const GROUP = 20;

/** What members need to take part. */
export interface Supplies {
  /** Each member's rows, by index. */
  readonly rows: readonly (readonly Row[])[];
  readonly computeKey: ComputeKey;
}

export async function supply({ endpoint }: Site, { spec, members }: Published): Promise<Supplies> {
  const { computeKey } = await endpoint.anonymous.execute<{ computeKey: ComputeKey }>(COMPUTE_KEY);
  return { rows: spec.deal(members.length), computeKey };
}

/** Each of them brings their data, says what it may be used for and votes on the papers: in one request. */
export async function takePart(
  site: Site,
  cooperative: Published,
  supplies: Supplies,
  { members, papers }: { members: readonly DemoMember[]; papers: readonly BallotPaper[] },
): Promise<void> {
  const { spec, founder } = cooperative;
  await pooled(chunked(members, GROUP), 1, async (group) => {
    const people = await arrive(site, group);
    await pooled(group, papers.length > 0 ? VOTERS_AT_A_TIME : 1, async (member) => {
      const person = people[group.indexOf(member)]!;
      // They were admitted by the founder, and the services have to know it.
      person.client.positions.follow(founder.client.positions);
      // Made once: what a service has after all done is then known to it when it comes again.
      const data = await dataCalls(site, cooperative, member, person, supplies);
      const votes = papers.map((paper) => vote(site, cooperative, member, paper));
      await site.endpoint.over(`the ${spec.slug} bring their data`, async (again) => {
        const has = await whatIsThere(person, cooperative, again);
        const lacking = data.filter(({ kind }) => !has[kind]).map((part) => part.call);
        await performAll(person.client, [...lacking, ...votes]);
      });
      site.progress.step(`the ${spec.slug} bring their data, consent and vote`, 3);
    });
  });
  await counted(site, cooperative, members);
}

/**
 * Waits until the compute worker has counted what the last of them brought: it takes contributions in the order in which
 * they come, and only what it has counted is computed on and paid for.
 */
async function counted(
  site: Site,
  { spec, dataset, foundedAt }: Published,
  members: readonly DemoMember[],
): Promise<void> {
  // A load that is resumed may come after the end of a consent that has one.
  const consenting = members.filter((member) => consentTermsOf(spec, member, foundedAt)?.expiresAt === null);
  const last = consenting.slice(-VOTERS_AT_A_TIME);
  for (const { client } of await arrive(site, last)) {
    await site.endpoint.over(`the ${spec.slug} have their data counted`, () =>
      awaited(`what the ${spec.slug} brought is counted`, async () => {
        const { viewer } = await client.execute<MyData>(MY_DATA);
        const brought = viewer.memberships.flatMap(({ contributions }) => contributions.nodes);
        return brought.some((one) => one.dataset.id === dataset && one.verification) ? true : undefined;
      }),
    );
  }
}

/** Votes of the first few voters on what is open now. */
export async function voteOn(
  site: Site,
  cooperative: Peopled,
  paper: BallotPaper,
  voters: number,
): Promise<void> {
  const some = cooperative.members.filter(({ votes }) => votes).slice(0, voters);
  const people = await arrive(site, some);
  await pooled(some, CONCURRENCY, async (member) => {
    const { client } = people[some.indexOf(member)]!;
    client.positions.follow(cooperative.founder.client.positions);
    const ballot = vote(site, cooperative, member, paper);
    await site.endpoint.over(`the ${cooperative.spec.slug} vote`, () => performAll(client, [ballot]));
  });
}

async function dataCalls(
  { wallets }: Site,
  cooperative: Published,
  member: DemoMember,
  person: Person,
  { rows, computeKey }: Supplies,
): Promise<{ kind: 'contribution' | 'consent'; call: Call<{ id: string }> }[]> {
  const { id, dataset, spec, foundedAt } = cooperative;
  const datasetKey = wallets.member(member.handle).datasetKey(dataset);
  const terms = consentTermsOf(spec, member, foundedAt);
  const contribution = await contributionBy(person.key, dataset, datasetKey, rows[member.index]!);
  if (!terms) return [{ kind: 'contribution', call: contribution }];
  const consent = await consentBy(person.key, { cooperative: id, dataset, datasetKey, computeKey, terms });
  return [
    { kind: 'contribution', call: contribution },
    { kind: 'consent', call: consent },
  ];
}

interface MyData {
  viewer: {
    memberships: {
      contributions: { nodes: { dataset: { id: string }; verification: object | null }[] };
      consents: { nodes: { dataset: { id: string } | null }[] };
    }[];
  };
}

/** A load that was cut off, or an attempt before, may have done a part of it; one that begins need not ask. */
async function whatIsThere({ client }: Person, { dataset, resumed }: Published, again: boolean) {
  if (!resumed && !again) return { contribution: false, consent: false };
  const { viewer } = await client.execute<MyData>(MY_DATA);
  const has = (kind: 'contributions' | 'consents') =>
    viewer.memberships.some((membership) =>
      membership[kind].nodes.some((node) => node.dataset?.id === dataset),
    );
  return { contribution: has('contributions'), consent: has('consents') };
}

function vote({ wallets }: Site, { spec }: Peopled, member: DemoMember, paper: BallotPaper) {
  return ballotBy(keyOf(wallets, member), paper, choicesOf(spec, member, paper));
}
