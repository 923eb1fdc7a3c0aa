import { inOrder } from '../../kit/loaders/loaders.js';
import type { RequestContext } from '../../kit/service/context.js';
import type { Cooperative } from '../domain/cooperative.js';
import type { Member } from '../domain/member.js';
import type { Organization } from '../domain/organization.js';
import type { MembershipServices } from '../service/services.js';

export type Context = RequestContext<MembershipServices>;

export function loadCooperative({ loader, services }: Context, id: string): Promise<Cooperative | null> {
  return loader<string, Cooperative | null>('cooperative', async (ids) =>
    inOrder(ids, await services.cooperativesById(ids), (cooperative) => cooperative.id),
  ).load(id);
}

export function loadCooperativeBySlug(
  { loader, services }: Context,
  slug: string,
): Promise<Cooperative | null> {
  return loader<string, Cooperative | null>('cooperative by slug', async (slugs) =>
    inOrder(slugs, await services.cooperativesBySlug(slugs), (cooperative) => cooperative.slug),
  ).load(slug);
}

/** Null for a member that does not exist and for one that this viewer may not know of. */
export function loadMember({ loader, services, viewer }: Context, id: string): Promise<Member | null> {
  return loader<string, Member | null>('member', async (ids) =>
    inOrder(ids, await services.visibleMembers(viewer, ids), (member) => member.id),
  ).load(id);
}

export function loadStewards({ loader, services }: Context, cooperative: string): Promise<Member[]> {
  return loader<string, Member[]>('stewards', async (ids) => {
    const stewards = await services.stewardsOf(ids);
    return ids.map((id) => stewards.get(id) ?? []);
  }).load(cooperative);
}

export function loadOrganization({ loader, services }: Context, id: string): Promise<Organization | null> {
  return loader<string, Organization | null>('organization', async (ids) =>
    inOrder(ids, await services.organizationsById(ids), (organization) => organization.id),
  ).load(id);
}

/** One now for a whole answer. */
export function loadNow({ loader, services }: Context): Promise<Date> {
  return loader<'now', Date>('now', async (keys) => {
    const { now } = await services.clock();
    return keys.map(() => now);
  }).load('now');
}
