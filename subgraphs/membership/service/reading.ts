import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { readHeld } from '../../kit/store/heldRecords.js';
import type { HeldPage } from '../../kit/store/heldRecords.js';
import type { Store, Tx } from '../../kit/store/store.js';
import type { Authenticator } from '../domain/authenticators.js';
import type { Cooperative } from '../domain/cooperative.js';
import { isInOffice } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import type { Organization } from '../domain/organization.js';
import type { MemberStanding } from '../domain/standing.js';
import { authenticatorsOf } from '../store/authenticatorStore.js';
import { findCooperatives, listCooperatives } from '../store/cooperativeStore.js';
import { HELD } from '../store/heldRecords.js';
import * as members from '../store/memberStore.js';
import { findOrganizationByDid, findOrganizations } from '../store/organizationStore.js';
import type { MembershipDeps } from './deps.js';

/** Co-ops are public: they are read across tenants by the reader that their policy names. */
const CATALOGUE = { reader: 'catalogue' };

export function cooperativesById({ store }: MembershipDeps, ids: readonly string[]): Promise<Cooperative[]> {
  return store.transaction(CATALOGUE, (tx) => findCooperatives(tx, { ids }));
}

export function cooperativesBySlug(
  { store }: MembershipDeps,
  slugs: readonly string[],
): Promise<Cooperative[]> {
  return store.transaction(CATALOGUE, (tx) => findCooperatives(tx, { slugs }));
}

/** A page by id, one more than asked for. */
export function searchCooperatives(
  { store }: MembershipDeps,
  search: string | null,
  page: PageRequest,
): Promise<Cooperative[]> {
  return store.transaction(CATALOGUE, (tx) => listCooperatives(tx, search, page));
}

/**
 * Those of these members whom the viewer may know of: themselves, everybody in a co-op that they belong to, and
 * the stewards in office anywhere. The others look as if they did not exist.
 */
export async function visibleMembers(
  { store }: MembershipDeps,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Member[]> {
  const standings = await viewer.standings();
  const perCooperative = await inEachHome(store, ids, async (tx, cooperative, here) => {
    const found = await members.findMembers(tx, cooperative, here);
    const own = standings.find((standing) => standing.cooperativeId === cooperative) ?? null;
    const belongs = own !== null && own.standing !== 'APPLIED' && own.standing !== 'EXITED';
    return found.filter(
      (member) => belongs || member.id === own?.memberId || isInOffice(member, 'STEWARD', tx.now),
    );
  });
  return perCooperative.flat();
}

/** The stewards in office of each of these co-ops, in the order of their ids. */
export async function stewardsOf(
  { store }: MembershipDeps,
  cooperatives: readonly string[],
): Promise<Map<string, Member[]>> {
  const stewards = new Map<string, Member[]>();
  for (const cooperative of cooperatives) {
    const inOffice = await store.transaction({ cooperative }, async (tx) =>
      (await members.findEverStewards(tx, cooperative)).filter((member) =>
        isInOffice(member, 'STEWARD', tx.now),
      ),
    );
    stewards.set(cooperative, inOffice);
  }
  return stewards;
}

/** A page of a co-op's members by id, one more than asked for, with the number of all. */
export function membersOf(
  { store }: MembershipDeps,
  cooperative: string,
  standing: MemberStanding | null,
  page: PageRequest,
): Promise<{ rows: Member[]; total: number }> {
  return store.transaction({ cooperative }, async (tx) => ({
    rows: await members.listMembers(tx, cooperative, standing, page),
    total: await members.countMembers(tx, cooperative, standing),
  }));
}

/** @throws UNAUTHENTICATED */
export function ownMemberships({ store }: MembershipDeps, viewer: Viewer): Promise<Member[]> {
  const did = viewer.requireDid();
  return store.transaction({ viewer: did }, (tx) => members.membershipsOf(tx, did));
}

/** @throws UNAUTHENTICATED */
export function ownOrganization({ store }: MembershipDeps, viewer: Viewer): Promise<Organization | null> {
  const did = viewer.requireDid();
  return store.transaction({}, (tx) => findOrganizationByDid(tx, did));
}

export function organizationsById(
  { store }: MembershipDeps,
  ids: readonly string[],
): Promise<Organization[]> {
  return store.transaction({}, (tx) => findOrganizations(tx, ids));
}

/** Every authenticator of a member, revoked ones too, oldest first. */
export function authenticatorsOfMember(
  { store }: MembershipDeps,
  cooperative: string,
  did: string,
): Promise<Authenticator[]> {
  return store.transaction({ cooperative }, (tx) => authenticatorsOf(tx, did));
}

/** The membership credential; null before admission and after exit. */
export function credentialOfMember(
  { store }: MembershipDeps,
  cooperative: string,
  id: string,
): Promise<object | null> {
  return store.transaction({ cooperative }, (tx) => members.credentialOf(tx, cooperative, id));
}

/** A page of all that membership holds of a member. Who asks is judged before, by the field. */
export function heldOfMember(
  { store }: MembershipDeps,
  member: Member,
  page: PageRequest,
): Promise<HeldPage> {
  const { cooperativeId, id: memberId, did } = member;
  return store.transaction({ cooperative: cooperativeId }, (tx) =>
    readHeld(tx, HELD, { cooperativeId, memberId, did }, page),
  );
}

/** Runs work in the tenant of each co-op in which some of these live. */
async function inEachHome<T>(
  store: Store,
  ids: readonly string[],
  work: (tx: Tx, cooperative: string, here: string[]) => Promise<T>,
): Promise<T[]> {
  const homes = await store.whereabouts(ids);
  const grouped = new Map<string, string[]>();
  for (const [id, cooperative] of homes) grouped.set(cooperative, [...(grouped.get(cooperative) ?? []), id]);
  const done: T[] = [];
  for (const [cooperative, here] of grouped) {
    done.push(await store.transaction({ cooperative }, (tx) => work(tx, cooperative, here)));
  }
  return done;
}
