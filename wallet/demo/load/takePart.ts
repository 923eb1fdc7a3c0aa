import { consentBy, contributionBy, type ComputeKey } from '../../actions/contributing.js';
import { ballotBy } from '../../actions/voting.js';
import { performAll, type Call } from '../../client/mutation.js';
import { COMPUTE_KEY, MY_DATA } from '../../operations/data.js';
import type { BallotPaper } from '../../operations/governance.js';
import type { Row } from '../../vault/contribution.js';
import type { Person } from '../endpoint.js';
import { chunked, pooled } from '../pool.js';
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
      const calls: Call<{ id: string }>[] = await dataCalls(site, cooperative, member, person, supplies);
      calls.push(...papers.map((paper) => vote(site, cooperative, member, paper)));
      await performAll(person.client, calls);
      site.progress.step(`the ${spec.slug} bring their data, consent and vote`, 3);
    });
  });
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
    await performAll(client, [vote(site, cooperative, member, paper)]);
  });
}

async function dataCalls(
  { wallets }: Site,
  cooperative: Published,
  member: DemoMember,
  person: Person,
  { rows, computeKey }: Supplies,
): Promise<Call<{ id: string }>[]> {
  const { id, dataset, spec, foundedAt } = cooperative;
  const datasetKey = wallets.member(member.handle).datasetKey(dataset);
  const terms = consentTermsOf(spec, member, foundedAt);
  const has = await whatIsThere(person, cooperative);
  const calls: Call<{ id: string }>[] = [];
  if (!has.contribution)
    calls.push(await contributionBy(person.key, dataset, datasetKey, rows[member.index]!));
  if (!has.consent && terms) {
    calls.push(await consentBy(person.key, { cooperative: id, dataset, datasetKey, computeKey, terms }));
  }
  return calls;
}

interface MyData {
  viewer: {
    memberships: {
      contributions: { nodes: { dataset: { id: string } }[] };
      consents: { nodes: { dataset: { id: string } | null }[] };
    }[];
  };
}

/** A load that was cut off may have done a part of it; one that begins need not ask. */
async function whatIsThere({ client }: Person, { dataset, resumed }: Published) {
  if (!resumed) return { contribution: false, consent: false };
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
