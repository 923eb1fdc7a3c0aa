import { applicationBy } from '../../actions/joining.js';
import { performAll, perform } from '../../client/mutation.js';
import { MEMBERS, admitMembers, grantRole } from '../../operations/membership.js';
import { chunked, pooled } from '../pool.js';
import type { DemoMember } from '../world/people.js';
import { attestationTime } from './found.js';
import { CONCURRENCY, keyOf, type Founded, type Peopled, type Site } from './site.js';

/** Applications in one request: each with an attestation of a kilobyte, well below the limit of a body. */
const APPLICATIONS_MAX = 20;
/** As many as one transaction of the service takes. */
const ADMISSIONS_MAX = 100;

interface Seen {
  id: string;
  did: string;
  standing: string;
}

/** Has everybody apply who has not, and the founder admit them. */
export async function people(site: Site, cooperative: Founded): Promise<Peopled> {
  const { wallets, endpoint, progress } = site;
  const { members, founder, id: cooperativeId } = cooperative;
  const known = new Map((await seen(cooperative)).map((member) => [member.did, member]));
  const newcomers = members.filter((member) => !known.has(keyOf(wallets, member).did));
  progress.step('people had applied', members.length - newcomers.length);
  const attestedAt = await attestationTime(site);
  const application = (member: DemoMember) => {
    const key = keyOf(wallets, member);
    const attestation = wallets.issuer.attest(member.handle, key.did, cooperativeId, attestedAt);
    return applicationBy(key, { cooperative: cooperativeId, displayName: member.name, attestation });
  };
  await pooled(chunked(newcomers, APPLICATIONS_MAX), CONCURRENCY, async (group) => {
    const applied = await performAll(endpoint.anonymous, group.map(application));
    group.forEach((member, index) => {
      const { did } = keyOf(wallets, member);
      known.set(did, { id: applied[index]!.id, did, standing: 'APPLIED' });
    });
    progress.step(`people apply to the ${cooperative.spec.slug}`, group.length);
  });
  founder.client.positions.follow(endpoint.anonymous.positions);
  const applicants = [...known.values()].filter(({ standing }) => standing === 'APPLIED').map(({ id }) => id);
  for (const group of chunked(applicants, ADMISSIONS_MAX)) {
    await perform(founder.client, admitMembers, { cooperative: cooperativeId, members: group });
    progress.step(`the ${cooperative.spec.slug} admit them`, group.length / 4);
  }
  const memberIds = new Map(
    members.map((member) => [member.handle, known.get(keyOf(wallets, member).did)!.id]),
  );
  return { ...cooperative, memberIds };
}

/** Gives the auditor their role. Doing so again changes nothing but its beginning. */
export async function appointAuditor({ members, memberIds, founder }: Peopled): Promise<void> {
  const auditor = members.find(({ office }) => office === 'AUDITOR')!;
  await perform(founder.client, grantRole, {
    member: memberIds.get(auditor.handle)!,
    role: 'AUDITOR',
    until: null,
  });
}

interface MembersPage {
  cooperative: { members: { nodes: Seen[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
}

async function seen({ id, founder }: Founded): Promise<Seen[]> {
  const all: Seen[] = [];
  for (let after: string | null = null; ;) {
    const page: MembersPage = await founder.client.execute<MembersPage>(MEMBERS, { cooperative: id, after });
    const { nodes, pageInfo } = page.cooperative.members;
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}
